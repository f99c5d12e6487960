import type { Change } from "../../../core/change.ts";
import type { Facts, Resource } from "../../../core/facts.ts";
import { shellLine } from "../../../core/text/shell-line.ts";
import { blame } from "../../../diagnose/blame.ts";
import type { Fault } from "../../../diagnose/check.ts";
import { clearing, onOneInterface, provePath } from "../../../diagnose/reachability/reachability.ts";
import type { Block, PathAnswer } from "../../../diagnose/reachability/reachability.ts";
import { tableOf } from "../../../diagnose/reachability/route-table.ts";
import { strings, text } from "../../../facts/reader.ts";
import { subnetsOf } from "./asked-paths.ts";
import type { AskedPath } from "./asked-paths.ts";
import { aclFault, groupFault } from "./filter-faults.ts";
import { portFault } from "./port-fault.ts";
import { gatewayFault, natSubnetFault, routeFault } from "./route-faults.ts";
import { publicAddressFault, subjectFault } from "./subject-faults.ts";
import { called } from "./blamed.ts";
import type { Blamed } from "./blamed.ts";

/** What stops a way, each as a fault of the resource whose setting is wrong. All of them have to be mended. */
export function faultsOf(facts: Facts, path: AskedPath, answer: PathAnswer): readonly Fault[] {
  // That no other way leads to the service is meant so where an endpoint was made for it: the endpoint is what has to be set right.
  const endpoints = bypassed(facts, path);
  if (endpoints.length > 0) return endpoints;
  const cleared = clearing(facts, answer.blocks);
  const changes = cleared.flatMap(({ change }) => change ?? []);
  const told = cleared.filter(({ block }) => tells(block, answer.blocks, path));
  const ports = portFault(facts, path, answer);
  const rest = told.filter(({ block }) => !ports?.explains.includes(block));
  const prove =
    (change: Change): NonNullable<Fault["prove"]> =>
    (patched) => {
      const others = changes.filter((other) => other !== change).flatMap((other) => other.edits);
      return provePath(facts, patched.patched(others), path);
    };
  return [
    ...(ports ? [blame(ports.resource, ports.blamed)] : []),
    ...rest.flatMap(({ block, change }) => {
      const said = saidOf(facts, path, block);
      if (!said) return [];
      return [blame(said.resource, { ...said.blamed, ...(change && { change, prove: prove(change) }) })];
    }),
  ];
}

/** Groups of one interface are one fault; routes behind a load balancer or database that is private by its own setting are not a second one. */
function tells(block: Block, blocks: readonly Block[], path: AskedPath): boolean {
  const { cause } = block;
  if (cause.kind === "security-group") {
    if (path.stands) return false;
    return (
      blocks.find((other) => other.cause.kind === "security-group" && onOneInterface(other.cause, cause)) ===
      block
    );
  }
  const hidden = blocks.some((other) => other.cause.kind === "no-public-address");
  return !(hidden && cause.kind === "route");
}

function saidOf(facts: Facts, path: AskedPath, { cause, hop }: Block): Blamed | undefined {
  switch (cause.kind) {
    case "security-group":
      return groupFault(facts, cause, hop);
    case "network-acl":
      return aclFault(facts, cause, hop);
    case "route":
      return routeFault(facts, cause, hop);
    case "gateway":
      return gatewayFault(facts, cause, hop);
    case "nat-subnet":
      return natSubnetFault(facts, cause, hop);
    case "no-public-address":
      return publicAddressFault(facts, cause, hop);
    case "subject":
      return subjectFault(facts, cause, hop, path);
    case "nat-kind":
    case "other":
      break;
  }
  return {
    resource: {
      ...hop.component,
      type: hop.component.type ?? "AWS::EC2::VPC",
      id: hop.component.id ?? "",
    },
    blamed: {
      property: "State",
      observed: hop.why,
      expected: "lets the packet through",
      title: `${hop.component.id ?? ""} stops the way: ${hop.why}`,
      explanation: `${hop.component.id ?? ""}: ${hop.why}.`,
      evidence: hop.evidence,
    },
  };
}

/** An endpoint that is there and does not take the calls: its private DNS is off, or the tables of the caller's subnets are not associated with it. */
function bypassed(facts: Facts, { bypassed: endpoint, source }: AskedPath): readonly Fault[] {
  if (!endpoint) return [];
  const service = text(endpoint.data, "ServiceName");
  const caller = source ? called(source) : "the caller";
  if (text(endpoint.data, "VpcEndpointType") === "Gateway") return [unassociated(facts, endpoint, source)];
  if (endpoint.data["PrivateDnsEnabled"] !== false) return [];
  return [
    blame(endpoint, {
      property: "PrivateDnsEnabled",
      observed: false,
      expected: true,
      title: `Endpoint ${endpoint.id} for ${service} has private DNS off (PrivateDnsEnabled false)`,
      explanation: `PrivateDnsEnabled of ${endpoint.id} is false, so ${caller} resolves ${service} to public addresses, and from there no way leads to the internet.`,
      evidence: [facts.cite(endpoint, "/PrivateDnsEnabled")],
    }),
  ];
}

/** A gateway endpoint serves only the route tables that it is associated with (PrivateLink Guide, Gateway endpoints). */
function unassociated(facts: Facts, endpoint: Resource, source: Resource | undefined): Fault {
  const service = text(endpoint.data, "ServiceName");
  const own = strings(endpoint.data, "RouteTableIds");
  const tables = (source ? subnetsOf(source) : []).flatMap((id) => {
    const found = tableOf(facts, id, text(endpoint.data, "VpcId"));
    return found.kind === "found" && !own.includes(found.table.id) ? [found.table] : [];
  });
  const lacking = [...new Set(tables.map(called))].join(", ") || "the route table of the caller's subnet";
  const caller = source ? called(source) : "the caller";
  return blame(endpoint, {
    property: "RouteTableIds",
    observed: own,
    expected: `associated with ${lacking} as well`,
    title: `Gateway endpoint ${endpoint.id} for ${service} is not associated with ${lacking}, the route table of ${caller} (RouteTableIds has only ${own.join(", ") || "none"})`,
    explanation: `RouteTableIds of ${endpoint.id} is ${own.join(", ") || "empty"}: ${lacking}, which the subnets of ${caller} use, has no route to the endpoint, and no other way leads to ${service}.`,
    evidence: [
      facts.cite(endpoint, "/RouteTableIds"),
      ...tables.map((table) => facts.cite(table, "/Routes")),
    ],
    ...(tables[0] && { change: associateChange(endpoint, tables[0]) }),
  });
}

function associateChange(endpoint: Resource, table: Resource): Change {
  const command = (flag: string) => [
    "aws",
    "ec2",
    "modify-vpc-endpoint",
    "--vpc-endpoint-id",
    endpoint.id,
    flag,
    table.id,
  ];
  return {
    summary: `Associate ${endpoint.id} with ${called(table)}`,
    commands: [command("--add-route-table-ids")],
    risk: `Every subnet of ${table.id} then reaches the service through the endpoint, under its policy; open connections are interrupted.`,
    rollback: shellLine(command("--remove-route-table-ids")),
    edits: [{ op: "add", type: endpoint.type, id: endpoint.id, path: "/RouteTableIds/-", value: table.id }],
  };
}
