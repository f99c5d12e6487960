import type { RecordedCall } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Evidence } from "../core/finding.ts";
import { atPointer, isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import { triedQuery } from "../facts/cite.ts";

export interface FailedCitation {
  /** Zero-based place in the list. */
  readonly evidence: number;
  readonly why: string;
}

/** Calls by number. A stored response that does not have its digest counts as none: it was altered. */
export function intactCalls(calls: readonly RecordedCall[]): ReadonlyMap<number, RecordedCall> {
  return new Map(
    calls.map((call) => {
      const { response, ...rest } = call;
      const intact =
        response === undefined ||
        call.responseDigest === undefined ||
        digestOf(response) === call.responseDigest;
      return [call.n, intact ? call : rest];
    }),
  );
}

/** Resolves the citations of one claim against `intactCalls`. An empty list of failures means that all of them hold. */
export function verifyCitations(
  evidence: readonly Evidence[],
  calls: ReadonlyMap<number, RecordedCall>,
): readonly FailedCitation[] {
  return evidence.flatMap((citation, index) => {
    const why = faultOf(citation, calls) ?? absenceFaultOf(citation, evidence, calls);
    return why === undefined ? [] : [{ evidence: index, why }];
  });
}

function faultOf(citation: Evidence, calls: ReadonlyMap<number, RecordedCall>): string | undefined {
  const call = calls.get(citation.call);
  if (!call) return `there is no call ${citation.call}`;
  if (isRefusal(citation, call)) return undefined;
  if (call.response === undefined)
    return `call ${citation.call} has no recorded response, or not the one that its digest names`;
  const value = atPointer(call.response, citation.pointer);
  if (value === undefined) return `call ${citation.call} has nothing at "${citation.pointer}"`;
  if (citation.value === undefined && citation.digest === undefined)
    return "it gives neither value nor digest";
  if (citation.value !== undefined && !same(citation.value, value))
    return `another value stands at "${citation.pointer}" of call ${citation.call}`;
  if (citation.digest !== undefined && citation.digest !== digestOf(value))
    return `the value at "${citation.pointer}" has another digest`;
  if (citation.query === undefined)
    return citation.digest === undefined ? undefined : "a digest needs a query and its result";
  const result = triedQuery(value, citation.query);
  if (result === undefined) return `the query ${citation.query} cannot be run`;
  return same(citation.result ?? null, result)
    ? undefined
    : `the query ${citation.query} gives another result`;
}

/** A read that was refused or failed is cited by its call alone: pointer "", the error code as value. */
function isRefusal(citation: Evidence, call: RecordedCall): boolean {
  const code = call.error?.code ?? (call.decision === "denied" ? "Denied" : undefined);
  return (
    code !== undefined && citation.pointer === "" && citation.value === code && citation.query === undefined
  );
}

/**
 * An empty result says "there is none", and counts only when the list was complete: every page read, none refused, and each page cited with the same query.
 * What lies inside one item of a list came whole with it.
 */
function absenceFaultOf(
  citation: Evidence,
  evidence: readonly Evidence[],
  calls: ReadonlyMap<number, RecordedCall>,
): string | undefined {
  const call = calls.get(citation.call);
  if (
    citation.query === undefined ||
    !isEmpty(citation.result ?? null) ||
    !call?.page ||
    insideItem(citation.pointer)
  )
    return undefined;
  const { first } = call.page;
  const pages = [...calls.values()]
    .filter((other) => other.page?.first === first || other.n === first)
    .toSorted((a, b) => a.n - b.n);
  if (pages.some((page) => page.decision === "denied" || page.error !== undefined))
    return `a page of the list of call ${first} could not be read`;
  if (pages.at(-1)?.page?.more !== false) return `the list of call ${first} was not read to its end`;
  const cited = new Set(
    evidence.filter((other) => other.query === citation.query).map((other) => other.call),
  );
  const left = pages.find((page) => !cited.has(page.n));
  return left && `page ${left.n} of the list of call ${first} is not cited`;
}

function insideItem(pointer: string): boolean {
  return pointer.split("/").some((segment) => /^\d+$/.test(segment));
}

function isEmpty(result: Json): boolean {
  if (isArray(result)) return result.length === 0;
  if (isObject(result)) return Object.keys(result).length === 0;
  return result === null || result === "" || result === 0 || result === false;
}

function same(a: Json, b: Json): boolean {
  return digestOf(a) === digestOf(b);
}
