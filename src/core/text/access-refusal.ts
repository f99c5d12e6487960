import { z } from "zod";

/** AWS itself refused a call: the permission that was missing, and which kind of policy lacked or denied it, where AWS says so. */
export const AccessRefusal = z.object({
  action: z.string(),
  /** ARN, or `*` where neither AWS nor the call says one. */
  resource: z.string(),
  policyType: z
    .enum(["identity", "resource", "scp", "rcp", "boundary", "session", "endpoint", "trust"])
    .optional(),
  /** A statement denies it, so that no further Allow would help. Absent: AWS does not say. */
  explicit: z.boolean().optional(),
  principal: z.string().optional(),
  /** The policy that denies, where AWS names it. */
  policy: z.string().optional(),
  /** AWS gave the details in a form that only `sts:DecodeAuthorizationMessage` reads. */
  encoded: z.boolean().optional(),
  /** The statement to add. */
  statement: z.object({ Effect: z.literal("Allow"), Action: z.string(), Resource: z.string() }),
  /** What to do, in a sentence. */
  text: z.string(),
});
export type AccessRefusal = z.infer<typeof AccessRefusal>;

const places: { readonly [type in NonNullable<AccessRefusal["policyType"]>]: string } = {
  identity: "an identity policy",
  resource: "the resource's policy",
  scp: "a service control policy of the organization",
  rcp: "a resource control policy of the organization",
  boundary: "the permissions boundary",
  session: "the session policy",
  endpoint: "the policy of the VPC endpoint",
  trust: "the role's trust policy",
};

/** What has to change, in a sentence: which statement, in which kind of policy. */
export function permissionText({
  action,
  resource,
  policyType,
  explicit,
  principal,
  policy,
  encoded,
}: Omit<AccessRefusal, "statement" | "text">): string {
  const who = principal === undefined ? "" : ` for ${principal}`;
  const where = policyType === undefined ? "an identity policy" : places[policyType];
  if (explicit === true)
    return `${action} on ${resource} is denied explicitly by ${policyType === undefined ? "a policy" : where}${policy === undefined ? "" : ` (${policy})`}${who}: the Deny has to be lifted or narrowed, an Allow does not help.`;
  const more = encoded === true ? " sts:DecodeAuthorizationMessage reads the rest of AWS's message." : "";
  return `Allow ${action} on ${resource} in ${where}${who}.${more}`;
}
