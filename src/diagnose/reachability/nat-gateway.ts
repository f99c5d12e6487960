import type { Facts, Resource } from "../../core/facts.ts";
import { objects, text } from "../../facts/reader.ts";
import { covers, rangesOf } from "./address-range.ts";
import {
  citeRoute,
  gatewayBroken,
  nowhere,
  routePasses,
  routeWrong,
  targetKinds,
  targetOrStep,
} from "./gateway-route.ts";
import { missingRead } from "./known.ts";
import { aclStep } from "./network-acl.ts";
import type { Place } from "./place.ts";
import { formatSet } from "./security-group.ts";
import { blocks, passes, stages, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { answerPacket } from "./traffic.ts";
import { outward } from "./way.ts";
import type { Routing, Way, WayInput } from "./way.ts";

const stage = stages.transit;

/**
 * Through a NAT gateway: it must be available, its own subnet's ACL must let both legs in and out, and its subnet's routes lead on
 * (VPC User Guide, NAT gateways). `onward` finds the way from its subnet.
 */
export function throughNatGateway(routing: Routing, onward: (input: WayInput) => Way): Way {
  const { facts, from, routed, phase, passed } = routing;
  const found = targetOrStep(routing, targetKinds["nat-gateway"], stage);
  if ("step" in found) return nowhere(routing, found.step);
  const gateway = found.target;
  if (phase === "return")
    return nowhere(
      routing,
      routeWrong(
        routing,
        `the answer would leave by ${gateway.id}, which drops it: the connection did not start through it`,
      ),
    );
  if (passed.includes(gateway.id)) return nowhere(routing, natInPrivateSubnet(routing, gateway, from));
  const state = text(gateway.data, "State");
  const place = placeOf(facts, gateway);
  if (state !== "available") {
    const why = `${routed.route.destination} leads to it, and it is ${state}`;
    return nowhere(
      routing,
      gatewayBroken(
        routing,
        gateway,
        stage,
        state === "deleted" || state === "deleting" ? "gone" : "state",
        why,
        [facts.cite(gateway, "/State")],
      ),
    );
  }
  const here = passes({
    component: gateway,
    direction: outward(phase),
    stage,
    why: `available, in ${text(gateway.data, "SubnetId")}`,
    evidence: [facts.cite(gateway, "/State"), facts.cite(gateway, "/SubnetId")],
  });
  const head = [routePasses(routing, gateway.id), here];
  if (!place?.subnet)
    return {
      ...nowhere(
        routing,
        ...head,
        unknown(
          {
            component: gateway,
            direction: outward(phase),
            stage,
            why: "its subnet could not be read",
            evidence: [],
          },
          missingRead(facts, "DescribeSubnets"),
        ),
      ),
      sender: from,
    };
  const way = onward({ ...routing, from: place, passed: [...passed, gateway.id] });
  // The internet's gateways carry no private addresses: where the translation leads nowhere, the route that should go elsewhere is missing here.
  if (
    routing.to.where !== "internet" &&
    way.kind === "nowhere" &&
    text(gateway.data, "ConnectivityType") !== "private"
  )
    return nowhere(
      routing,
      routeWrong(
        routing,
        `only ${routed.route.destination} matches ${formatSet(routed.part)}, and it leads to ${gateway.id}, from whose subnet no way leads there`,
      ),
    );
  return {
    ...way,
    steps: [...head, ...aclSteps(routing, place, place.subnet), ...blamed(routing, gateway, way)],
    sender: way.sender,
    keepsGroups: false,
  };
}

/** Answers leave for the NAT gateway's own port; on its inner side they leave for the client's. */
function aclSteps({ facts, from, to, request }: Routing, nat: Place, subnet: Resource): readonly Step[] {
  const step = stages.transit + 1;
  const common = { facts, subnet, stage: step };
  const inner =
    from.subnet?.id === subnet.id
      ? []
      : [
          aclStep({ ...common, egress: false, packet: request, remote: from, direction: "out" }),
          aclStep({
            ...common,
            egress: true,
            packet: answerPacket(request, from.client),
            remote: from,
            direction: "return-in",
          }),
        ];
  if (to.subnet?.id === subnet.id) return inner;
  return [
    ...inner,
    aclStep({ ...common, egress: true, packet: request, remote: to, direction: "out" }),
    aclStep({
      ...common,
      egress: false,
      packet: answerPacket(request, nat.client),
      remote: to,
      direction: "return-in",
    }),
  ];
}

/** Where the gateway's own subnet sends the packet back to it, the gateway is in the wrong subnet. */
function natInPrivateSubnet(routing: Routing, gateway: Resource, place: Place): Step {
  const { facts, table, vpcId, phase, subnet, routed } = routing;
  const why = `it sits in ${subnet.id}, whose route ${routed.route.destination} leads to ${gateway.id} and not to an internet gateway`;
  return blocks(
    {
      component: place.owner ?? gateway,
      direction: outward(phase),
      stage,
      why,
      evidence: [facts.cite(gateway, "/SubnetId"), citeRoute(routing)],
    },
    { kind: "nat-subnet", gateway: place.owner ?? gateway, subnetId: subnet.id, table, vpcId },
  );
}

/** A private NAT gateway leads to no internet gateway: the fault is its kind (VPC User Guide, NAT gateways: connectivity type). */
function blamed({ facts, to, vpcId, phase }: Routing, gateway: Resource, way: Way): readonly Step[] {
  if (
    text(gateway.data, "ConnectivityType") !== "private" ||
    way.kind !== "internet" ||
    to.where !== "internet"
  )
    return way.steps;
  const block = blocks(
    {
      component: gateway,
      direction: outward(phase),
      stage,
      why: "it is a private NAT gateway: it has no public address",
      evidence: [facts.cite(gateway, "/ConnectivityType")],
    },
    { kind: "nat-kind", gateway, vpcId },
  );
  return [...way.steps.filter((step) => step.hop.component.id !== gateway.id), block];
}

export function placeOf(facts: Facts, gateway: Resource): Place | undefined {
  const subnet = facts.get("AWS::EC2::Subnet", text(gateway.data, "SubnetId"));
  const addresses = objects(gateway.data, "NatGatewayAddresses");
  const primary = addresses.find((one) => one["IsPrimary"] === true) ?? addresses[0];
  const own = rangesOf([text(primary, "PrivateIp")]);
  const inside = subnet ? rangesOf([text(subnet.data, "CidrBlock")]) : [];
  const isPrivate = text(gateway.data, "ConnectivityType") === "private";
  // The address as told, unless nothing was told or it cannot be there: then one of the subnet's.
  const certain = own.length > 0 && (inside.length === 0 || covers(inside, own));
  return {
    where: "subnet",
    ...(subnet && { subnet }),
    vpcId: text(gateway.data, "VpcId"),
    addresses: certain ? own : inside,
    all: certain,
    client: "nat-gateway",
    owner: gateway,
    publicAddress: {
      has: isPrivate ? "no" : "yes",
      why: isPrivate
        ? "a private NAT gateway has no public address"
        : "a public NAT gateway has an Elastic IP address",
      evidence: [facts.cite(gateway, "/NatGatewayAddresses")],
      ...(!isPrivate &&
        text(primary, "PublicIp") !== "" && { addresses: rangesOf([text(primary, "PublicIp")]) }),
    },
  };
}
