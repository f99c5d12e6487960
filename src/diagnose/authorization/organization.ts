import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Read, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { policyAt, unread } from "./policy-set.ts";
import type { PolicySet } from "./policy-set.ts";

/** The account's place in its organization. `path` runs from the root to the account; undefined where it could not be read. */
export type Organization =
  | { readonly kind: "none"; readonly read?: Read }
  | { readonly kind: "unread"; readonly missing: Missing }
  | {
      readonly kind: "member" | "management";
      readonly id: string;
      readonly path?: readonly string[];
      readonly missing?: Missing;
      readonly resource: Resource;
    };

export function organizationOf(facts: Facts): Organization {
  const read = facts.read("organizations", "DescribeOrganization");
  const resource = facts.all("AWS::Organizations::Organization")[0];
  if (!resource) {
    if (read?.error?.code === "AWSOrganizationsNotInUseException") return { kind: "none", read };
    return {
      kind: "unread",
      missing: { read: "organizations:DescribeOrganization", why: read?.error?.code ?? "not read" },
    };
  }
  const id = text(resource.data, "Id");
  const kind = text(resource.data, "MasterAccountId") === facts.account ? "management" : "member";
  const path = pathOf(facts, facts.account);
  return { kind, id, resource, ...(Array.isArray(path) ? { path } : { missing: path as Missing }) };
}

function pathOf(facts: Facts, account: string): readonly string[] | Missing {
  const path = [account];
  while (!path[0]?.startsWith("r-")) {
    const read = facts.read("organizations", "ListParents", { ChildId: path[0] ?? "" });
    const parent = read?.pages.flatMap(({ response }) => objects(response, "Parents"))[0];
    const id = text(parent, "Id");
    if (id === "" || path.includes(id))
      return { read: "organizations:ListParents", why: read?.error?.code ?? "not read" };
    path.unshift(id);
  }
  return path;
}

export interface Level {
  readonly target: string;
  readonly set: PolicySet;
}

/** The policies of one kind on every level from the root to the account; `off` where the organization does not use that kind. */
export function controlPolicies(
  facts: Facts,
  organization: Organization,
  filter: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY",
): readonly Level[] | "off" {
  if (organization.kind === "none" || organization.kind === "management") return "off";
  if (organization.kind === "unread")
    return [{ target: facts.account, set: { policies: [], missing: [organization.missing], absence: [] } }];
  if (text(organization.resource.data, "FeatureSet") === "CONSOLIDATED_BILLING") return "off";
  if (isSwitchedOff(facts, filter)) return "off";
  if (!organization.path) {
    const missing = organization.missing ?? { read: "organizations:ListParents", why: "not read" };
    return [{ target: facts.account, set: { policies: [], missing: [missing], absence: [] } }];
  }
  return organization.path.map((target) => ({ target, set: levelPolicies(facts, target, filter) }));
}

function isSwitchedOff(facts: Facts, filter: string): boolean {
  const root = facts.all("AWS::Organizations::Root")[0];
  if (!root) return false;
  return !objects(root.data, "PolicyTypes").some(
    (type) => text(type, "Type") === filter && text(type, "Status") === "ENABLED",
  );
}

function levelPolicies(facts: Facts, target: string, filter: string): PolicySet {
  const list = facts.read("organizations", "ListPoliciesForTarget", { TargetId: target, Filter: filter });
  if (list?.complete !== true)
    return unread("organizations:ListPoliciesForTarget", list?.error?.code ?? "not read");
  const sets = list.pages
    .flatMap(({ response }) => objects(response, "Policies"))
    .map((summary) => onePolicy(facts, text(summary, "Id"), target));
  return {
    policies: sets.flatMap((set) => set.policies),
    missing: sets.flatMap((set) => set.missing),
    absence: sets.length === 0 ? facts.citeAbsence(list, "/Policies", "[].Id") : [],
  };
}

function onePolicy(facts: Facts, id: string, target: string): PolicySet {
  const policy = facts.get("AWS::Organizations::Policy", id);
  if (policy?.id !== id)
    return unread(
      "organizations:DescribePolicy",
      facts.read("organizations", "DescribePolicy", { PolicyId: id })?.error?.code ?? "not read",
    );
  const summary = policy.data["PolicySummary"];
  const ref = {
    id,
    attachedTo: target,
    ...(isObject(summary) && { name: text(summary, "Name"), arn: text(summary, "Arn") }),
  };
  return policyAt(policy, "/Content", ref, "organizations:DescribePolicy");
}
