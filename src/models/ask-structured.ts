import { z } from "zod";
import { isObject, Json, type JsonObject } from "../core/json/json.ts";
import { readJson } from "./read-json.ts";
import {
  addTokens,
  noTokens,
  type Chat,
  type ChatMessage,
  type ChatRequest,
  type ChatResult,
  type ModelFailure,
} from "./models.ts";

export interface AskStructured<T> {
  readonly chat: Chat;
  readonly request: Omit<ChatRequest, "output" | "tools">;
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Turns in which the model is shown what is wrong with its answer. */
  readonly repairs?: number;
}

export type StructuredOutcome<T> =
  | { readonly kind: "answered"; readonly value: T; readonly result: ChatResult; readonly repairs: number }
  | { readonly kind: "failed"; readonly failure: ModelFailure };

/** An answer of one shape: read from whatever the model wrote, checked, and sent back with the faults named when it does not fit. Never throws. */
export async function askStructured<T>({
  chat,
  request,
  name,
  schema,
  repairs = 1,
}: AskStructured<T>): Promise<StructuredOutcome<T>> {
  const output = { name, schema: jsonSchemaOf(schema) };
  let messages: readonly ChatMessage[] = request.messages;
  let spent: Pick<ChatResult, "tokens" | "requests" | "ms"> | undefined;
  for (let turn = 0; ; turn += 1) {
    const outcome = await chat({ ...request, messages, output });
    if (outcome.kind === "failed") return { kind: "failed", failure: withSpent(outcome.failure, spent) };
    const result = spent === undefined ? outcome.result : together(spent, outcome.result);
    spent = result;
    const read = readJson(result.text);
    const checked = schema.safeParse(read);
    if (read !== undefined && checked.success)
      return { kind: "answered", value: checked.data, result, repairs: turn };
    const fault = faultOf(read, checked, result);
    if (turn >= repairs)
      return {
        kind: "failed",
        failure: {
          kind: "malformed",
          retryable: false,
          message: `The answer does not have the shape that was asked for: ${fault}`,
          tokens: result.tokens,
          requests: result.requests,
        },
      };
    messages = [
      ...request.messages,
      { role: "assistant", text: result.text.trim() === "" ? "(nothing)" : result.text.slice(0, 20_000) },
      {
        role: "user",
        text: `That answer cannot be used: ${fault}\nAnswer again with one JSON document of the shape asked for, and nothing else.`,
      },
    ];
  }
}

/** A zod schema as JSON Schema, as providers take it: no dialect marker. */
export function jsonSchemaOf(schema: z.ZodType): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { unrepresentable: "any" });
  const parsed = Json.parse(rest);
  return isObject(parsed) ? parsed : {};
}

function faultOf(
  read: Json | undefined,
  checked: z.ZodSafeParseResult<unknown>,
  { stop }: ChatResult,
): string {
  if (read === undefined)
    return stop === "length"
      ? "it was cut off before the JSON document ended."
      : "there is no JSON document in it.";
  if (checked.success) return "";
  return checked.error.issues
    .slice(0, 8)
    .map((issue) => `${issue.path.length === 0 ? "the document" : issue.path.join(".")}: ${issue.message}`)
    .join("; ");
}

/** What earlier turns took is spent all the same. */
function withSpent(failure: ModelFailure, spent: Pick<ChatResult, "tokens" | "requests"> | undefined) {
  if (!spent) return failure;
  return {
    ...failure,
    tokens: addTokens(spent.tokens, failure.tokens ?? noTokens),
    requests: spent.requests + (failure.requests ?? 1),
  };
}

function together(a: Pick<ChatResult, "tokens" | "requests" | "ms">, b: ChatResult): ChatResult {
  return { ...b, tokens: addTokens(a.tokens, b.tokens), requests: a.requests + b.requests, ms: a.ms + b.ms };
}
