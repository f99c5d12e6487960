import type { Change } from "../../../core/change.ts";
import type { Facts } from "../../../core/facts.ts";
import { blame } from "../../../diagnose/blame.ts";
import type { Fault } from "../../../diagnose/check.ts";
import { clearing, onOneInterface, provePath } from "../../../diagnose/reachability/reachability.ts";
import type { Block, PathAnswer } from "../../../diagnose/reachability/reachability.ts";
import { text } from "../../../facts/reader.ts";
import type { AskedPath } from "./asked-paths.ts";
import { aclFault, groupFault } from "./filter-faults.ts";
import { portFault } from "./port-fault.ts";
import { gatewayFault, natSubnetFault, routeFault } from "./route-faults.ts";
import { publicAddressFault, subjectFault } from "./subject-faults.ts";
import type { Blamed } from "./blamed.ts";

/** What stops a way, each as a fault of the resource whose setting is wrong. All of them have to be mended. */
export function faultsOf(facts: Facts, path: AskedPath, answer: PathAnswer): readonly Fault[] {
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
    ...bypassed(facts, path),
  ];
}

/** Groups of one interface are one fault; routes behind a load balancer or database that is private by its own setting are not a second one. */
function tells(block: Block, blocks: readonly Block[], path: AskedPath): boolean {
  const { cause } = block;
  if (cause.kind === "security-group") {
    if (path.stands) return false;
    return (
      blocks.find((other) => other.cause.kind === "security-group" && onOneInterface(other.cause, cause)) === block
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

/** An endpoint whose private DNS is off takes no calls made by the service's usual name. */
function bypassed(facts: Facts, { bypassed: endpoint, source }: AskedPath): readonly Fault[] {
  if (
    !endpoint ||
    endpoint.data["PrivateDnsEnabled"] !== false ||
    endpoint.data["VpcEndpointType"] !== "Interface"
  )
    return [];
  const service = text(endpoint.data, "ServiceName");
  return [
    blame(endpoint, {
      property: "PrivateDnsEnabled",
      observed: false,
      expected: true,
      title: `Endpoint ${endpoint.id} for ${service} has private DNS off (PrivateDnsEnabled false)`,
      explanation: `PrivateDnsEnabled of ${endpoint.id} is false, so ${source?.name ?? source?.id ?? "the caller"} resolves ${service} to public addresses, and from there no way leads to the internet.`,
      evidence: [facts.cite(endpoint, "/PrivateDnsEnabled")],
    }),
  ];
}
