import type { Facts, Resource } from "../../../core/facts.ts";
import { atPointer, type Json } from "../../../core/json/json.ts";
import type { CitedPlace } from "./cited-place.ts";
import { showsValue } from "./shown-value.ts";

/** The call that read the same later and found another value; undefined where what is cited still stands. A chat's earlier answers are cited like any. */
export function newerCall(
  place: CitedPlace,
  described: Resource | undefined,
  observed: Json,
  facts: Facts,
): number | undefined {
  const { shown } = place;
  if (!shown) return undefined;
  const later = described ? standing(place, described, facts) : readAgain(place, facts);
  if (!later || later.value === undefined || same(later.value, shown.value)) return undefined;
  return showsValue(later.value, observed) ? undefined : later.call;
}

interface Later {
  readonly call: number;
  readonly value: Json | undefined;
}

function standing(
  { pointer }: CitedPlace,
  { source, type, id, account, region, observedAt }: Resource,
  facts: Facts,
): Later | undefined {
  const now = facts
    .named(id)
    .find((one) => one.type === type && one.id === id && one.account === account && one.region === region);
  if (!now || now.source.call === source.call || now.observedAt < observedAt) return undefined;
  if (now.observedAt === observedAt && now.source.call < source.call) return undefined;
  const inside = pointer.startsWith(source.pointer) ? pointer.slice(source.pointer.length) : "";
  return { call: now.source.call, value: atPointer(now.data, inside) };
}

/** The same request made again; items of a list may have changed places. */
function readAgain({ call, pointer, read }: CitedPlace, facts: Facts): Later | undefined {
  if (/\/\d+(?:\/|$)/.test(pointer)) return undefined;
  const again = facts
    .reads(read.service, read.operation)
    .findLast(
      (one) =>
        one.account === read.account &&
        one.region === read.region &&
        same(one.params, read.params) &&
        one.complete,
    );
  const page = again?.pages[0];
  return page && page.call > call ? { call: page.call, value: atPointer(page.response, pointer) } : undefined;
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
