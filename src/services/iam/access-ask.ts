import type { Evidence, ResourceRef } from "../../core/finding.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { Fault } from "../../diagnose/check.ts";

/** A request that somebody says is refused. Of `actions` any one would do: the words of a question seldom say which. */
export interface AccessAsk {
  /** ARN, service or `role/name`, as `explainAccess` takes it. */
  readonly principal: string;
  readonly actions: readonly string[];
  readonly resource: string;
  readonly context: { readonly [key: string]: readonly string[] };
  /** The resource that is reached, as its user names it. */
  readonly target?: ResourceRef;
  /** What the request was taken from. */
  readonly from: "log" | "question" | "configuration";
  /** The log line or configuration that shows the request. */
  readonly evidence: readonly Evidence[];
  readonly role?: "root" | "contributing";
  /** What the words left out and the caller's own policies, or the usual use of the resource, filled in. */
  readonly guessed?: "resource" | "caller" | "action";
}

/** Requests to judge, the probes without which there may be more, and what cannot be told at all. */
export interface Asks {
  readonly asks: readonly AccessAsk[];
  readonly probes: readonly ProbeRequest[];
  readonly gaps?: readonly string[];
  /** Causes that need no request to be judged: nobody there to make one. */
  readonly faults?: readonly Fault[];
}
