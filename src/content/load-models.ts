import { existsSync, readFileSync } from "node:fs";
import { isNode } from "yaml";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { readYaml } from "./read-yaml.ts";

export const Capability = z.enum(["structured", "tools", "reasoning", "long-context", "code"]);
export type Capability = z.infer<typeof Capability>;

export const Role = z.enum(["router", "orchestrator", "coder", "reviewer", "analyst"]);
export type Role = z.infer<typeof Role>;

/** A language model as the registry tells it. */
export const ModelEntry = z.strictObject({
  /** What `--model` takes and the record shows. */
  id: z.string().regex(/^[A-Za-z0-9][\w.:/@-]*$/),
  /** `openai-compatible`: vLLM, llama.cpp, LM Studio and whatever else speaks chat completions. */
  provider: z.enum(["openai", "anthropic", "bedrock", "ollama", "openai-compatible"]),
  /** The provider's own name of it; default: `id`. */
  model: z.string().optional(),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), "no user and password in it: name a keyVariable")
    .optional(),
  /** Environment variable that holds the key. */
  keyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  parameters: z
    .strictObject({
      temperature: z.number().min(0).max(2).optional(),
      /** Bounds one answer. */
      maxOutputTokens: z.number().int().positive().default(8192),
      reasoningEffort: z.enum(["none", "low", "medium", "high"]).optional(),
      /** Anthropic's older models think by a budget instead of an effort. */
      thinkingTokens: z.number().int().min(1024).optional(),
      /** Passed on as they are, to `openai` and `openai-compatible` (as `chat_template_kwargs`). */
      extra: z.record(z.string(), z.json()).optional(),
    })
    .prefault({}),
  capabilities: z.array(Capability).default([]),
  /** How it is held to an output shape: by a JSON Schema, by a tool that it must call, or by words alone. */
  structured: z.enum(["schema", "tool", "prompt"]).default("prompt"),
  /** How it calls tools: by the wire, or by `Call: f(a=1)` in its text, as function-calling models without a tool protocol do. */
  toolStyle: z.enum(["wire", "text"]).default("wire"),
  contextTokens: z.number().int().positive().default(32_768),
  /** USD per million tokens. `cachedInput` absent: cached tokens cost as others. */
  prices: z
    .strictObject({
      input: z.number().min(0),
      cachedInput: z.number().min(0).optional(),
      output: z.number().min(0),
      /** The day, or the month, on which `source` had them so. */
      asOf: z
        .string()
        .regex(/^20\d{2}-(?:0[1-9]|1[0-2])(?:-\d{2})?$/)
        .optional(),
      source: z.url({ protocol: /^https$/ }).optional(),
    })
    .default({ input: 0, output: 0 }),
  /** `idle`: silence after which a stream counts as dead. `total`: one request. */
  seconds: z
    .strictObject({ idle: z.number().positive().default(60), total: z.number().positive().default(300) })
    .prefault({}),
});
export type ModelEntry = z.infer<typeof ModelEntry>;

/** What a role wants: models in order of preference, else anything that has the capabilities; the cheapest first. */
export const RoleEntry = z.strictObject({
  models: z.array(z.string()).default([]),
  needs: z.array(Capability).default([]),
  maxOutputTokens: z.number().int().positive().optional(),
  /** Tokens that a prompt of this role may have: what does not fit is summarised. */
  promptTokens: z.number().int().positive().default(6000),
});
export type RoleEntry = z.infer<typeof RoleEntry>;

const Registry = z.strictObject({
  models: z
    .array(
      ModelEntry.refine(
        ({ provider, baseUrl }) => provider !== "openai-compatible" || baseUrl !== undefined,
        "a server of your own needs its baseUrl",
      ),
    )
    .default([]),
  roles: z.partialRecord(Role, RoleEntry).default({}),
});

export interface ModelRegistry {
  readonly models: readonly ModelEntry[];
  readonly roles: { readonly [role in Role]: RoleEntry };
}

/** The registry: the files in order; an entry of a later file stands for one of the same id or role. Throws AppError with file and line. */
export function loadModels(files: readonly string[]): ModelRegistry {
  const parts = files
    .filter((file) => existsSync(file))
    .map((file) => parseModels(readFileSync(file, "utf8"), file));
  const models = new Map(parts.flatMap((part) => part.models.map((model) => [model.id, model] as const)));
  const roleOf = (role: Role): RoleEntry =>
    parts.findLast((part) => part.roles[role] !== undefined)?.roles[role] ?? RoleEntry.parse({});
  return {
    models: [...models.values()],
    roles: {
      router: roleOf("router"),
      orchestrator: roleOf("orchestrator"),
      coder: roleOf("coder"),
      reviewer: roleOf("reviewer"),
      analyst: roleOf("analyst"),
    },
  };
}

export function parseModels(text: string, path: string): z.infer<typeof Registry> {
  const next = "Correct that line; content/models.yaml shows every field.";
  const { value, document, lines } = readYaml(text, path, next);
  const registry = Registry.safeParse(value ?? {});
  if (registry.success) return registry.data;
  const [issue] = registry.error.issues;
  const place = issue?.path.map((part) => (typeof part === "symbol" ? part.toString() : part)) ?? [];
  const node = place.length === 0 ? undefined : document.getIn(place, true);
  const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
  throw new AppError(
    "configuration",
    `${path}:${line}: ${place.join(".")}: ${issue?.message ?? "not understood"}`,
    { next },
  );
}
