import type { Facts } from "../../core/facts.ts";
import { text } from "../../facts/reader.ts";
import { managedPolicy } from "./identity-layer.ts";
import type { PolicySet } from "./policy-set.ts";
import type { Principal } from "./principal.ts";

/** The permissions boundary of a user or role; undefined where it has none (IAM User Guide, Permissions boundaries). */
export function boundaryPolicies(facts: Facts, { entity, caller }: Principal): PolicySet | undefined {
  const arn = text(entity?.data["PermissionsBoundary"], "PermissionsBoundaryArn");
  if (arn === "" || !("arn" in caller)) return undefined;
  return managedPolicy(facts, arn, caller.arn);
}
