import { performance } from "node:perf_hooks";
import { z } from "zod";
import type { ModelEntry, Role } from "../../content/load-models.ts";
import { AppError } from "../../core/errors.ts";
import { askStructured } from "../../models/ask-structured.ts";
import { costOf } from "../../models/meter.ts";
import type { Chat } from "../../models/models.ts";
import { Meter } from "../../models/meter.ts";
import { chatOf, isUsable, modelRegistry, openRoleModels, type OwnModels } from "./open-models.ts";
import { withVeil } from "../../models/with-veil.ts";
import { promptRedactor } from "./prompt-redactor.ts";
import type { Workshop } from "../workshop.ts";

export interface ModelsOf {
  readonly workshop: Workshop;
  readonly own?: OwnModels;
  readonly now: () => Date;
}

/** A model of the registry as `models list` shows it. */
export interface ListedModel extends Pick<
  ModelEntry,
  "id" | "provider" | "capabilities" | "contextTokens" | "prices"
> {
  readonly model: string;
  /** Its key is set, or it needs none. */
  readonly usable: boolean;
  /** The variable that its key is looked for in. */
  readonly keyVariable?: string;
  /** Roles that name it, with its place. */
  readonly roles: readonly string[];
}

/** What one cheap question to a model found. */
export interface ModelCheck {
  readonly id: string;
  readonly ok: boolean;
  /** Until the first piece of the answer, and until its end. */
  readonly firstMs?: number;
  readonly ms?: number;
  readonly structured?: boolean;
  readonly tools?: boolean;
  readonly usd?: number;
  readonly failure?: string;
}

const Small = z.strictObject({ sum: z.number().int() });
const question = 'What is 2 + 3? Answer with JSON: {"sum": number}';

/** The registry of language models: what there is, and whether it answers. */
export function modelsOf({ workshop, own = {}, now }: ModelsOf) {
  const { settings } = workshop;
  return {
    list: (): readonly ListedModel[] => {
      const registry = modelRegistry(settings);
      return registry.models.map((entry) => ({
        id: entry.id,
        provider: entry.provider,
        model: entry.model ?? entry.id,
        capabilities: entry.capabilities,
        contextTokens: entry.contextTokens,
        prices: entry.prices,
        usable: isUsable(entry, { settings, own }),
        ...(entry.keyVariable !== undefined && { keyVariable: entry.keyVariable }),
        roles: Object.entries(registry.roles).flatMap(([role, { models }]) =>
          models.includes(entry.id) ? [`${role} ${models.indexOf(entry.id) + 1}`] : [],
        ),
      }));
    },
    /** Whether a question would be answered with a model. Throws AppError("usage") for a name that nobody knows. */
    configured: (roles?: { readonly [role in Role]?: string }, model?: string): boolean => {
      const opened = openRoleModels({
        settings,
        registry: modelRegistry(settings),
        meter: new Meter(),
        accounts: [],
        own,
        now,
        ...(model !== undefined && { model }),
        ...(roles && { models: roles }),
      });
      return opened.orchestrator.length > 0 || opened.coder.length > 0 || opened.analyst.length > 0;
    },
    /** Asks one model two small questions. A model that does not answer is a value; an unknown name throws AppError("usage"). */
    check: async (id: string, signal?: AbortSignal): Promise<ModelCheck> => {
      const entry = modelRegistry(settings).models.find((one) => one.id === id);
      if (!entry)
        throw new AppError("usage", `No model is called "${id}".`, {
          next: "nephoscope models list   shows them.",
        });
      const redact = promptRedactor(settings, [entry]);
      const chat = withVeil(chatOf(entry, { settings, own, now }), { out: redact, back: (text) => text });
      return checkModel(entry, chat, signal);
    },
  };
}

async function checkModel(
  entry: ModelEntry,
  chat: Chat,
  signal: AbortSignal | undefined,
): Promise<ModelCheck> {
  const started = performance.now();
  const first: { ms?: number } = {};
  const onText = () => (first.ms ??= performance.now() - started);
  const messages = [{ role: "user" as const, text: question }];
  const common = { messages, maxTokens: 500, onText, ...(signal && { signal }) };
  const sum = await askStructured({ chat, request: common, name: "sum", schema: Small, repairs: 0 });
  const ms = performance.now() - started;
  if (sum.kind === "failed" && sum.failure.kind !== "malformed")
    return { id: entry.id, ok: false, ms, failure: sum.failure.message };
  const tool = {
    name: "add",
    description: "Adds two numbers.",
    parameters: {
      type: "object",
      properties: { a: { type: "integer" }, b: { type: "integer" } },
      required: ["a", "b"],
    },
  };
  const called = await chat({
    messages: [{ role: "user", text: "Use the function to add 2 and 3." }],
    tools: [tool],
    maxTokens: 500,
    ...(signal && { signal }),
  });
  const usd =
    (sum.kind === "answered" ? costOf(entry, sum.result.tokens) : 0) +
    (called.kind === "answered" ? costOf(entry, called.result.tokens) : 0);
  return {
    id: entry.id,
    ok: true,
    ms,
    ...(first.ms !== undefined && { firstMs: first.ms }),
    structured: sum.kind === "answered" && sum.value.sum === 5,
    tools: called.kind === "answered" && called.result.toolCalls.some(({ name }) => name === "add"),
    usd,
  };
}
