import type { Facts, Read, Resource } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isArray } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { joined, policyAt, unread } from "./policy-set.ts";
import type { PolicySet } from "./policy-set.ts";
import type { Principal } from "./principal.ts";

type Kind = "Role" | "User" | "Group";

/** The identity-based policies of a user or role: inline, attached (in their default version), and those of a user's groups. */
export function identityPolicies(facts: Facts, principal: Principal): PolicySet {
  if (principal.missing.length > 0) return { policies: [], missing: principal.missing, absence: [] };
  const { caller } = principal;
  if (caller.kind === "role") return ownPolicies(facts, "Role", caller.name, caller.arn);
  if (caller.kind !== "user") return { policies: [], missing: [], absence: [] };
  const groups = facts
    .all("AWS::IAM::GroupMembership")
    .filter((membership) => membership.id.startsWith(`${caller.name} `));
  const list = facts.read("iam", "ListGroupsForUser", { UserName: caller.name });
  return joined([
    ownPolicies(facts, "User", caller.name, caller.arn),
    completeness(facts, list, "iam:ListGroupsForUser", "/Groups", "Groups[].GroupName"),
    ...groups.map((group) =>
      ownPolicies(facts, "Group", text(group.data, "GroupName"), text(group.data, "Arn")),
    ),
  ]);
}

function ownPolicies(facts: Facts, kind: Kind, name: string, arn: string): PolicySet {
  const of = { [`${kind}Name`]: name };
  const inlineList = facts.read("iam", `List${kind}Policies`, of);
  const attachedList = facts.read("iam", `ListAttached${kind}Policies`, of);
  const inline = facts.all(`AWS::IAM::${kind}Policy`).filter((policy) => policy.id.startsWith(`${name}/`));
  const attached = facts
    .all(`AWS::IAM::${kind}PolicyAttachment`)
    .filter((attachment) => attachment.id.startsWith(`${name} `));
  const got = new Set(inline.map((policy) => policy.id));
  const notRead = listedNames(inlineList).filter((policy) => !got.has(`${name}/${policy}`));
  return joined([
    completeness(facts, inlineList, `iam:List${kind}Policies`, "/PolicyNames", "PolicyNames"),
    completeness(
      facts,
      attachedList,
      `iam:ListAttached${kind}Policies`,
      "/AttachedPolicies",
      "AttachedPolicies[].PolicyArn",
    ),
    ...inline.map((policy) =>
      policyAt(policy, "/PolicyDocument", inlineRef(policy, arn), `iam:Get${kind}Policy`),
    ),
    ...notRead.map((policy) =>
      refusedPolicy(facts, `Get${kind}Policy`, { ...of, PolicyName: policy }, policy),
    ),
    ...attached.map((attachment) => managedPolicy(facts, text(attachment.data, "PolicyArn"), arn)),
  ]);
}

function listedNames(list: Read | undefined): readonly string[] {
  return (list?.pages ?? []).flatMap(({ response }) => {
    const names = (response as JsonObject)["PolicyNames"];
    return isArray(names) ? names.filter((name) => typeof name === "string") : [];
  });
}

function inlineRef(policy: Resource, attachedTo: string): { id: string; name: string; attachedTo: string } {
  const name = policy.name ?? policy.id.slice(policy.id.indexOf("/") + 1);
  return { id: name, name, attachedTo };
}

function refusedPolicy(facts: Facts, operation: string, params: JsonObject, policy: string): PolicySet {
  const code = facts.read("iam", operation, params)?.error?.code ?? "not read";
  return unread(`iam:${operation}`, `${policy}: ${code}`);
}

/** A managed policy's default version; older versions are dead text (IAM User Guide, Versioning IAM policies). */
export function managedPolicy(facts: Facts, arn: string, attachedTo: string): PolicySet {
  const policy = facts.get("AWS::IAM::ManagedPolicy", arn);
  const version = text(policy?.data, "DefaultVersionId");
  if (policy?.id !== arn || version === "") return refusedPolicy(facts, "GetPolicy", { PolicyArn: arn }, arn);
  const read = facts.get("AWS::IAM::PolicyVersion", `${arn} ${version}`);
  if (!read) return refusedPolicy(facts, "GetPolicyVersion", { PolicyArn: arn, VersionId: version }, arn);
  const name = policy.name ?? arn.slice(arn.lastIndexOf("/") + 1);
  return policyAt(
    read,
    "/Document",
    { id: text(policy.data, "PolicyId") || name, name, arn, attachedTo },
    "iam:GetPolicyVersion",
  );
}

/** A list that was read to its end shows what there is; any other may hide policies. */
function completeness(
  facts: Facts,
  list: Read | undefined,
  read: string,
  pointer: string,
  query: string,
): PolicySet {
  if (list?.complete !== true) return unread(read, list?.error?.code ?? "not read");
  const empty = list.pages.every(
    ({ response }) => objects(response, pointer.slice(1)).length === 0 && listedNames(list).length === 0,
  );
  return { policies: [], missing: [], absence: empty ? facts.citeAbsence(list, "", query) : [] };
}
