import { objects, text } from "../../facts/reader.ts";
import { isPublic } from "./address-range.ts";
import {
  gatewayBroken,
  nowhere,
  routePasses,
  routeWrong,
  targetKinds,
  targetOrStep,
} from "./gateway-route.ts";
import { citeQuery } from "./known.ts";
import { formatSet } from "./security-group.ts";
import { blocks, passes, stages, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { outward } from "./way.ts";
import type { Routing, Way } from "./way.ts";

const stage = stages.transit + 2;

/**
 * Through an internet gateway: it must be attached to this VPC, and for IPv4 the interface needs a public address, for the gateway only
 * translates (VPC User Guide, Internet gateways).
 */
export function throughInternetGateway(routing: Routing): Way {
  const { from, to, routed, vpcId, request, phase } = routing;
  if (to.where !== "internet" || !isPublic(routed.part)) {
    return nowhere(
      routing,
      routeWrong(
        routing,
        `only ${routed.route.destination} matches ${formatSet(routed.part)}, and it leads to ${routed.route.id}, which carries no private addresses`,
      ),
    );
  }
  const found = targetOrStep(routing, targetKinds["internet-gateway"], stage);
  if ("step" in found)
    return {
      ...nowhere(routing, found.step, ...addressSteps(routing)),
      kind: "internet",
      sender: seenFromOutside(routing),
    };
  const gateway = found.target;
  const attached = objects(gateway.data, "Attachments").find(
    (one) =>
      text(one, "VpcId") === vpcId && ["available", "attached", "attaching"].includes(text(one, "State")),
  );
  const evidence = [citeQuery(gateway, "/Attachments", `[?VpcId=='${vpcId}']`)];
  const why = attached
    ? `attached to ${vpcId}`
    : `${routed.route.destination} leads to it, but it is not attached to ${vpcId}`;
  const step = attached
    ? passes({ component: gateway, direction: outward(phase), stage, why, evidence })
    : gatewayBroken(routing, gateway, stage, "detached", why, evidence);
  const addressed = request.family === 4 ? addressSteps(routing) : [];
  return {
    steps: [routePasses(routing, gateway.id), step, ...addressed],
    kind: "internet",
    sender: seenFromOutside({ from }),
    keepsGroups: false,
  };
}

/** Over IPv4 an interface without a public address neither reaches the internet nor is reached from it. */
export function addressSteps({
  from,
  phase,
  vpcId,
}: Pick<Routing, "from" | "phase" | "vpcId">): readonly Step[] {
  const holder = from.owner ?? from.subnet;
  const address = from.publicAddress;
  if (!address || !holder) return [];
  const input = {
    component: holder,
    direction: outward(phase),
    stage:
      from.client === "nat-gateway"
        ? stages.transit
        : phase === "request"
          ? stages.sourceSubject
          : stages.destinationSubject,
    why: address.why,
    evidence: address.evidence,
  };
  if (address.has === "yes") return [passes(input)];
  if (address.has === "unknown") return [unknown(input, { key: "public address", why: address.why })];
  return [blocks(input, { kind: "no-public-address", place: from, vpcId })];
}

function seenFromOutside({ from }: Pick<Routing, "from">): Way["sender"] {
  const addresses = from.publicAddress?.addresses;
  return { ...from, where: "internet", ...(addresses && { addresses }) };
}

/** An egress-only internet gateway carries IPv6 connections that start inside, and their answers (VPC User Guide, Egress-only internet gateways). */
export function throughEgressOnlyGateway(routing: Routing): Way {
  const { from, routed, vpcId, phase, to } = routing;
  const found = targetOrStep(routing, targetKinds["egress-only-gateway"], stage);
  if ("step" in found) return nowhere(routing, found.step);
  const gateway = found.target;
  if (phase === "return" || to.where !== "internet") {
    return nowhere(
      routing,
      routeWrong(
        routing,
        `${routed.route.destination} leads to ${gateway.id}, which lets no connection in from outside`,
      ),
    );
  }
  const attached = objects(gateway.data, "Attachments").some(
    (one) => text(one, "VpcId") === vpcId && text(one, "State").startsWith("att"),
  );
  const evidence = [citeQuery(gateway, "/Attachments", `[?VpcId=='${vpcId}']`)];
  const step = attached
    ? passes({
        component: gateway,
        direction: outward(phase),
        stage,
        why: `attached to ${vpcId}; lets connections start from inside`,
        evidence,
      })
    : gatewayBroken(routing, gateway, stage, "detached", `it is not attached to ${vpcId}`, evidence);
  return {
    steps: [routePasses(routing, gateway.id), step],
    kind: "internet",
    sender: { ...from, where: "internet" },
    keepsGroups: false,
  };
}
