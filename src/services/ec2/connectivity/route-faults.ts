import type { PathHop } from "../../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../../core/facts.ts";
import {
  defaultTarget,
  linkBetween,
  tableLeadingTo,
  workingNat,
} from "../../../diagnose/reachability/route-changes.ts";
import { destinationOf, targetOf } from "../../../diagnose/reachability/route-table.ts";
import { formatSet } from "../../../diagnose/reachability/security-group.ts";
import type { Cause } from "../../../diagnose/reachability/step.ts";
import { objects, text } from "../../../facts/reader.ts";
import { called } from "./blamed.ts";
import type { Blamed } from "./blamed.ts";

type RouteCause = Extract<Cause, { kind: "route" }>;

/** A route that is missing or leads elsewhere; where the subnet only lacks its association, the subnet is what has to be set. */
export function routeFault(facts: Facts, cause: RouteCause, hop: PathHop): Blamed {
  const { table, explicit, subnetId, vpcId, towards, from, destination } = cause;
  const internet = towards.where === "internet";
  const wanted = cause.answering || from.publicAddress?.has === "yes" ? "internet-gateway" : "nat-gateway";
  const model = internet ? tableLeadingTo(facts, vpcId, wanted) : undefined;
  const link = towards.vpcId === undefined || internet ? undefined : linkBetween(facts, vpcId, towards.vpcId);
  const block =
    towards.vpcId === undefined ? "" : text(facts.get("AWS::EC2::VPC", towards.vpcId)?.data, "CidrBlock");
  const goal = internet
    ? "the internet (0.0.0.0/0)"
    : link && block !== ""
      ? `${block} -> ${link.id}`
      : formatSet(destination);
  // Where only the default route takes what belongs elsewhere, the route that should is missing.
  const absent =
    cause.problem === "absent" ||
    (link !== undefined &&
      /^(0\.0\.0\.0\/0|::\/0)$/.test(
        destinationOf(objects(table.data, "Routes")[cause.routeIndex ?? -1] ?? {}),
      ));
  const routes = objects(table.data, "Routes").map(
    (route) => `${destinationOf(route)} -> ${targetOf(route).id}`,
  );
  const has = `only ${routes.join(", ")}`;
  if (!explicit && model) return associationFault(facts, cause, hop, { has, goal, model });
  const role = hop.direction.startsWith("return") ? "return path" : "way out";
  const unused =
    internet && !cause.answering && wanted === "nat-gateway" ? workingNat(facts, vpcId) : undefined;
  const spare = unused ? ` NAT gateway ${unused.id} is available but unused by this table.` : "";
  const subnet = facts.get("AWS::EC2::Subnet", subnetId);
  return {
    resource: table,
    blamed: {
      property: "Routes",
      observed: routes,
      expected: `a route to ${goal}${unused ? ` via ${unused.id}` : ""}`,
      title: absent
        ? `Route table ${called(table)} has no route to ${goal} (${role})`
        : `Route table ${called(table)} sends ${goal} the wrong way: ${hop.why}`,
      explanation: `${called(table)}, the ${explicit ? "" : "main "}route table of ${subnet ? called(subnet) : subnetId}, has ${has}: ${absent ? `no route to ${goal}` : hop.why} (${role}).${spare}`,
      evidence: [...hop.evidence, facts.cite(table, "/Routes")],
    },
  };
}

function associationFault(
  facts: Facts,
  { table, subnetId }: RouteCause,
  hop: PathHop,
  { has, goal, model }: { has: string; goal: string; model: Resource },
): Blamed {
  const subnet = facts.get("AWS::EC2::Subnet", subnetId);
  const name = subnet ? called(subnet) : subnetId;
  return {
    resource: subnet ?? { type: "AWS::EC2::Subnet", id: subnetId },
    blamed: {
      property: "route table association",
      observed: `none: falls back to the VPC's main route table ${table.id}, which has no route to ${goal}`,
      expected: `associated with ${called(model)}`,
      title: `Subnet ${name} has no route table association and falls back to the main route table, which has no route to ${goal}`,
      explanation: `${name} is associated with no route table, so the VPC's main route table ${table.id} applies, and that has ${has}: no route to ${goal}. ${called(model)} (${defaultTarget(facts, model)?.id ?? ""}) is the table that leads there.`,
      evidence: [...hop.evidence, facts.cite(table, "/Routes")],
    },
  };
}

/** A gateway that a route leads to and that is gone, detached or not in service. */
export function gatewayFault(
  facts: Facts,
  { gateway, problem, table, vpcId, routeIndex }: Extract<Cause, { kind: "gateway" }>,
  hop: PathHop,
): Blamed {
  const resource = facts.get(gateway.type, gateway.id);
  const route = objects(table.data, "Routes")[routeIndex];
  const destination = route ? destinationOf(route) : "its route";
  const state = text(resource?.data["Status"], "Code") || text(resource?.data, "State");
  const observed =
    problem === "detached"
      ? `empty: detached from ${vpcId}, while ${called(table)} still leads to it`
      : resource
        ? state
        : "does not exist any more";
  const property =
    problem === "detached"
      ? "Attachments"
      : gateway.type === "AWS::EC2::VPCPeeringConnection"
        ? "Status.Code"
        : "State";
  // What no longer exists cannot be set right: then the route that names it is wrong.
  const gone = problem === "gone";
  const name = called(resource ?? gateway);
  return {
    resource: gone ? table : (resource ?? gateway),
    blamed: {
      property: gone ? `Routes[${destination}]` : property,
      observed: gone
        ? `${destination} -> ${gateway.id}, which is ${resource ? state : "gone"} (blackhole)`
        : observed,
      expected:
        problem === "detached"
          ? `attached to ${vpcId}`
          : gone
            ? "a target that exists"
            : "available or active",
      title: gone
        ? `Route table ${called(table)} sends ${destination} to ${gateway.id}, which is ${resource ? state : "gone"} (blackhole)`
        : problem === "detached"
          ? `${name} is detached from ${vpcId} (Attachments empty) while ${called(table)} still leads to it`
          : `${name} is ${observed}, and ${called(table)} leads ${destination} to it`,
      explanation: `${called(table)} sends ${destination} to ${gateway.id}, and that is ${problem === "detached" ? `attached to no VPC (Attachments: empty), so not to ${vpcId}` : observed}.`,
      evidence: hop.evidence,
    },
  };
}

/** A public NAT gateway whose own subnet leads to no internet gateway. */
export function natSubnetFault(
  facts: Facts,
  { gateway, subnetId, table }: Extract<Cause, { kind: "nat-subnet" }>,
  hop: PathHop,
): Blamed {
  const subnet = facts.get("AWS::EC2::Subnet", subnetId);
  const name = subnet ? called(subnet) : subnetId;
  return {
    resource: gateway,
    blamed: {
      property: "SubnetId",
      observed: `${name} (private: its route table ${table.id} has no route to an internet gateway)`,
      expected: "a public subnet, whose default route leads to an internet gateway",
      title: `NAT gateway ${called(gateway)} sits in the private subnet ${name}, which has no route to an internet gateway`,
      explanation: `SubnetId of ${called(gateway)} is ${name}, whose own route table ${called(table)} leads the internet back to a NAT gateway and not to an internet gateway. The NAT gateway itself is ${text(gateway.data, "State")}.`,
      evidence: hop.evidence,
    },
  };
}
