import type { AccessLayer } from "../../core/record/explain-record.ts";
import { allOf, anyOf } from "../../core/policy/match.ts";
import type { Match } from "../../core/policy/match.ts";
import type { Reach } from "../../core/policy/match-principal.ts";
import { grants } from "./policy-set.ts";
import type { Hit, LayerAnswer } from "./policy-set.ts";

/** Something that must hold for a request to be allowed: whether it does, by which statements, and which layers are silent where it does not. */
export interface Requirement {
  readonly match: Match;
  readonly allows: readonly Hit[];
  readonly silent: readonly AccessLayer[];
  /** How many parts of it hold: of several ways that fail, the one that came furthest is the one to mend. */
  readonly held: number;
}

export const always: Requirement = {
  match: { outcome: "yes", missing: [] },
  allows: [],
  silent: [],
  held: 0,
};

/** The layer must allow, by a statement of one of these reaches. */
export function allowedBy(answer: LayerAnswer, reaches?: readonly Reach[]): Requirement {
  const match = grants(answer, reaches);
  const allows = answer.allows.filter(
    (hit) => hit.match.outcome === "yes" && (!reaches || reaches.includes(hit.reach)),
  );
  return {
    match,
    allows: allows.slice(0, 1),
    silent: match.outcome === "no" ? [answer.layer] : [],
    held: match.outcome === "no" ? 0 : 1,
  };
}

/** The layer must allow where it applies at all: boundaries, endpoint policies. */
export function allowedIfAny(answer: LayerAnswer): Requirement {
  return answer.applies ? allowedBy(answer) : always;
}

/** All of these must hold. */
export function every(...parts: readonly Requirement[]): Requirement {
  return {
    match: allOf(parts.map(({ match }) => match)),
    allows: parts.flatMap(({ allows }) => allows),
    silent: [...new Set(parts.flatMap(({ silent }) => silent))],
    held: parts.reduce((sum, { held }) => sum + held, 0),
  };
}

/** One of these must hold. */
export function some(...ways: readonly Requirement[]): Requirement {
  const match = anyOf(ways.map((way) => way.match));
  const open = ways.find((way) => way.match.outcome === match.outcome);
  if (match.outcome !== "no") return { match, allows: open?.allows ?? [], silent: [], held: open?.held ?? 0 };
  const furthest = Math.max(...ways.map(({ held }) => held));
  const nearest = ways.filter(({ held }) => held === furthest);
  return { match, allows: [], silent: [...new Set(nearest.flatMap(({ silent }) => silent))], held: furthest };
}
