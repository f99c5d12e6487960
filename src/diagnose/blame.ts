import type { Change } from "../core/change.ts";
import type { Resource } from "../core/facts.ts";
import { refOf } from "../core/facts.ts";
import type { Evidence, Finding, ResourceRef } from "../core/finding.ts";
import type { Json } from "../core/json/json.ts";
import type { Fault } from "./check.ts";

export interface Blame {
  readonly property: string;
  readonly observed: Json;
  readonly expected: Json;
  readonly title: string;
  /** Plain sentences; the first 300 characters name the resource and the value that decides. */
  readonly explanation: string;
  readonly evidence: readonly Evidence[];
  readonly role?: Fault["role"];
  readonly severity?: Finding["severity"];
  readonly standing?: Finding["standing"];
  readonly confidence?: number;
  readonly pillars?: readonly string[];
  readonly change?: Change;
  readonly prove?: Fault["prove"];
}

const confidenceOf = { proved: 0.95, supported: 0.7, hypothesis: 0.4 } as const;
const severityOf = { root: "high", contributing: "medium", symptom: "low", bystander: "info" } as const;

/** A fault of one resource. Unless told otherwise it is the root cause and proved: a predicate decided on what was read in full. */
export function blame(resource: Resource | ResourceRef, blamed: Blame): Fault {
  const { role = "root", standing = "proved", pillars = ["reliability"], change, prove, ...said } = blamed;
  return {
    title: said.title,
    severity: said.severity ?? severityOf[role],
    standing,
    confidence: said.confidence ?? confidenceOf[standing],
    resource: "data" in resource ? refOf(resource) : resource,
    property: said.property,
    observed: said.observed,
    expected: said.expected,
    explanation: said.explanation,
    pillars: [...pillars],
    evidence: [...said.evidence],
    role,
    ...(change !== undefined && { change }),
    ...(prove !== undefined && { prove }),
  };
}
