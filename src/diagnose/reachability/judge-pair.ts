import type { Facts } from "../../core/facts.ts";
import { findWay } from "./find-way.ts";
import { addressSteps } from "./internet-gateway.ts";
import { aclStep } from "./network-acl.ts";
import type { Place } from "./place.ts";
import { groupSteps } from "./security-group.ts";
import { stages, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { destinationSteps, sourceSteps } from "./subject-state.ts";
import type { Packet } from "./traffic.ts";
import { answerPacket } from "./traffic.ts";
import { acrossTransitGateway } from "./transit-gateway.ts";
import type { Way } from "./way.ts";

export interface Pair {
  readonly facts: Facts;
  readonly from: Place;
  readonly to: Place;
  readonly request: Packet;
}

/** Every step of the request from one place to another and of the answer back. */
export function judgePair({ facts, from, to, request }: Pair): readonly Step[] {
  const together = from.subnet !== undefined && from.subnet.id === to.subnet?.id;
  const there: Way = together ? sameSubnet(from) : outwards({ facts, from, to, request });
  const seen = there.sender;
  const back: Way = together ? sameSubnet(to) : backwards({ facts, from, to, request }, seen);
  const skipped = [...(there.skipsAclOf ?? []), ...(back.skipsAclOf ?? [])];
  const pair = { facts, from, to, request };
  return [
    ...sourceSteps(facts, from),
    ...groupSteps({
      facts,
      local: from,
      remote: withGroups(to, there),
      packet: request,
      direction: "out",
      stage: stages.sourceGroups,
    }),
    ...(together ? [] : edge(pair, from, to, "source", skipped)),
    ...there.steps,
    ...(together ? [] : edge(pair, to, seen, "destination", skipped)),
    ...groupSteps({
      facts,
      local: to,
      remote: withGroups(seen, there),
      packet: request,
      direction: "in",
      stage: stages.destinationGroups,
    }),
    ...destinationSteps(facts, to, request),
    ...entering(pair),
    ...back.steps,
    ...unrouted(pair, there, back),
  ];
}

/** From the internet, an interface without a public IPv4 address is not there, wherever its routes lead. */
function entering({ from, to, request }: Pair): readonly Step[] {
  if (from.where !== "internet" || to.where !== "subnet" || request.family === 6) return [];
  return addressSteps({ from: to, phase: "return", vpcId: to.vpcId ?? "" });
}

function sameSubnet(place: Place): Way {
  return { steps: [], kind: "local", sender: place, keepsGroups: true };
}

/** Rules that reference groups know the other end by its groups only where the way keeps them. */
function withGroups(place: Place, way: Way): Place {
  if (way.keepsGroups) return place;
  const { groups: _, groupsUnread: __, ...rest } = place;
  return rest;
}

function outwards({ facts, from, to, request }: Pair): Way {
  if (from.where === "subnet") return findWay({ facts, from, to, request, phase: "request", passed: [] });
  if (from.where === "internet") return { steps: [], kind: "internet", sender: from, keepsGroups: false };
  const subject = from.owner ?? { type: "Address", id: "source" };
  const why = "the source lies in a network that this account does not describe";
  return {
    steps: [
      unknown(
        { component: subject, direction: "out", stage: stages.sourceRoute, why, evidence: [] },
        { key: "source network", why },
      ),
    ],
    kind: "opaque",
    sender: from,
    keepsGroups: false,
  };
}

function backwards({ facts, to, request }: Pair, seen: Place): Way {
  if (to.where !== "subnet") return sameSubnet(to);
  return findWay({ facts, from: to, to: seen, request, phase: "return", passed: [] });
}

/** The ACL at one end's subnet, for the request and for the answer. */
function edge(
  { facts, from, request }: Pair,
  here: Place,
  remote: Place,
  side: "source" | "destination",
  skipped: readonly string[],
): readonly Step[] {
  if (here.where !== "subnet" || !here.subnet) return [];
  const atSource = side === "source";
  const subnet = here.subnet;
  const stage = atSource ? stages.sourceAcl : stages.destinationAcl;
  const asking = atSource ? from : remote;
  const answer = answerPacket(request, asking.client);
  const enters = !skipped.includes(subnet.id);
  const common = { facts, subnet, remote, stage };
  return atSource
    ? [
        aclStep({ ...common, egress: true, packet: request, direction: "out" }),
        ...(enters ? [aclStep({ ...common, egress: false, packet: answer, direction: "return-in" })] : []),
      ]
    : [
        ...(enters ? [aclStep({ ...common, egress: false, packet: request, direction: "in" })] : []),
        aclStep({ ...common, egress: true, packet: answer, direction: "return-out" }),
      ];
}

/** Where one side has no route but the other one's leads over a transit gateway, that gateway's own table still counts. */
function unrouted({ facts, from, to, request }: Pair, there: Way, back: Way): readonly Step[] {
  const missing =
    there.kind === "nowhere" && back.kind === "transit"
      ? there
      : back.kind === "nowhere" && there.kind === "transit"
        ? back
        : undefined;
  const known = missing === there ? back : there;
  const gateway =
    missing && known.gatewayId !== undefined
      ? facts.get("AWS::EC2::TransitGateway", known.gatewayId)
      : undefined;
  if (!missing || !gateway) return [];
  const [start, end, phase] =
    missing === there ? ([from, to, "request"] as const) : ([to, from, "return"] as const);
  if (start.vpcId === undefined) return [];
  const crossed = acrossTransitGateway({
    facts,
    from: start,
    to: end,
    request,
    phase,
    passed: [],
    gateway,
    vpcId: start.vpcId,
  });
  return crossed.steps.filter((step) => step.hop.verdict === "blocks");
}
