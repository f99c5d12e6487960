import { z } from "zod";
import type { JsonObject } from "../core/json/json.ts";

/** One turn of a conversation with a model. */
export type ChatMessage =
  | { readonly role: "system" | "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls?: readonly ToolCall[] }
  /** What a tool gave; `call` is the id of the call that it answers. */
  | { readonly role: "tool"; readonly call: string; readonly text: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

/** A function that a model may call. `parameters` is a JSON Schema of an object. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
}

/** The one shape that an answer must have; how a provider is held to it is the provider's affair. */
export interface OutputShape {
  readonly name: string;
  readonly schema: JsonObject;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  readonly output?: OutputShape;
  /** Bounds the answer; default: what the registry says of the model. */
  readonly maxTokens?: number;
  readonly signal?: AbortSignal;
  /** Told of the answer's text as it comes. Text of a try that failed is told again by the next one. */
  readonly onText?: (piece: string) => void;
}

/** Tokens as the provider counts them; where it does not, `estimated` (four characters a token). `cached` is part of `input`, `reasoning` of `output`. */
export const Tokens = z.object({
  input: z.number().int(),
  cached: z.number().int(),
  output: z.number().int(),
  reasoning: z.number().int(),
  estimated: z.boolean(),
});
export type Tokens = z.infer<typeof Tokens>;

/** Why an answer ended. length: at the token limit. unknown: the provider did not say. */
export type Stop = "stop" | "length" | "tool" | "unknown";

/** An answer, the same whatever the provider: without reasoning content, a structured output as JSON text in `text`. */
export interface ChatResult {
  readonly text: string;
  /** What the model wrote itself, where `text` has something put back. */
  readonly said?: string;
  readonly toolCalls: readonly ToolCall[];
  readonly stop: Stop;
  readonly tokens: Tokens;
  /** Requests that it took, retries and continuations included. */
  readonly requests: number;
  readonly ms: number;
}

export const ModelFailureKind = z.enum([
  /** The key, its permissions or its quota: another try does not help. */
  "refused",
  "unknown-model",
  "throttled",
  "server",
  "unreachable",
  "timeout",
  "cancelled",
  /** The prompt is longer than the model's context. */
  "too-long",
  "bad-request",
  /** Something came that is no answer of this protocol, or nothing at all. */
  "malformed",
  /** The run's money or tokens for models are spent. */
  "budget",
]);
export type ModelFailureKind = z.infer<typeof ModelFailureKind>;

/** Why there is no answer. `retryable`: the same request may well succeed later. */
export interface ModelFailure {
  readonly kind: ModelFailureKind;
  /** What happened and what to do; holds no key. */
  readonly message: string;
  readonly retryable: boolean;
  readonly status?: number;
  /** What the provider asked to be waited. */
  readonly retryAfterMs?: number;
  /** What was spent on it all the same. */
  readonly tokens?: Tokens;
  readonly requests?: number;
}

export type ChatOutcome =
  | { readonly kind: "answered"; readonly result: ChatResult }
  | { readonly kind: "failed"; readonly failure: ModelFailure };

/** One question to one model. Never throws: a refusal, a timeout and a broken stream are outcomes. */
export type Chat = (request: ChatRequest) => Promise<ChatOutcome>;

export const noTokens: Tokens = { input: 0, cached: 0, output: 0, reasoning: 0, estimated: false };

export function addTokens(a: Tokens, b: Tokens): Tokens {
  return {
    input: a.input + b.input,
    cached: a.cached + b.cached,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
    estimated: a.estimated || b.estimated,
  };
}
