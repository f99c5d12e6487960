import { symptomsOf } from "../../content/load-playbooks.ts";
import { checkVariables } from "../../content/render-prompt.ts";
import { estimateTokens, type RenderedPrompt, type StoredPrompt } from "../../content/prompt.ts";
import { AppError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { jsonSchemaOf } from "../../models/ask-structured.ts";
import { Meter } from "../../models/meter.ts";
import { noTokens, type ModelFailure, type Tokens } from "../../models/models.ts";
import { asking } from "../../reason/model/asking.ts";
import type { RoleModel } from "../../reason/model/ask-role.ts";
import { canonicalScript } from "../../reason/model/canonical-prompts.ts";
import { recordedVariables } from "../../reason/model/recorded-variables.ts";
import { auditExchange } from "../audit/audit-exchange.ts";
import { answerFaults, shapeOf } from "./check-prompt.ts";
import { startOf } from "../../core/fold/fold-record.ts";
import { decisionsOf } from "../models/kept-decisions.ts";
import { eventsOfRun } from "../runs/runs.ts";
import { modelRegistry, openRoleModels } from "../models/open-models.ts";
import type { PromptLibrary } from "./prompt-library.ts";
import type { PromptsOf } from "./prompts-of.ts";
import { playbooks } from "../models/reasoner-of.ts";
import { situationOfRun } from "./situation-of-run.ts";

export interface TryPrompt {
  readonly variables?: JsonObject;
  /** An id of the registry; default: the role's own. */
  readonly model?: string;
  /** A recorded run that tells what `variables` do not: a dry run, nothing is asked of any account. */
  readonly run?: string;
  /** Others stand for accounts, addresses and host names in what goes to the model; default: as that run had it. */
  readonly aliases?: boolean;
  readonly signal?: AbortSignal;
}

/** What a model made of a prompt. */
export interface TriedPrompt {
  readonly id: string;
  readonly version: number;
  readonly model: string;
  /** It answered, and the answer could be used. */
  readonly ok: boolean;
  readonly answer?: string;
  /** What keeps the answer from being used, each with its place. */
  readonly faults: readonly string[];
  readonly failure?: Pick<ModelFailure, "kind" | "message">;
  readonly tokens: Tokens;
  readonly usd: number;
  readonly ms: number;
}

export interface TryWith extends PromptsOf {
  readonly library: PromptLibrary;
}

/** A prompt of the library, asked once. Throws AppError for wrong variables and where no model is configured; what a model does is a value. */
export async function tryPrompt(id: string, asked: TryPrompt, parts: TryWith): Promise<TriedPrompt> {
  return tryStored(await parts.library.one(id), asked, parts);
}

/** The same for a prompt that may stand nowhere yet. */
export async function tryStored(
  prompt: StoredPrompt,
  asked: TryPrompt,
  parts: TryWith,
): Promise<TriedPrompt> {
  const { workshop } = parts;
  const model = await modelFor(prompt, asked, parts);
  const rendered = await renderFor(prompt, asked, model, parts);
  const shape = shapeOf(prompt);
  const began = performance.now();
  const messages = [
    { role: "system" as const, text: rendered.system },
    { role: "user" as const, text: rendered.user },
  ];
  const outcome = await model.chat({
    messages,
    ...(shape && { output: { name: prompt.output.shape ?? "answer", schema: jsonSchemaOf(shape) } }),
    ...(model.maxOutputTokens !== undefined && { maxTokens: model.maxOutputTokens }),
    ...(asked.signal && { signal: asked.signal }),
  });
  const ms = performance.now() - began;
  const { now } = parts;
  await auditExchange({ workshop, now, role: prompt.role, model, prompt, messages, outcome, ms });
  const common = { id: prompt.id, version: prompt.version, model: model.id, ms };
  if (outcome.kind === "failed") {
    const { kind, message, tokens = noTokens } = outcome.failure;
    const failure = { kind, message };
    return { ...common, ok: false, faults: [], failure, tokens, usd: model.costOf(tokens) };
  }
  const { text, tokens } = outcome.result;
  const faults = await answerFaults(prompt, text, await workshop.checker());
  return { ...common, ok: faults.length === 0, answer: text, faults, tokens, usd: model.costOf(tokens) };
}

/** What a model would be told, as it would be sent. Throws AppError("usage") where a variable is unknown, missing or out of bounds. */
export async function renderStored(
  prompt: StoredPrompt,
  asked: TryPrompt,
  parts: TryWith,
): Promise<RenderedPrompt & { readonly tokens: number }> {
  const [chosen] = await modelsOf(prompt, asked, parts);
  const model = chosen ?? { id: asked.model ?? "none", promptTokens: 6000 };
  const { system, user, ...rest } = await renderFor(prompt, asked, model, parts);
  const out = chosen?.veil?.out ?? ((text: string) => text);
  const rendered = { ...rest, system: out(system), user: out(user) };
  return { ...rendered, tokens: estimateTokens(rendered) };
}

async function renderFor(
  prompt: StoredPrompt,
  asked: TryPrompt,
  model: Pick<RoleModel, "id" | "promptTokens">,
  { workshop }: TryWith,
): Promise<RenderedPrompt> {
  const given = asked.variables ?? {};
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(prompt.variables, name));
  // What is unknown is said at once, whatever a run could tell besides.
  if (unknown !== undefined) checkVariables(prompt, given);
  if (prompt.canonical !== undefined) {
    const probe = (await workshop.probes()).get(prompt.canonical);
    if (probe) canonicalScript(probe, given);
  }
  const recorded = asked.run === undefined ? () => ({}) : await recordedOf(prompt, asked.run, workshop);
  const none = { router: [], orchestrator: [], coder: [], reviewer: [], analyst: [] };
  const prompts = new Map([[prompt.id, prompt]]);
  return asking({ prompts, models: none }, prompt.role, prompt.id, undefined, (room) => ({
    ...recorded(room),
    ...given,
  })).prompt(model);
}

