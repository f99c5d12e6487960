import type { Facts, Read } from "../../../core/facts.ts";
import type { Evidence } from "../../../core/finding.ts";
import { atPointer, type Json } from "../../../core/json/json.ts";
import { citeValue, triedQuery } from "../../../facts/cite.ts";
import type { ClaimShape } from "../shapes.ts";

/** What one citation leads to. */
export interface CitedPlace {
  readonly call: number;
  readonly pointer: string;
  readonly read: Read;
  /** The response of that call, the value at the pointer and what a query makes of it; absent where the read failed. */
  readonly shown?: { readonly response: Json; readonly value: Json; readonly query?: string };
  readonly evidence: Evidence;
}

type Citation = ClaimShape["evidence"][number];

/** Finds what a citation names. A call that failed shows its error code, whatever place is cited. */
export function citedPlace(
  { call, pointer, query }: Citation,
  facts: Facts,
): CitedPlace | { readonly why: string } {
  const read = facts
    .everyRead()
    .find((one) => one.error?.call === call || one.pages.some((page) => page.call === call));
  if (!read) return { why: `there is no call ${call} among what was read` };
  const page = read.pages.find((one) => one.call === call);
  if (!page)
    return { call, pointer: "", read, evidence: { call, pointer: "", value: read.error?.code ?? "" } };
  const value = /^(?:\/|$)/.test(pointer) ? atPointer(page.response, pointer) : undefined;
  if (value === undefined) return { why: `call ${call} has nothing at "${pointer}"` };
  if (query !== null && triedQuery(value, query) === undefined)
    return { why: `the query ${query} cannot be run` };
  return {
    call,
    pointer,
    read,
    shown: { response: page.response, value, ...(query !== null && { query }) },
    evidence: citeValue(call, pointer, value, query ?? undefined),
  };
}
