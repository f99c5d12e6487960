import type { Resource } from "../../core/facts.ts";
import type { Json } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { covers, rangesOf } from "./address-range.ts";
import {
  gatewayBroken,
  nowhere,
  routePasses,
  routeWrong,
  targetKinds,
  targetOrStep,
} from "./gateway-route.ts";
import { formatSet } from "./security-group.ts";
import { passes, stages, unknown } from "./step.ts";
import { outward } from "./way.ts";
import type { Routing, Way } from "./way.ts";

const stage = stages.transit;

/** Through a peering: it must be active and end in the destination's VPC; it leads no further than there (VPC Peering Guide, Limitations). */
export function throughPeering(routing: Routing): Way {
  const { facts, from, to, routed, vpcId, phase } = routing;
  const found = targetOrStep(routing, targetKinds.peering, stage);
  if ("step" in found) return { ...nowhere(routing, found.step), gatewayId: routed.route.id };
  const peering = found.target;
  const status = text(peering.data["Status"], "Code");
  const far = farSide(peering, vpcId);
  const direction = outward(phase);
  const why = `${routed.route.destination} leads to it, and it is ${status}`;
  const state =
    status === "active"
      ? passes({
          component: peering,
          direction,
          stage,
          why: "active",
          evidence: [facts.cite(peering, "/Status")],
        })
      : gatewayBroken(
          routing,
          peering,
          stage,
          ["deleted", "deleting", "expired", "rejected", "failed"].includes(status) ? "gone" : "state",
          why,
          [facts.cite(peering, "/Status")],
        );
  const sameRegion = sideRegion(peering, "AccepterVpcInfo") === sideRegion(peering, "RequesterVpcInfo");
  const way: Way = {
    steps: [routePasses(routing, peering.id), state],
    kind: "peering",
    sender: from,
    keepsGroups: sameRegion,
    gatewayId: peering.id,
  };
  if (!isObject(far))
    return {
      ...nowhere(routing, routeWrong(routing, `${peering.id} does not start in ${vpcId}`)),
      gatewayId: peering.id,
    };
  if (to.vpcId === text(far, "VpcId")) return way;
  const beyond = farAddresses(far);
  if (to.where === "outside" && beyond.length > 0 && covers(beyond, routed.part)) {
    const owner = text(far, "OwnerId");
    const missing = {
      read: "ec2:DescribeRouteTables",
      why: `${text(far, "VpcId")} belongs to account ${owner} in ${text(far, "Region")}; its side cannot be read from here`,
    };
    return {
      ...way,
      steps: [
        ...way.steps,
        unknown(
          {
            component: { type: "AWS::EC2::VPC", id: text(far, "VpcId") },
            direction: phase === "request" ? "in" : "return-in",
            stage: stage + 1,
            why: missing.why,
            evidence: [facts.cite(peering)],
          },
          missing,
        ),
      ],
      kind: "opaque",
    };
  }
  // A dead peering tells less and less of its sides: its own state says enough.
  if (status !== "active") return way;
  return {
    ...way,
    ...nowhere(
      routing,
      routeWrong(
        routing,
        `${peering.id} ends in ${text(far, "VpcId")} and leads no further, so not to ${formatSet(routed.part)}`,
      ),
    ),
    gatewayId: peering.id,
  };
}

function farSide(peering: Resource, vpcId: string): Json | undefined {
  const sides = [peering.data["RequesterVpcInfo"], peering.data["AccepterVpcInfo"]];
  const near = sides.findIndex((side) => text(side, "VpcId") === vpcId);
  return near === -1 ? undefined : sides[1 - near];
}

function sideRegion(peering: Resource, side: string): string {
  return text(peering.data[side], "Region");
}

function farAddresses(far: Json): ReturnType<typeof rangesOf> {
  return rangesOf([
    text(far, "CidrBlock"),
    ...objects(far, "CidrBlockSet").map((one) => text(one, "CidrBlock")),
    ...objects(far, "Ipv6CidrBlockSet").map((one) => text(one, "Ipv6CidrBlock")),
  ]);
}