async function recordedOf({ role }: StoredPrompt, run: string, workshop: TryWith["workshop"]) {
  const { situation, record } = await situationOfRun(workshop.store(), run, workshop.readers);
  const [code, probes, known] = await Promise.all([
    playbooks(workshop),
    workshop.probes(),
    workshop.playbooks(),
  ]);
  const symptoms = symptomsOf(known);
  const callsIn = async (text: string) => {
    const { calls } = await (await workshop.checker()).check({ code: text, account: "*", region: "*" });
    return calls.map(({ service, operation, line }) => `${service}:${operation} (line ${line})`);
  };
  return recordedVariables({ role, situation, steps: record.steps, code, probes, symptoms, callsIn });
}

async function modelFor(prompt: StoredPrompt, asked: TryPrompt, parts: TryWith): Promise<RoleModel> {
  const [model] = await modelsOf(prompt, asked, parts);
  if (model) return model;
  throw new AppError("configuration", `No model is configured for the role ${prompt.role}.`, {
    next: "nephoscope models list   shows the models and the keys that they need.",
  });
}

/** The models of the prompt's role, which see what they would have seen in the recorded run. */
async function modelsOf(
  { role }: StoredPrompt,
  { model, run, aliases }: TryPrompt,
  { workshop, own, now }: TryWith,
): Promise<readonly RoleModel[]> {
  const { settings } = workshop;
  const start = run === undefined ? undefined : startOf(await eventsOfRun(workshop.store(), run));
  const scope = start?.scope;
  return openRoleModels({
    settings,
    registry: modelRegistry(settings),
    meter: new Meter(),
    accounts: scope ? [scope.account, ...(scope.targets ?? []).map(({ account }) => account)] : [],
    aliases: aliases ?? (start && decisionsOf(start.options)?.aliases) ?? false,
    ...(start && { question: start.question }),
    now,
    ...(own && { own }),
    ...(model !== undefined && { model }),
  })[role];
}
