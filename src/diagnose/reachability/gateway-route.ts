import type { Facts, Read, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import { toPointer } from "../../core/json/json.ts";
import { completeRead, missingRead } from "./known.ts";
import { routeStage, outward } from "./way.ts";
import type { Routing, Way } from "./way.ts";
import { blocks, passes, unknown } from "./step.ts";
import type { Step } from "./step.ts";

/** What a route's target is called, and which list shows it. */
export interface TargetKind {
  readonly type: string;
  readonly operation: string;
  readonly list: string;
  readonly member: string;
}

export const targetKinds = {
  "internet-gateway": {
    type: "AWS::EC2::InternetGateway",
    operation: "DescribeInternetGateways",
    list: "/InternetGateways",
    member: "InternetGatewayId",
  },
  "egress-only-gateway": {
    type: "AWS::EC2::EgressOnlyInternetGateway",
    operation: "DescribeEgressOnlyInternetGateways",
    list: "/EgressOnlyInternetGateways",
    member: "EgressOnlyInternetGatewayId",
  },
  "nat-gateway": {
    type: "AWS::EC2::NatGateway",
    operation: "DescribeNatGateways",
    list: "/NatGateways",
    member: "NatGatewayId",
  },
  peering: {
    type: "AWS::EC2::VPCPeeringConnection",
    operation: "DescribeVpcPeeringConnections",
    list: "/VpcPeeringConnections",
    member: "VpcPeeringConnectionId",
  },
  "transit-gateway": {
    type: "AWS::EC2::TransitGateway",
    operation: "DescribeTransitGateways",
    list: "/TransitGateways",
    member: "TransitGatewayId",
  },
  endpoint: {
    type: "AWS::EC2::VPCEndpoint",
    operation: "DescribeVpcEndpoints",
    list: "/VpcEndpoints",
    member: "VpcEndpointId",
  },
  "vpn-gateway": {
    type: "AWS::EC2::VPNGateway",
    operation: "DescribeVpnGateways",
    list: "/VpnGateways",
    member: "VpnGatewayId",
  },
  interface: {
    type: "AWS::EC2::NetworkInterface",
    operation: "DescribeNetworkInterfaces",
    list: "/NetworkInterfaces",
    member: "NetworkInterfaceId",
  },
} as const satisfies Record<string, TargetKind>;

/** The route as evidence. */
export function citeRoute({ facts, table, routed }: Pick<Routing, "facts" | "table" | "routed">): Evidence {
  return facts.cite(table, toPointer("Routes", routed.route.index));
}

/** The route table's own step: this route takes the packet. */
export function routePasses(routing: Routing, towards: string): Step {
  const { table, routed, phase, explicit, subnet } = routing;
  const own = explicit ? "" : ` (main table, ${subnet.id} has no association)`;
  return passes({
    component: table,
    direction: outward(phase),
    stage: routeStage(phase),
    rule: routed.route.data,
    why: `${routed.route.destination} leads to ${towards}${own}`,
    evidence: [citeRoute(routing)],
  });
}

/** The winning route leads where the destination is not. */
export function routeWrong(routing: Routing, why: string): Step {
  const { table, routed, phase, explicit, subnet, vpcId, from, to } = routing;
  return blocks(
    {
      component: table,
      direction: outward(phase),
      stage: routeStage(phase),
      rule: routed.route.data,
      why,
      evidence: [citeRoute(routing)],
    },
    {
      kind: "route",
      table,
      explicit,
      subnetId: subnet.id,
      vpcId,
      destination: routed.part,
      problem: "wrong",
      routeIndex: routed.route.index,
      towards: to,
      from,
      answering: phase === "return",
    },
  );
}

/** The target of the route, if it was read; else what its absence means: a black hole where the list is complete, unknown otherwise. */
export function targetOrStep(
  routing: Routing,
  kind: TargetKind,
  stage: number,
): { readonly target: Resource } | { readonly step: Step } {
  const { facts, routed, phase, table, vpcId } = routing;
  const target = facts.get(kind.type, routed.route.id);
  if (target) return { target };
  const component: ResourceRef = { type: kind.type, id: routed.route.id };
  const direction = outward(phase);
  const read = completeRead(facts, kind.operation);
  if (!read && routed.route.data["State"] !== "blackhole") {
    const why = `${routed.route.id} could not be read`;
    return {
      step: unknown(
        { component, direction, stage, why, evidence: [citeRoute(routing)] },
        missingRead(facts, kind.operation),
      ),
    };
  }
  const step = blocks(
    {
      component,
      direction,
      stage,
      why: `${routed.route.destination} leads to ${routed.route.id}, which no longer exists`,
      evidence: [citeRoute(routing), ...absent(facts, read, kind, routed.route.id)],
    },
    { kind: "gateway", gateway: component, problem: "gone", table, vpcId, routeIndex: routed.route.index },
  );
  return { step };
}

function absent(facts: Facts, read: Read | undefined, kind: TargetKind, id: string): readonly Evidence[] {
  return read ? facts.citeAbsence(read, kind.list, `[?${kind.member}=='${id}']`) : [];
}

/** The gateway is there but does not work. */
export function gatewayBroken(
  routing: Routing,
  gateway: Resource,
  stage: number,
  problem: "gone" | "detached" | "state",
  why: string,
  evidence: readonly Evidence[],
): Step {
  const { phase, table, vpcId, routed } = routing;
  return blocks(
    {
      component: gateway,
      direction: outward(phase),
      stage,
      why,
      evidence: [...evidence, citeRoute(routing)],
    },
    { kind: "gateway", gateway: refOf(gateway), problem, table, vpcId, routeIndex: routed.route.index },
  );
}

/** A way that ends here. */
export function nowhere(routing: Pick<Routing, "from">, ...steps: readonly Step[]): Way {
  return {
    steps,
    kind: steps.some((step) => step.hop.verdict === "unknown") ? "opaque" : "nowhere",
    sender: routing.from,
    keepsGroups: true,
  };
}
