import type { z } from "zod";
import type { Role } from "../../content/load-models.ts";
import type { RenderedPrompt } from "../../content/prompt.ts";
import type { Asked as AskedBefore, Exchange } from "../reason.ts";
import { askStructured } from "../../models/ask-structured.ts";
import { readJson } from "../../models/read-json.ts";
import type { Veil } from "../../models/with-veil.ts";
import {
  noTokens,
  type Chat,
  type ChatMessage,
  type ChatResult,
  type ModelFailure,
  type Tokens,
} from "../../models/models.ts";

/** A model in a role, ready to be asked (retried, continued, metered). */
export interface RoleModel {
  readonly id: string;
  readonly chat: Chat;
  /** What its chat changes in every text on the way out, and puts back. */
  readonly veil?: Veil;
  /** Tokens that its prompt may have. */
  readonly promptTokens: number;
  readonly maxOutputTokens?: number;
  /** What this use cost, in USD. */
  costOf(tokens: Tokens): number;
}

export interface AskRole {
  readonly role: Role;
  readonly models: readonly RoleModel[];
  /** Rendered for the model that is asked. */
  readonly prompt: (model: Pick<RoleModel, "id" | "promptTokens">) => RenderedPrompt;
  readonly tell: (exchange: Exchange) => Promise<void>;
  /** What the model said to the same before the run was interrupted. */
  readonly recall?: (asked: AskedBefore) => Promise<string | undefined>;
  /** A conversation that goes on: what was answered and what is said to it. */
  readonly more?: readonly ChatMessage[];
  readonly signal?: AbortSignal;
}

export type RoleOutcome<T> =
  | { readonly kind: "answered"; readonly value: T; readonly model: string; readonly text: string }
  | { readonly kind: "failed"; readonly why: string };

/** Asks a role's models in order until one answers in the right shape. Never throws for what a model does. */
export async function askRole<T>({
  shape,
  name,
  ...asked
}: AskRole & { readonly shape: z.ZodType<T>; readonly name: string }): Promise<RoleOutcome<T>> {
  const known = (text: string) => shape.safeParse(readJson(text)).data;
  return inTurn({ ...asked, known }, async (model, messages) => {
    const outcome = await askStructured({
      chat: model.chat,
      request: requestOf(model, messages, asked.signal),
      name,
      schema: shape,
    });
    return outcome.kind === "failed"
      ? outcome
      : { kind: "answered", value: outcome.value, result: outcome.result };
  });
}

/** The same for an answer in text. `read` gives undefined where the text holds no answer. */
export async function askRoleForText<T>({
  read,
  ...asked
}: AskRole & { readonly read: (text: string) => T | undefined }): Promise<RoleOutcome<T>> {
  return inTurn({ ...asked, known: read }, async (model, messages) => {
    const outcome = await model.chat(requestOf(model, messages, asked.signal));
    if (outcome.kind === "failed") return outcome;
    const value = read(outcome.result.text);
    if (value !== undefined) return { kind: "answered", value, result: outcome.result };
    const { tokens, requests } = outcome.result;
    return {
      kind: "failed",
      failure: {
        kind: "malformed",
        retryable: false,
        message: "The answer does not hold what was asked for.",
        tokens,
        requests,
      },
    };
  });
}

type Asked<T> =
  | { readonly kind: "answered"; readonly value: T; readonly result: ChatResult }
  | { readonly kind: "failed"; readonly failure: ModelFailure };

async function inTurn<T>(
  {
    role,
    models,
    prompt,
    tell,
    recall,
    known,
    more = [],
  }: AskRole & { readonly known: (text: string) => T | undefined },
  ask: (model: RoleModel, messages: readonly ChatMessage[]) => Promise<Asked<T>>,
): Promise<RoleOutcome<T>> {
  const failures: string[] = [];
  for (const model of models) {
    const rendered = prompt(model);
    const messages: readonly ChatMessage[] = [
      { role: "system", text: rendered.system },
      { role: "user", text: rendered.user },
      ...more,
    ];
    const { out, back, aliases } = model.veil ?? bare;
    const told = asSent(messages, out);
    const name = `${rendered.id}@${rendered.version}`;
    const recalled = await recall?.({ model: model.id, prompt: name, messages: told });
    const before = recalled === undefined ? undefined : back(recalled);
    const value = before === undefined ? undefined : known(before);
    if (before !== undefined && value !== undefined)
      return { kind: "answered", value, model: model.id, text: before };
    const started = performance.now();
    const heard = listening(model);
    const outcome = await ask(heard.model, messages);
    const spent = outcome.kind === "answered" ? outcome.result : outcome.failure;
    const tokens = spent.tokens ?? noTokens;
    const turns = asSent(heard.messages().slice(messages.length), out);
    const text = heard.said();
    await tell({
      event: {
        role,
        model: model.id,
        prompt: name,
        inputTokens: tokens.input,
        cachedTokens: tokens.cached,
        outputTokens: tokens.output,
        estimated: tokens.estimated,
        requests: spent.requests ?? 1,
        usd: model.costOf(tokens),
        ms: performance.now() - started,
        ...(outcome.kind === "failed" && {
          failure: { kind: outcome.failure.kind, message: outcome.failure.message },
        }),
      },
      messages: told,
      ...(turns.length > 0 && { turns }),
      ...(text !== undefined && { answer: text }),
      ...(aliases && { aliases: { ...aliases() } }),
    });
    if (outcome.kind === "answered")
      return { kind: "answered", value: outcome.value, model: model.id, text: outcome.result.text };
    failures.push(`${model.id}: ${outcome.failure.message}`);
    if (outcome.failure.kind === "cancelled" || outcome.failure.kind === "budget") break;
  }
  return {
    kind: "failed",
    why: failures.length === 0 ? `no model is configured for the ${role}` : failures.join(" "),
  };
}

const bare: Veil = { out: (text) => text, back: (text) => text };

function asSent(messages: readonly ChatMessage[], out: Veil["out"]) {
  return messages.map(({ role, text }) => ({ role, text: out(text) }));
}

/** The model, and what was told to it last and what it wrote last, whatever came of it. */
function listening(model: RoleModel) {
  const heard: { messages: readonly ChatMessage[]; said?: string } = { messages: [] };
  const chat: Chat = async (request) => {
    heard.messages = request.messages;
    const outcome = await model.chat(request);
    if (outcome.kind === "answered") heard.said = outcome.result.said ?? outcome.result.text;
    return outcome;
  };
  return { model: { ...model, chat }, messages: () => heard.messages, said: () => heard.said };
}

function requestOf(
  { maxOutputTokens }: RoleModel,
  messages: readonly ChatMessage[],
  signal: AbortSignal | undefined,
) {
  return {
    messages,
    ...(maxOutputTokens !== undefined && { maxTokens: maxOutputTokens }),
    ...(signal && { signal }),
  };
}
