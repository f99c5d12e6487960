import type { Facts } from "../../core/facts.ts";
import { policyAt, unread } from "./policy-set.ts";
import type { PolicySet } from "./policy-set.ts";
import type { Target } from "./target.ts";

/** Whether the request is about taking a role: those actions are decided on the role's trust policy. */
export function asksForRole(target: Target, action: string): boolean {
  return (
    target.service === "iam" &&
    target.path.startsWith("role/") &&
    /^sts:(AssumeRole\w*|TagSession|SetSourceIdentity)$/i.test(action)
  );
}

/** The trust policy of the role that is to be taken (IAM User Guide, Roles terms and concepts). */
export function trustPolicy(facts: Facts, target: Target): PolicySet {
  const name = target.path.split("/").at(-1) ?? "";
  if (target.account !== facts.account)
    return unread("iam:GetRole", `${target.arn} belongs to account ${target.account ?? ""}`);
  const role = facts.get("AWS::IAM::Role", name);
  if (role?.id !== name)
    return unread("iam:GetRole", facts.read("iam", "GetRole", { RoleName: name })?.error?.code ?? "not read");
  return policyAt(
    role,
    "/AssumeRolePolicyDocument",
    { id: name, name, ...(role.arn !== undefined && { arn: role.arn }), attachedTo: role.arn ?? name },
    "iam:GetRole",
  );
}
