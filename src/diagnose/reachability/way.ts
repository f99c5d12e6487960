import type { Direction } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { Place } from "./place.ts";
import type { Routed } from "./route-table.ts";
import { stages } from "./step.ts";
import type { Step } from "./step.ts";
import type { Packet } from "./traffic.ts";

/** How packets get from one place to another, seen from the place that they leave. */
export interface Way {
  readonly steps: readonly Step[];
  readonly kind: "local" | "peering" | "transit" | "internet" | "service" | "nowhere" | "opaque";
  /** What the far end takes for the sender: a NAT gateway where one translates. */
  readonly sender: Place;
  /** Rules that reference the other end's groups work across this way. */
  readonly keepsGroups: boolean;
  /** The transit gateway or peering that the route names. */
  readonly gatewayId?: string;
  /** Packets that come in from a transit gateway in the same subnet do not meet the subnet's ACL. */
  readonly skipsAclOf?: readonly string[];
}

export interface WayInput {
  readonly facts: Facts;
  readonly from: Place;
  readonly to: Place;
  readonly request: Packet;
  /** What the answer looks like where it arrives at `from`. */
  readonly phase: "request" | "return";
  /** NAT gateways passed so far. */
  readonly passed: readonly string[];
}

/** A route of a table, and everything that one needs to judge what stands behind it. */
export interface Routing extends WayInput {
  readonly table: Resource;
  readonly explicit: boolean;
  readonly subnet: Resource;
  readonly vpcId: string;
  readonly routed: Routed & { readonly route: NonNullable<Routed["route"]> };
}

export function outward(phase: WayInput["phase"]): Direction {
  return phase === "request" ? "out" : "return-out";
}

/** Stage of a route table: near the source for requests, near the destination for answers. */
export function routeStage(phase: WayInput["phase"]): number {
  return phase === "request" ? stages.sourceRoute : stages.destinationRoute;
}
