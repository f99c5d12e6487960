import type { Direction, Missing, PathHop } from "../../core/record/explain-record.ts";
import type { Resource } from "../../core/facts.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import type { Json } from "../../core/json/json.ts";
import type { AddressSet } from "./address-range.ts";
import type { Place } from "./place.ts";
import type { Packet } from "./traffic.ts";

/** Why a step blocks, in the terms that a fix and a finding need. */
export type Cause =
  | {
      readonly kind: "security-group";
      readonly group: Resource;
      readonly egress: boolean;
      readonly packet: Packet;
      readonly local: Place;
      readonly remote: Place;
    }
  | {
      readonly kind: "network-acl";
      readonly acl: Resource;
      readonly egress: boolean;
      readonly packet: Packet;
      readonly denied: AddressSet;
      readonly remote: AddressSet;
      readonly subnetId: string;
    }
  | {
      readonly kind: "route";
      readonly table: Resource;
      /** False where the subnet has no association of its own and falls back to the main table. */
      readonly explicit: boolean;
      readonly subnetId: string;
      readonly vpcId: string;
      readonly destination: AddressSet;
      /** `absent`: no route matches; `wrong`: the route that matches leads where the destination is not. */
      readonly problem: "absent" | "wrong";
      readonly routeIndex?: number;
      /** The other end, where it is a place in a VPC. */
      readonly towards: Place;
      readonly from: Place;
      /** True where the route is the answer's. */
      readonly answering: boolean;
    }
  | {
      readonly kind: "gateway";
      readonly gateway: ResourceRef;
      readonly problem: "gone" | "detached" | "state";
      readonly table: Resource;
      readonly vpcId: string;
      readonly routeIndex: number;
    }
  | {
      readonly kind: "nat-subnet";
      readonly gateway: Resource;
      readonly subnetId: string;
      readonly table: Resource;
      readonly vpcId: string;
    }
  | { readonly kind: "nat-kind"; readonly gateway: Resource; readonly vpcId: string }
  | { readonly kind: "no-public-address"; readonly place: Place; readonly vpcId: string }
  | {
      readonly kind: "subject";
      readonly problem: SubjectProblem;
      readonly place: Place;
      readonly pointer: string;
    }
  | { readonly kind: "other" };

export type SubjectProblem =
  | "not-running"
  | "no-listener"
  | "other-port"
  | "takes-no-connections"
  | "outside-vpc"
  | "no-targets"
  | "detached";

/** Where on the way a step stands, counted from the source; return steps have the place that their component has. */
export const stages = {
  sourceSubject: 0,
  sourceGroups: 1,
  sourceAcl: 2,
  sourceRoute: 3,
  transit: 4,
  destinationRoute: 8,
  destinationAcl: 9,
  destinationGroups: 10,
  destinationSubject: 11,
  targets: 12,
} as const;

/** A hop with what code needs to know of it. */
export interface Step {
  readonly hop: PathHop;
  readonly stage: number;
  readonly cause?: Cause;
  readonly missing: readonly Missing[];
}

export interface StepInput {
  readonly component: Resource | ResourceRef;
  readonly direction: Direction;
  readonly stage: number;
  readonly why: string;
  readonly evidence: readonly Evidence[];
  readonly rule?: Json | undefined;
}

export function passes(input: StepInput): Step {
  return { hop: hopOf(input, "passes"), stage: input.stage, missing: [] };
}

export function blocks(input: StepInput, cause: Cause = { kind: "other" }): Step {
  return { hop: hopOf(input, "blocks"), stage: input.stage, cause, missing: [] };
}

export function unknown(input: StepInput, ...missing: readonly Missing[]): Step {
  return { hop: hopOf(input, "unknown"), stage: input.stage, missing };
}

function hopOf(
  { component, direction, why, evidence, rule }: StepInput,
  verdict: PathHop["verdict"],
): PathHop {
  return {
    component: referenceTo(component),
    direction,
    verdict,
    ...(rule !== undefined && { rule }),
    why,
    evidence: [...evidence],
  };
}

function referenceTo({ type, id, name, arn, region, account }: Resource | ResourceRef): ResourceRef {
  return {
    type,
    id,
    ...(name !== undefined && { name }),
    ...(arn !== undefined && { arn }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
  };
}
