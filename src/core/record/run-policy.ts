import { z } from "zod";
import { AccessRefusal } from "../text/access-refusal.ts";
import { PolicyDocument } from "../grant.ts";
import { schemaVersion } from "./record.ts";

/** An action on resources, with the calls that made use of it. */
export const UsedPermission = z.object({
  action: z.string(),
  resources: z.array(z.string()),
  calls: z.array(z.number().int()),
});
export type UsedPermission = z.infer<typeof UsedPermission>;

/** What a run was granted, what it used of it, and the policy that would have been enough. */
export const RunPolicy = z.object({
  schemaVersion: z.literal(schemaVersion),
  id: z.string(),
  job: z.string(),
  granted: PolicyDocument,
  used: z.array(UsedPermission),
  /** Granted, and not made use of. */
  unused: z.array(z.object({ action: z.string(), resources: z.array(z.string()) })),
  /** Refused by AWS itself. */
  refused: z.array(AccessRefusal.extend({ calls: z.array(z.number().int()) })),
  /** The used actions on the used resources; what was used on many is written as one pattern, never wider than what was granted. */
  keep: PolicyDocument,
});
export type RunPolicy = z.infer<typeof RunPolicy>;
