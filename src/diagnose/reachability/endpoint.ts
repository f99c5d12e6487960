import type { Missing } from "../../core/record/explain-record.ts";
import type { Resource } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import type { Place } from "./place.ts";

/** One end of a way, found in the account. */
export interface Endpoint {
  /** As it was asked for. */
  readonly text: string;
  readonly reference: ResourceRef | { readonly address: string };
  readonly resource?: Resource;
  /**
   * `all`: every place must get through (a range, the internet). `each`: the subject may sit in any of the places, so mixed verdicts leave
   * it unknown.
   */
  readonly quantifier: "all" | "each";
  readonly places: readonly Place[];
  /** A subject that has no place at all says why: a function outside a VPC as a destination. */
  readonly missing: readonly Missing[];
}

export type Located =
  | { readonly kind: "found"; readonly endpoint: Endpoint }
  | { readonly kind: "ambiguous"; readonly candidates: readonly Resource[] }
  /** Nothing of that name; `readable` is false where lists are missing in which it might stand. */
  | { readonly kind: "absent"; readonly missing: readonly Missing[] };
