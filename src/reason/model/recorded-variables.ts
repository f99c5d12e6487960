import type { Role } from "../../content/load-models.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { Probe } from "../../core/probe.ts";
import type { Step } from "../../core/record/record.ts";
import type { Reasoner, Situation } from "../reason.ts";
import { timesOf } from "./asking.ts";
import { concludeVariables } from "./conclude-variables.ts";
import { factsText } from "./facts-text.ts";
import { fenced } from "./fence.ts";
import { describeSymptoms } from "./describe.ts";
import { planVariables } from "./plan.ts";

export interface RecordedVariables {
  readonly role: Role;
  /** As it was when the run ended. */
  readonly situation: Situation;
  readonly steps: readonly Step[];
  /** What decides by code: what it says of the facts is told again. */
  readonly code: Reasoner;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly symptoms: ReadonlyMap<string, string>;
  /** Calls that code finds in a script's text, for the reviewer. */
  readonly callsIn: (code: string) => Promise<readonly string[]>;
}

/** What a role's prompts would be told of a run that is over, by the names of the prompts' variables. `room`: characters that facts may have. */
export async function recordedVariables({
  role,
  situation,
  steps,
  code,
  probes,
  symptoms,
  callsIn,
}: RecordedVariables): Promise<(room: number) => JsonObject> {
  const question = situation.question.text;
  switch (role) {
    case "router":
      return () => ({ question: question.slice(0, 8000), symptoms: describeSymptoms(symptoms) });
    case "orchestrator": {
      const open = { ...situation, left: Math.max(1, situation.left) };
      return planVariables(probes, open, await code.plan(open));
    }
    case "analyst":
      return concludeVariables(situation, await code.conclude(situation));
    case "coder":
      return (room) => ({ ...timesOf(situation), question, ...scriptVariables(steps, situation, room) });
    case "reviewer": {
      const { task = "", code: text = "" } = scriptVariables(steps, situation, 0);
      const calls = [...(await callsIn(String(text)))];
      return () => ({ ...timesOf(situation), question, task, code: text, calls });
    }
  }
}

/** Of the step whose script went wrong, else of the last one that a model wrote, else of the last one. */
function scriptVariables(steps: readonly Step[], situation: Situation, room: number): JsonObject {
  const failed = steps.findLast(({ attempts }) => attempts.some(({ error }) => error));
  const step = failed ?? steps.findLast(({ script }) => script.origin === "model") ?? steps.at(-1);
  if (!step) return { facts: factsText(situation, room) };
  const { task, reason, script } = step;
  const wrong = step.attempts.findLast(({ error }) => error);
  return {
    task,
    reason,
    code: script.code.trim(),
    facts: factsText(situation, room, { task }),
    ...(wrong?.error && {
      error: `${wrong.error.kind}: ${fenced("error", wrong.error.message.slice(0, 4000))}`,
      attempt: wrong.attempt,
      diagnostics: wrong.diagnostics.map(({ line, message, rule }) => `line ${line}: ${message} (${rule})`),
    }),
  };
}
