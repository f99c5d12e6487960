import type { Fault } from "./check.ts";

/** A fault with what decides its place. */
export interface CandidateFault {
  readonly fault: Fault;
  readonly check: string;
  /** Place of its check in the playbooks, 0 the likeliest; `undefined`: no playbook for this trouble names it. */
  readonly place: number | undefined;
  /** Links between the question's subjects and the resource: 0 for a subject itself. */
  readonly distance: number;
}

const roles: Readonly<Record<Fault["role"], number>> = { root: 0, contributing: 1, symptom: 2, bystander: 3 };
const severities: Readonly<Record<Fault["severity"], number>> = {
  critical: 0,
  high: 1,
  medium: 2,
  low: 3,
  info: 4,
};
const standings: Readonly<Record<Fault["standing"], number>> = { proved: 0, supported: 1, hypothesis: 2 };

/**
 * The faults in the order in which they are told. Causes first, those that fit the asked trouble and lie nearest to what was asked before others;
 * then what contributes, then consequences. What does not explain the question becomes a bystander (`info`, last): a fault of a check that no
 * playbook names, off the subject itself, while the question has a fitting cause or none at all.
 */
export function rankFaults(candidates: readonly CandidateFault[]): readonly CandidateFault[] {
  const distinct = deduplicated(candidates);
  const fitting = distinct.some(({ fault, place }) => fault.role === "root" && place !== undefined);
  const judged = distinct.map((candidate) => {
    if (
      candidate.fault.role === "bystander" ||
      (candidate.place === undefined && (fitting || candidate.distance > 0))
    )
      return asBystander(candidate);
    return candidate;
  });
  const explained = judged.some(({ fault }) => fault.role === "root");
  // A consequence or a contribution is no answer by itself, and no blame either, unless a cause stands before it.
  const settled = judged.map((candidate) =>
    !explained && candidate.fault.role === "symptom" ? asBystander(candidate) : candidate,
  );
  return settled.toSorted(
    (a, b) =>
      roles[a.fault.role] - roles[b.fault.role] ||
      standings[a.fault.standing] - standings[b.fault.standing] ||
      placeOf(a) - placeOf(b) ||
      a.distance - b.distance ||
      severities[a.fault.severity] - severities[b.fault.severity] ||
      b.fault.confidence - a.fault.confidence,
  );
}

function placeOf({ place }: CandidateFault): number {
  return place ?? 1000;
}

function asBystander(candidate: CandidateFault): CandidateFault {
  return { ...candidate, fault: { ...candidate.fault, role: "bystander", severity: "info" } };
}

/** Two checks may see one fault: the same setting of the same resource is told once, by the check that stands first. */
function deduplicated(candidates: readonly CandidateFault[]): readonly CandidateFault[] {
  const best = new Map<string, CandidateFault>();
  for (const candidate of candidates.toSorted(
    (a, b) => roles[a.fault.role] - roles[b.fault.role] || placeOf(a) - placeOf(b) || a.distance - b.distance,
  )) {
    const { resource, property, observed } = candidate.fault;
    const key = `${resource.type} ${resource.id} ${property.toLowerCase()} ${JSON.stringify(observed)}`;
    if (!best.has(key)) best.set(key, candidate);
  }
  return [...best.values()];
}
