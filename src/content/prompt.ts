import { z } from "zod";
import { Role } from "./load-models.ts";

/** A variable of a prompt: what may be put there is checked before anything is rendered. */
export const PromptVariable = z.strictObject({
  type: z.enum(["string", "integer", "number", "boolean", "list", "object"]),
  description: z.string().min(1),
  required: z.boolean().default(true),
  default: z.json().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  minLength: z.number().int().min(0).optional(),
  maxLength: z.number().int().positive().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type PromptVariable = z.infer<typeof PromptVariable>;

/** A few-shot example: it is checked like any answer, so that no prompt teaches what would be refused. */
export const PromptExample = z.strictObject({ given: z.string().min(1), answer: z.string().min(1) });

/** A prompt of the library: one YAML file. Templates are LiquidJS. */
export const Prompt = z.strictObject({
  /** `<role>/<name>`, as `coder/write`. */
  id: z.string().regex(/^[a-z0-9]+(?:[/-][a-z0-9]+)*$/),
  version: z.number().int().positive(),
  role: Role,
  description: z.string().min(1),
  services: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  variables: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), PromptVariable).default({}),
  /** What the answer is: a Python script, a JSON document of a named shape, or text. */
  output: z.strictObject({ kind: z.enum(["script", "json", "text"]), shape: z.string().optional() }),
  system: z.string().min(1),
  user: z.string().min(1),
  examples: z.array(PromptExample).default([]),
  /** What is said to some models besides; `*` stands for anything. */
  adjust: z
    .array(z.strictObject({ models: z.array(z.string()).min(1), append: z.string().min(1) }))
    .default([]),
  /** The probe that is the canonical answer, for prompts made from probes. */
  canonical: z.string().optional(),
});
export type Prompt = z.infer<typeof Prompt>;

/** A prompt with where it stands, so that errors can name file and line. */
export interface StoredPrompt extends Prompt {
  readonly file: string;
  /** 1-based lines of the two templates in the file. */
  readonly lines: { readonly system: number; readonly user: number };
}

export interface RenderedPrompt {
  readonly id: string;
  readonly version: number;
  readonly system: string;
  readonly user: string;
}

/** Four characters a token, as tokenizers of English and code go. */
export function estimateTokens({ system, user }: Pick<RenderedPrompt, "system" | "user">): number {
  return Math.ceil((system.length + user.length) / 4);
}
