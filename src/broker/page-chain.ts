import { canonicalText } from "../core/json/canonical-text.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { DecodedCall } from "../core/source.ts";

interface OpenPage {
  readonly first: number;
  /** How many pages the list has so far. */
  readonly count: number;
  readonly params: JsonObject;
  readonly attempt: string;
  taken: boolean;
}

/**
 * Which list a page belongs to: a request that carries the token of an earlier answer, and asks for the same otherwise, continues that list.
 * A page whose beginning was never seen is marked as having more to come, so that nobody takes it for a complete list.
 */
export class PageChain {
  readonly #open = new Map<string, OpenPage[]>();

  /** The page of a call that has been answered; `attempt` tells scripts apart that read the same list at once. */
  place(
    n: number,
    call: DecodedCall,
    nextToken: string | undefined,
    attempt: string,
  ): { first: number; more: boolean } | undefined {
    if (!call.page) return undefined;
    const token = call.page.token;
    const before = token === undefined ? undefined : this.#continues(call, token, attempt);
    const orphan = token !== undefined && before === undefined;
    const first = before?.first ?? n;
    if (nextToken !== undefined && !orphan)
      this.#remember(call, nextToken, {
        first,
        count: (before?.count ?? 0) + 1,
        params: call.params,
        attempt,
        taken: false,
      });
    return { first, more: orphan || nextToken !== undefined };
  }

  /** How many pages of its list were read before this call. */
  pagesBefore(call: DecodedCall): number {
    const token = call.page?.token;
    if (token === undefined) return 0;
    const pages = (this.#open.get(keyOf(call, token)) ?? []).filter((page) =>
      sameList(page.params, call.params, token),
    );
    return Math.max(0, ...pages.map((page) => page.count));
  }

  #continues(call: DecodedCall, token: string, attempt: string): OpenPage | undefined {
    const candidates = (this.#open.get(keyOf(call, token)) ?? []).filter((page) =>
      sameList(page.params, call.params, token),
    );
    const found =
      candidates.find((page) => !page.taken && page.attempt === attempt) ??
      candidates.find((page) => !page.taken) ??
      candidates.findLast((page) => page.attempt === attempt) ??
      candidates.at(-1);
    if (found) found.taken = true;
    return found;
  }

  #remember(call: DecodedCall, token: string, page: OpenPage): void {
    const key = keyOf(call, token);
    this.#open.set(key, [...(this.#open.get(key) ?? []), page]);
  }
}

function keyOf(call: DecodedCall, token: string): string {
  return JSON.stringify([call.service, call.operation, call.region, token]);
}

/** Parameters that only one of the two requests has, or that differ, must be the paging token or parts of it. */
function sameList(before: JsonObject, after: JsonObject, token: string): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => {
    const [one, other] = [before[name], after[name]];
    if (one !== undefined && other !== undefined && digestOf(one) === digestOf(other)) return true;
    return other !== undefined && isPartOf(other, token);
  });
}

function isPartOf(value: Json, token: string): boolean {
  // A token of several parts, or one that is an object, comes as canonical JSON.
  const text = canonicalText(value) ?? "";
  return typeof value === "string"
    ? value !== "" && (token.includes(value) || token.includes(text))
    : token.includes(text);
}
