import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { covers, intersect, parseRange, sizeOf, subtract } from "./address-range.ts";
import type { AddressSet } from "./address-range.ts";
import { gatewayBroken, nowhere, routePasses, targetKinds, targetOrStep } from "./gateway-route.ts";
import { completeRead, missingRead } from "./known.ts";
import { aclStep } from "./network-acl.ts";
import type { Place } from "./place.ts";
import { vpcAddresses } from "./route-table.ts";
import { formatSet } from "./security-group.ts";
import { blocks, passes, stages, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { answerPacket } from "./traffic.ts";
import type { Packet } from "./traffic.ts";
import { outward } from "./way.ts";
import type { Routing, Way, WayInput } from "./way.ts";

const stage = stages.transit;

/** Through a transit gateway, by the route of a subnet's table. */
export function throughTransitGateway(routing: Routing): Way {
  const { routed } = routing;
  const found = targetOrStep(routing, targetKinds["transit-gateway"], stage);
  if ("step" in found) return { ...nowhere(routing, found.step), gatewayId: routed.route.id };
  const gateway = found.target;
  const state = text(gateway.data, "State");
  if (state !== "available") {
    const why = `${routed.route.destination} leads to it, and it is ${state}`;
    return {
      ...nowhere(
        routing,
        gatewayBroken(routing, gateway, stage, "state", why, [routing.facts.cite(gateway, "/State")]),
      ),
      gatewayId: gateway.id,
    };
  }
  const way = acrossTransitGateway({ ...routing, gateway, vpcId: routing.vpcId });
  return { ...way, steps: [routePasses(routing, gateway.id), ...way.steps] };
}

export interface Crossing extends WayInput {
  readonly gateway: Resource;
  readonly vpcId: string;
}

/**
 * From one VPC's attachment to the other's: both available, the subnet's zone among the attachment's, the attachment associated with a
 * table, and that table's most specific route leading to the other's attachment (Transit Gateways Guide, How transit gateways work; Routing).
 */
export function acrossTransitGateway(crossing: Crossing): Way {
  const { facts, from, to, gateway, vpcId, phase, request } = crossing;
  const direction = outward(phase);
  const enters = attachmentOf(facts, gateway.id, vpcId);
  const way: Way = {
    steps: [],
    kind: "transit",
    sender: from,
    keepsGroups: text(gateway.data["Options"], "SecurityGroupReferencingSupport") === "enable",
    gatewayId: gateway.id,
  };
  if (!enters) {
    const read = completeRead(facts, "DescribeTransitGatewayVpcAttachments");
    const query = `[?VpcId=='${vpcId}' && TransitGatewayId=='${gateway.id}']`;
    const step = read
      ? blocks({
          component: gateway,
          direction,
          stage,
          why: `${vpcId} has no attachment to it`,
          evidence: facts.citeAbsence(read, "/TransitGatewayVpcAttachments", query),
        })
      : unknown(
          { component: gateway, direction, stage, why: "its attachments are not known", evidence: [] },
          missingRead(facts, "DescribeTransitGatewayVpcAttachments"),
        );
    return { ...way, steps: [step] };
  }
  const near = attachmentSteps(crossing, enters, from);
  const routed = tableSteps(crossing, enters);
  const leaves = to.vpcId === undefined ? undefined : attachmentOf(facts, gateway.id, to.vpcId);
  const acls = phase === "request" ? aclSteps(crossing, enters, leaves, request) : [];
  return {
    ...way,
    steps: [...near, ...routed.steps, ...acls],
    kind: routed.opaque ? "opaque" : "transit",
    skipsAclOf: sharedSubnets(from, to, enters, leaves),
  };
}

export function attachmentOf(facts: Facts, gatewayId: string, vpcId: string): Resource | undefined {
  const own = facts
    .all("AWS::EC2::TransitGatewayVpcAttachment")
    .filter((one) => text(one.data, "TransitGatewayId") === gatewayId && text(one.data, "VpcId") === vpcId);
  return (
    own.find((one) => text(one.data, "State") === "available") ??
    own.find((one) => text(one.data, "State") !== "deleted") ??
    own[0]
  );
}

function attachmentSteps({ facts, phase }: Crossing, attachment: Resource, place: Place): readonly Step[] {
  const direction = outward(phase);
  const state = text(attachment.data, "State");
  if (state !== "available")
    return [
      blocks({
        component: attachment,
        direction,
        stage,
        why: `the attachment is ${state}`,
        evidence: [facts.cite(attachment, "/State")],
      }),
    ];
  const zone = text(place.subnet?.data, "AvailabilityZone");
  const zones = strings(attachment.data, "SubnetIds").flatMap(
    (id) => text(facts.get("AWS::EC2::Subnet", id)?.data, "AvailabilityZone") || [],
  );
  if (zone !== "" && zones.length > 0 && !zones.includes(zone)) {
    const why = `the attachment has no subnet in ${zone}, so nothing there reaches the transit gateway`;
    return [
      blocks({
        component: attachment,
        direction,
        stage,
        why,
        evidence: [facts.cite(attachment, "/SubnetIds")],
      }),
    ];
  }
  return [
    passes({
      component: attachment,
      direction,
      stage,
      why: "available",
      evidence: [facts.cite(attachment, "/State")],
    }),
  ];
}

interface TableVerdict {
  readonly steps: readonly Step[];
  readonly opaque: boolean;
}

function tableSteps(crossing: Crossing, enters: Resource): TableVerdict {
  const { facts, to, phase, gateway } = crossing;
  const direction = outward(phase);
  const general = facts.get("AWS::EC2::TransitGatewayAttachment", enters.id);
  const association = general?.data["Association"];
  const tableId = text(association, "TransitGatewayRouteTableId");
  if (!general)
    return {
      steps: [
        unknown(
          { component: enters, direction, stage, why: "its route table is not known", evidence: [] },
          missingRead(facts, "DescribeTransitGatewayAttachments"),
        ),
      ],
      opaque: true,
    };
  if (tableId === "" || text(association, "State").startsWith("disassociat")) {
    const why =
      "the attachment is associated with no transit gateway route table, so what it sends is dropped";
    return {
      steps: [blocks({ component: enters, direction, stage, why, evidence: [facts.cite(general)] })],
      opaque: false,
    };
  }
  const table = facts.get("AWS::EC2::TransitGatewayRouteTable", tableId);
  const component = table ?? { type: "AWS::EC2::TransitGatewayRouteTable", id: tableId };
  const read = completeRead(facts, "SearchTransitGatewayRoutes", "ec2", {
    TransitGatewayRouteTableId: tableId,
  });
  const truncated = read?.pages.some(
    ({ response }) =>
      typeof response === "object" &&
      response !== null &&
      "AdditionalRoutesAvailable" in response &&
      response.AdditionalRoutesAvailable === true,
  );
  if (!read || truncated) {
    const missing = missingRead(facts, "SearchTransitGatewayRoutes", "ec2", {
      TransitGatewayRouteTableId: tableId,
    });
    return {
      steps: [
        unknown({ component, direction, stage, why: "its routes are not known", evidence: [] }, missing),
      ],
      opaque: true,
    };
  }
  const parts = splitByRoutes(facts, tableId, to.addresses);
  const verdicts = parts.map(({ part, route }) =>
    routeVerdict(crossing, component, part, route, () =>
      facts.citeAbsence(read, "/Routes", `[?DestinationCidrBlock=='${formatSet(to.addresses)}']`),
    ),
  );
  return {
    steps: verdicts,
    opaque: verdicts.some((step) => step.hop.verdict === "unknown" && step.hop.component.id !== gateway.id),
  };
}

function routeVerdict(
  crossing: Crossing,
  component: Parameters<typeof passes>[0]["component"],
  part: AddressSet,
  route: Resource | undefined,
  absence: () => readonly Evidence[],
): Step {
  const { facts, gateway, to, phase } = crossing;
  const direction = outward(phase);
  const input = { component, direction, stage: stage + 1 };
  if (!route) return blocks({ ...input, why: `no route to ${formatSet(part)}`, evidence: absence() });
  const destination = text(route.data, "DestinationCidrBlock");
  const evidence = [facts.cite(route)];
  if (text(route.data, "State") === "blackhole")
    return blocks({ ...input, why: `${destination} is a black hole`, evidence, rule: route.data });
  const [target] = objects(route.data, "TransitGatewayAttachments");
  const attachment = target
    ? facts.get("AWS::EC2::TransitGatewayVpcAttachment", text(target, "TransitGatewayAttachmentId"))
    : impliedAttachment(crossing, part);
  const attachmentId = attachment?.id ?? text(target, "TransitGatewayAttachmentId");
  if (!attachment) {
    const kind = text(target, "ResourceType");
    if (
      kind === "vpc" &&
      completeRead(facts, "DescribeTransitGatewayVpcAttachments") &&
      text(facts.get("AWS::EC2::TransitGatewayAttachment", attachmentId)?.data, "ResourceOwnerId") ===
        facts.account
    ) {
      return blocks({
        ...input,
        why: `${destination} leads to ${attachmentId}, which no longer exists`,
        evidence,
        rule: route.data,
      });
    }
    const why = `${destination} leads to ${attachmentId} (${kind}), and what lies behind it is not read here`;
    return unknown({ ...input, why, evidence, rule: route.data }, { key: attachmentId, why });
  }
  const state = text(attachment.data, "State");
  if (state !== "available")
    return blocks({
      ...input,
      component: attachment,
      why: `${destination} leads to it, and it is ${state}`,
      evidence: [...evidence, facts.cite(attachment, "/State")],
    });
  const vpcId = text(attachment.data, "VpcId");
  if (to.vpcId === vpcId && text(attachment.data, "TransitGatewayId") === gateway.id)
    return passes({
      ...input,
      why: `${destination} leads to ${attachmentId} of ${vpcId}`,
      evidence,
      rule: route.data,
    });
  const why = `${destination} leads to ${attachmentId} of ${vpcId}`;
  if (to.vpcId !== undefined)
    return blocks({ ...input, why: `${why} and not to ${to.vpcId}`, evidence, rule: route.data });
  return unknown(
    { ...input, why: `${why}; the way from there on is not followed`, evidence, rule: route.data },
    { key: attachmentId, why: "the way beyond this VPC is not followed" },
  );
}

/** An active route that names no attachment in the answer leads to the one whose VPC has the addresses, if there is only one such. */
function impliedAttachment({ facts, gateway }: Crossing, part: AddressSet): Resource | undefined {
  const holding = facts
    .all("AWS::EC2::TransitGatewayVpcAttachment")
    .filter(
      (one) =>
        text(one.data, "TransitGatewayId") === gateway.id &&
        covers(vpcAddresses(facts, text(one.data, "VpcId")), part),
    );
  return holding.length === 1 ? holding[0] : undefined;
}

/** Longest prefix first; of equal ones static before propagated (Transit Gateways Guide, Route evaluation order). */
function splitByRoutes(
  facts: Facts,
  tableId: string,
  destination: AddressSet,
): readonly { readonly part: AddressSet; readonly route?: Resource }[] {
  const routes = facts
    .all("AWS::EC2::TransitGatewayRoute")
    .filter((route) => route.id.startsWith(`${tableId} `))
    .flatMap((route) => {
      const range = parseRange(text(route.data, "DestinationCidrBlock"));
      return range && text(route.data, "State") !== "deleted" ? [{ route, range }] : [];
    })
    .toSorted(
      (a, b) =>
        Number(sizeOf(a.range) - sizeOf(b.range)) ||
        Number(text(a.route.data, "Type") === "propagated") -
          Number(text(b.route.data, "Type") === "propagated"),
    );
  let rest = destination;
  const parts: { part: AddressSet; route?: Resource }[] = [];
  for (const { route, range } of routes) {
    const part = intersect(rest, [range]);
    if (part.length === 0) continue;
    parts.push({ part, route });
    rest = subtract(rest, [range]);
  }
  return rest.length > 0 ? [...parts, { part: rest }] : parts;
}

/** Subnets in which an interface and the attachment share the ACL: what comes in from the gateway is not judged there. */
function sharedSubnets(
  from: Place,
  to: Place,
  enters: Resource,
  leaves: Resource | undefined,
): readonly string[] {
  const near = strings(enters.data, "SubnetIds").filter((id) => id === from.subnet?.id);
  return [...near, ...strings(leaves?.data, "SubnetIds").filter((id) => id === to.subnet?.id)];
}

/**
 * ACLs of the attachments' subnets: inbound rules meet what the instances send, outbound rules what the gateway delivers
 * (Transit Gateways Guide, Network ACLs). Both the request and the answer are judged here.
 */
function aclSteps(
  { facts, from, to }: Crossing,
  enters: Resource,
  leaves: Resource | undefined,
  request: Packet,
): readonly Step[] {
  const answer = answerPacket(request, from.client);
  const near = attachmentSubnet(facts, enters, from);
  const far = leaves && attachmentSubnet(facts, leaves, to);
  const common = { facts, stage: stage + 1 };
  return [
    ...(near
      ? [aclStep({ ...common, subnet: near, egress: false, packet: request, remote: from, direction: "out" })]
      : []),
    ...(near && near.id !== from.subnet?.id
      ? [
          aclStep({
            ...common,
            subnet: near,
            egress: true,
            packet: answer,
            remote: from,
            direction: "return-in",
          }),
        ]
      : []),
    ...(far && far.id !== to.subnet?.id
      ? [aclStep({ ...common, subnet: far, egress: true, packet: request, remote: to, direction: "in" })]
      : []),
    ...(far
      ? [
          aclStep({
            ...common,
            subnet: far,
            egress: false,
            packet: answer,
            remote: to,
            direction: "return-out",
          }),
        ]
      : []),
  ];
}

/** The attachment's subnet in the zone of the place: a gateway keeps to the zone. */
function attachmentSubnet(facts: Facts, attachment: Resource, place: Place): Resource | undefined {
  const subnets = strings(attachment.data, "SubnetIds").flatMap(
    (id) => facts.get("AWS::EC2::Subnet", id) ?? [],
  );
  const zone = text(place.subnet?.data, "AvailabilityZone");
  return (
    subnets.find((subnet) => subnet.id === place.subnet?.id) ??
    subnets.find((subnet) => text(subnet.data, "AvailabilityZone") === zone)
  );
}
