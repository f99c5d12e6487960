import type { Role } from "../../content/load-models.ts";
import type { StoredPrompt } from "../../content/prompt.ts";
import { renderPrompt } from "../../content/render-prompt.ts";
import { AppError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { Probe } from "../../core/probe.ts";
import type { During, Reasoner, Situation } from "../reason.ts";
import type { AskRole, RoleModel } from "./ask-role.ts";
import type { ScriptLibrary } from "./match-scripts.ts";

export interface ModelReasonerOptions {
  /** What decides by code: its verdicts are given to the models as fact, and it takes over where they fail. */
  readonly code: Reasoner;
  readonly models: { readonly [role in Role]: readonly RoleModel[] };
  readonly prompts: ReadonlyMap<string, StoredPrompt>;
  readonly probes: ReadonlyMap<string, Probe>;
  /** Classes of trouble that playbooks know, and what each is. */
  readonly symptoms: ReadonlyMap<string, string>;
  /** Who writes the scripts that a canonical probe would do: the probe (default), or the coder all the same. */
  readonly scripts?: "canonical" | "model";
  /** Scripts that a person kept from earlier runs. */
  readonly library?: ScriptLibrary;
  /** Calls that code finds in a script's text, for the reviewer. Absent: no review. */
  readonly callsIn?: (code: string) => Promise<readonly string[]>;
}

/** Characters that facts have in any prompt, and that the shape of an answer takes beside it. */
const leastRoom = 2000;
const shapeRoom = 2000;
/**
 * The part of a role's budget that facts may fill. A plan and a script are made from what there is and what was said of it; only claims are cited from the
 * facts, and more of them than serve makes every exchange dearer.
 */
const factsShare: { readonly [role in Role]: number } = {
  router: 0,
  orchestrator: 1 / 4,
  coder: 1 / 4,
  reviewer: 0,
  analyst: 1,
};

/** A prompt of the library made ready for a role's models. `variables` is told how many characters facts may have. */
export function asking(
  { prompts, models }: Pick<ModelReasonerOptions, "prompts" | "models"> & Partial<ModelReasonerOptions>,
  role: Role,
  id: string,
  during: During | undefined,
  variables: (room: number) => JsonObject,
): AskRole {
  const prompt = prompts.get(id);
  if (!prompt)
    throw new AppError("configuration", `The prompt ${id} is missing.`, { next: "nephoscope prompts check" });
  return {
    role,
    models: models[role],
    prompt: (model) => {
      const filled = (room: number) => renderPrompt(prompt, declared(prompt, variables(room)), model.id);
      // Facts get what the rest leaves of the role's budget.
      const rest = filled(0);
      const budget = model.promptTokens * 4;
      const left = budget - rest.system.length - rest.user.length - shapeRoom;
      return filled(Math.max(leastRoom, Math.min(budget * factsShare[role], left)));
    },
    tell: during?.tell ?? (() => Promise.resolve()),
    ...(during?.recall && { recall: during.recall }),
    ...(during?.signal && { signal: during.signal }),
  };
}

/** A user's own prompt need not use all that there is to tell. */
function declared({ variables }: StoredPrompt, given: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(variables, name)));
}

export function timesOf({ question, now, region }: Situation): {
  window: string;
  now: string;
  region: string;
} {
  return { window: `${question.window.from} to ${question.window.to}`, now, region };
}
