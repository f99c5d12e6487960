import type { Event } from "../../../src/core/event.ts";
import type { MistakeKind } from "../../../src/testing/scripted-model/mistakes.ts";
import { inventedId, type Mistake } from "../../../src/testing/scripted-model/scripted-model.ts";

/** What noticed a mistake first; `fixed`: the check mended it by itself; `unnoticed`: it did no harm that anybody saw. */
export type CaughtBy =
  | "reader"
  | "fixed"
  | "check"
  | "rehearsal"
  | "run"
  | "broker"
  | "citation"
  | "plan"
  | "unnoticed";

export interface MistakeFate {
  readonly kind: MistakeKind;
  readonly by: CaughtBy;
  /** The attempt whose script ran through, for mistakes of scripts; 0: none did. */
  readonly mendedIn?: number;
  readonly tokens: number;
}

type Written = Extract<Event, { kind: "script-written" }>;

/** What became of each mistake, read from the run's events. */
export function mistakesIn(events: readonly Event[], mistakes: readonly Mistake[]): readonly MistakeFate[] {
  return mistakes.map((mistake) => ({
    kind: mistake.kind,
    tokens: mistake.tokens,
    ...fateOf(events, mistake),
  }));
}

function fateOf(events: readonly Event[], { kind, code }: Mistake): Pick<MistakeFate, "by" | "mendedIn"> {
  if (code !== undefined) {
    const written = events.find(
      (event): event is Written =>
        event.kind === "script-written" && event.script.code.trim() === code.trim(),
    );
    // A script that never was written down was not taken: the reader refused the answer around it.
    return written ? scriptFate(events, written, kind) : { by: "reader" };
  }
  if (kind === "invented id") return { by: standsInAnswer(events) ? "unnoticed" : "citation" };
  if (kind === "task again") return { by: isReadTwice(events) ? "unnoticed" : "plan" };
  return { by: "reader" };
}

function standsInAnswer(events: readonly Event[]): boolean {
  return events.some((event) => {
    if (event.kind !== "answer") return false;
    const { rejectedClaims: _rejected, ...answer } = event.answer;
    return JSON.stringify(answer).toLowerCase().includes(inventedId);
  });
}

/** The same task of a model's own in two plans; a probe may be asked for with other variables. */
function isReadTwice(events: readonly Event[]): boolean {
  const own = events.flatMap((event) =>
    event.kind === "plan" ? event.tasks.flatMap(({ task, probe }) => (probe ? [] : [task])) : [],
  );
  const probes = events.flatMap((event) =>
    event.kind === "plan" ? event.tasks.flatMap(({ task, probe }) => (probe ? [task] : [])) : [],
  );
  return own.some((task, index) => probes.includes(task) || own.indexOf(task) !== index);
}

function scriptFate(
  events: readonly Event[],
  { step, attempt }: Written,
  kind: MistakeKind,
): Pick<MistakeFate, "by" | "mendedIn"> {
  const of = events.filter((event) => "step" in event && event.step === step);
  const ran = of.find((event) => event.kind === "attempt-end" && !event.error);
  const mendedIn = ran?.kind === "attempt-end" ? ran.attempt : 0;
  for (const event of of) {
    if (!("attempt" in event) || event.attempt !== attempt) continue;
    if (event.kind === "script-checked" && !event.accepted) return { by: "check", mendedIn };
    if (
      event.kind === "script-checked" &&
      kind === "missing import" &&
      event.diagnostics.some(({ fixed, kind: about }) => fixed && about !== "style")
    )
      return { by: "fixed", mendedIn };
    if (event.kind === "script-rehearsed" && !event.accepted) return { by: "rehearsal", mendedIn };
    if (event.kind === "attempt-end" && event.error) return { by: "run", mendedIn };
  }
  const denied = events.some(
    (event) =>
      event.kind === "call" &&
      event.call.step === step &&
      event.attempt === attempt &&
      event.call.decision === "denied",
  );
  return { by: denied ? "broker" : "unnoticed", mendedIn };
}
