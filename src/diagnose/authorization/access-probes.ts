import type { Facts } from "../../core/facts.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { AccessQuery } from "./authorization.ts";
import { principalForm } from "./principal.ts";
import { splitArn } from "./target.ts";
import { resourceProbes } from "./resource-probes.ts";

/** The probes that the question still needs; none when everything was tried, refused reads included. */
export function accessProbes(facts: Facts, query: AccessQuery): readonly ProbeRequest[] {
  return [
    ...principalProbes(facts, query),
    ...organizationProbes(facts),
    ...resourceProbes(facts, query),
    ...endpointProbes(facts, query),
  ];
}

function principalProbes(facts: Facts, query: AccessQuery): readonly ProbeRequest[] {
  const form = principalForm(query.principal.trim(), query.action, facts.account);
  const own =
    form.kind === "name"
      ? [{ name: form.name, kind: "any" as const }]
      : (form.kind === "user" || form.kind === "role") && form.account === facts.account
        ? [{ name: form.name, kind: form.kind }]
        : [];
  const target = splitArn(query.resource.trim());
  const role =
    target?.service === "iam" && target.account === facts.account
      ? /^(role|user)\/(?:.*\/)?([^/*?]+)$/.exec(target.path)
      : null;
  const behind =
    role?.[2] === undefined
      ? []
      : [{ name: role[2], kind: role[1] === "user" ? ("user" as const) : ("role" as const) }];
  const wanted = [...own, ...behind].filter(({ name, kind }) => !wasRead(facts, name, kind));
  return wanted.map(({ name, kind }) => ({
    probe: "iam/principal",
    variables: { name, kind },
    reason: `what ${name} may do, and who may use it`,
  }));
}

function wasRead(facts: Facts, name: string, kind: "user" | "role" | "any"): boolean {
  const role = facts.read("iam", "GetRole", { RoleName: name });
  const user = facts.read("iam", "GetUser", { UserName: name });
  // A role that something else asked for alone comes without its policies.
  const roleDone =
    role !== undefined &&
    (role.error !== undefined || facts.read("iam", "ListRolePolicies", { RoleName: name }) !== undefined);
  const userDone =
    user !== undefined &&
    (user.error !== undefined || facts.read("iam", "ListUserPolicies", { UserName: name }) !== undefined);
  return kind === "role" ? roleDone : kind === "user" ? userDone : roleDone && userDone;
}

function organizationProbes(facts: Facts): readonly ProbeRequest[] {
  if (facts.read("organizations", "DescribeOrganization")) return [];
  return [
    {
      probe: "organizations/policies",
      variables: { account: facts.account },
      reason: "limits that the organization sets",
    },
  ];
}

function endpointProbes(facts: Facts, query: AccessQuery): readonly ProbeRequest[] {
  const given = Object.entries(query.context).find(([key]) => key.toLowerCase() === "aws:sourcevpce")?.[1][0];
  if (given === undefined || facts.get("AWS::EC2::VPCEndpoint", given)) return [];
  const tried = facts
    .reads("ec2", "DescribeVpcEndpoints")
    .some((read) => JSON.stringify(read.params).includes(given) || Object.keys(read.params).length === 0);
  return tried || !/^vpce-[0-9a-f]+$/.test(given)
    ? []
    : [
        {
          probe: "ec2/endpoint-policies",
          variables: { endpoint_ids: [given] },
          reason: `the policy of ${given}`,
        },
      ];
}
