import type { Missing, PathVerdict } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import { text } from "../../facts/reader.ts";
import { ofFamily } from "./address-range.ts";
import type { AddressSet, Family } from "./address-range.ts";
import type { Endpoint } from "./endpoint.ts";
import { routedAddresses } from "./find-way.ts";
import { judgePair } from "./judge-pair.ts";
import type { Place } from "./place.ts";
import { routesFor, tableOf } from "./route-table.ts";
import type { Step } from "./step.ts";
import { targetSteps } from "./load-balancer-targets.ts";
import { requestPacket } from "./traffic.ts";
import type { Packet, Protocol } from "./traffic.ts";

export interface Ends {
  readonly facts: Facts;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  readonly port: number;
  readonly through: boolean;
}

export interface Verdict {
  readonly steps: readonly Step[];
  readonly reachable: PathVerdict["reachable"];
  readonly missing: readonly Missing[];
}

/** Judges every pair of places that the two ends may have, and adds their verdicts up. */
export function judgeEnds(ends: Ends): Verdict {
  const { facts, from, to, protocol, port, through } = ends;
  const request = requestPacket(protocol, familyBetween(from, to), port);
  const pairs = from.places.flatMap((source) => to.places.map((target) => ({ source, target })));
  const verdicts = pairs.map(({ source, target }) =>
    judgePlaces(facts, inFamily(source, request.family), inFamily(target, request.family), request),
  );
  const direct = combined(verdicts, from, to);
  const missing = [...from.missing, ...to.missing, ...direct.missing];
  if (pairs.length === 0) return { steps: [], reachable: "unknown", missing };
  const first =
    missing.length > 0 && direct.reachable === "yes" ? { ...direct, reachable: "unknown" as const } : direct;
  if (
    !through ||
    (to.resource?.type !== "AWS::ElasticLoadBalancingV2::LoadBalancer" &&
      to.resource?.type !== "AWS::ElasticLoadBalancing::LoadBalancer")
  )
    return { ...first, missing };
  const onward = targetSteps({ facts, balancer: to, from, request });
  return {
    steps: [...first.steps, ...onward.steps],
    reachable: both(first.reachable, onward.reachable),
    missing: [...missing, ...onward.missing],
  };
}

export function both(one: Verdict["reachable"], other: Verdict["reachable"]): Verdict["reachable"] {
  if (one === "no" || other === "no") return "no";
  return one === "yes" && other === "yes" ? "yes" : "unknown";
}

/** One pair of places; where several routes share the destination, each part by itself: all parts must get through. */
function judgePlaces(facts: Facts, source: Place, target: Place, request: Packet): Verdict {
  if (source.addresses.length === 0 || target.addresses.length === 0) {
    const why = `one end has no IPv${request.family} address`;
    return { steps: [], reachable: "unknown", missing: [{ key: `IPv${request.family}`, why }] };
  }
  const verdicts = partsOf(facts, source, target).map((part) =>
    verdictOf(judgePair({ facts, from: source, to: part, request })),
  );
  const states = verdicts.map((verdict) => verdict.reachable);
  const steps = verdicts.flatMap((verdict) => verdict.steps);
  const reachable = target.all ? (states.includes("no") ? "no" : worst(states)) : mixed(states);
  return { steps, reachable, missing: [] };
}

function partsOf(facts: Facts, source: Place, target: Place): readonly Place[] {
  if (
    source.where !== "subnet" ||
    !source.subnet ||
    target.where === "service" ||
    source.subnet.id === target.subnet?.id
  )
    return [target];
  const found = tableOf(facts, source.subnet.id, source.vpcId ?? text(source.subnet.data, "VpcId"));
  if (found.kind === "unknown") return [target];
  const vpcId = source.vpcId ?? text(source.subnet.data, "VpcId");
  const parts = routesFor(facts, found.table, routedAddresses(facts, target, vpcId));
  return parts.length < 2 ? [target] : parts.map((routed) => ({ ...target, addresses: routed.part }));
}

function verdictOf(steps: readonly Step[]): Verdict {
  if (steps.some((step) => step.hop.verdict === "blocks")) return { steps, reachable: "no", missing: [] };
  return {
    steps,
    reachable: steps.some((step) => step.hop.verdict === "unknown") ? "unknown" : "yes",
    missing: [],
  };
}

function worst(states: readonly Verdict["reachable"][]): Verdict["reachable"] {
  if (states.includes("no")) return "no";
  return states.every((state) => state === "yes") ? "yes" : "unknown";
}

/** One of several, nobody knows which: only unanimity decides. */
function mixed(states: readonly Verdict["reachable"][]): Verdict["reachable"] {
  const [first] = states;
  return first !== undefined && states.every((state) => state === first) ? first : "unknown";
}

function combined(verdicts: readonly Verdict[], from: Endpoint, to: Endpoint): Verdict {
  const states = verdicts.map((verdict) => verdict.reachable);
  const each = from.quantifier === "each" || to.quantifier === "each";
  const reachable = each ? perPlace(verdicts, from, to) : worst(states);
  const divided = reachable === "unknown" && states.includes("yes") && states.includes("no");
  const spread = [from, to].find((end) => end.places.length > 1) ?? to;
  const why =
    "it may sit in several subnets, and they differ: from some the way is open, from others it is not";
  return {
    steps: verdicts.flatMap((verdict) => verdict.steps),
    reachable,
    missing: [
      ...(divided ? [{ key: spread.text, why }] : []),
      ...verdicts.flatMap((verdict) => verdict.missing),
    ],
  };
}

/** A range must get through whole from each spot of the other end; the spots must agree. */
function perPlace(verdicts: readonly Verdict[], from: Endpoint, to: Endpoint): Verdict["reachable"] {
  const width = to.places.length;
  const at = (row: number, column: number) => verdicts[row * width + column]?.reachable ?? "unknown";
  const rows = from.places.map((_, row) => to.places.map((__, column) => at(row, column)));
  if (from.quantifier === "each" && to.quantifier === "each") return mixed(rows.flat());
  if (from.quantifier === "each") return mixed(rows.map(worst));
  return mixed(to.places.map((_, column) => worst(rows.map((row) => row[column] ?? "unknown"))));
}

/** IPv6 where an end is an IPv6 address, or where one end has nothing else; else IPv4. */
function familyBetween(from: Endpoint, to: Endpoint): Family {
  const has = (end: Endpoint, family: Family) =>
    end.places.some((place) => ofFamily(place.addresses, family).length > 0);
  return (has(from, 4) && has(to, 4)) || !(has(from, 6) && has(to, 6)) ? 4 : 6;
}

function inFamily(place: Place, family: Family): Place {
  const addresses: AddressSet = ofFamily(place.addresses, family);
  return { ...place, addresses };
}
