import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { ModelEntry } from "../content/load-models.ts";
import { isObject, Json, type JsonObject } from "../core/json/json.ts";
import { failureOf, type FailureContext } from "./failure-of.ts";
import { noTokens } from "./models.ts";
import type {
  Chat,
  ChatMessage,
  ChatOutcome,
  ChatRequest,
  ModelFailure,
  Stop,
  Tokens,
  ToolCall,
} from "./models.ts";
import type { Provider } from "./provider.ts";
import { usageOf } from "./usage-metadata.ts";
import { mostCharacters, readStream, textOf, type StreamEnd } from "./read-stream.ts";

export interface AskProvider {
  readonly provider: Provider;
  readonly entry: Pick<ModelEntry, "id" | "seconds" | "structured" | "keyVariable" | "baseUrl">;
  /** Blinded wherever a provider repeats it. */
  readonly apiKey?: string;
}

/** One request to a provider, always streamed, its answer normalised. No retries here. */
export function askProvider({ provider, entry, apiKey }: AskProvider): Chat {
  const context: FailureContext = {
    model: entry.id,
    ...(apiKey !== undefined && { apiKey }),
    ...(entry.keyVariable !== undefined && { keyVariable: entry.keyVariable }),
    ...(entry.baseUrl !== undefined && { address: entry.baseUrl }),
  };
  return async (request) => {
    const started = performance.now();
    const end = await readStream({
      open: async (signal) =>
        provider
          .bind(request)
          .stream(request.messages.map(toLangChain), { signal, callbacks: [new Untraced()] }),
      idleSeconds: entry.seconds.idle,
      totalSeconds: entry.seconds.total,
      ...(request.signal && { signal: request.signal }),
      ...(request.onText && { onText: request.onText }),
    });
    return outcomeOf(end, { provider, request, context, entry, ms: performance.now() - started });
  };
}

interface Asked extends AskProvider {
  readonly request: ChatRequest;
  readonly context: FailureContext;
  readonly ms: number;
}

function outcomeOf(end: StreamEnd, asked: Asked): ChatOutcome {
  const { context, entry, request, provider, ms } = asked;
  const failed = (failure: Omit<ModelFailure, "requests">): ChatOutcome => ({
    kind: "failed",
    failure: {
      ...failure,
      requests: 1,
      tokens: failure.tokens ?? spentOn(failure, end, request),
    },
  });
  switch (end.kind) {
    case "broken":
      return failed(failureOf(end.error, context));
    case "cancelled":
      return failed({
        kind: "cancelled",
        retryable: false,
        message: `The question to ${entry.id} was cancelled.`,
      });
    case "idle":
      return failed({
        kind: "timeout",
        retryable: true,
        message: `${entry.id} was silent for ${entry.seconds.idle} s.`,
      });
    case "late":
      return failed({
        kind: "timeout",
        retryable: true,
        message: `${entry.id} took longer than ${entry.seconds.total} s.`,
      });
    case "oversized":
      return failed({
        kind: "malformed",
        retryable: false,
        message: `${entry.id} would not end: its answer went beyond ${mostCharacters} characters.`,
      });
    case "ended":
  }
  const { message } = end;
  if (!message)
    return failed({ kind: "malformed", retryable: true, message: `${entry.id} answered with nothing.` });
  const output = request.output && outputCall(message, request.output.name);
  const text = withoutThoughts(output ?? textOf(message));
  const toolCalls = toolCallsOf(message).filter((call) => call.name !== request.output?.name);
  const stop = stopFor(provider.stopOf(message), output !== undefined);
  if (stop === "unknown")
    return failed({
      kind: "unreachable",
      retryable: true,
      message: `The answer of ${entry.id} broke off before its end.`,
    });
  if (text.trim() === "" && toolCalls.length === 0 && stop !== "length")
    return failed({ kind: "malformed", retryable: true, message: `${entry.id} answered with nothing.` });
  const tokens = tokensOf(message, request, provider.outputTokensOf?.(end.outputCounts));
  return { kind: "answered", result: { text, toolCalls, stop, tokens, requests: 1, ms } };
}

/** What a request that failed is billed: one that was refused, or never got there, nothing. */
function spentOn({ kind }: Pick<ModelFailure, "kind">, { message }: StreamEnd, request: ChatRequest): Tokens {
  if (message) return tokensOf(message, request);
  const answering = kind === "timeout" || kind === "cancelled" || kind === "malformed";
  return answering ? estimateOf(request, "") : noTokens;
}

/** An answer given as a call of the output tool has ended like any other. */
function stopFor(stop: Stop, asOutput: boolean): Stop {
  return asOutput && stop === "tool" ? "stop" : stop;
}

/** The raw arguments of the output tool: cut ones are still worth continuing. */
function outputCall(message: AIMessageChunk, name: string): string | undefined {
  const calls = message.tool_call_chunks ?? [];
  const call = calls.find((one) => one.name === name);
  return call?.args;
}

function toolCallsOf(message: AIMessageChunk): readonly ToolCall[] {
  return (message.tool_calls ?? []).map((call, index) => ({
    id: call.id ?? `call-${index}`,
    name: call.name,
    arguments: jsonObject(call.args),
  }));
}

/** Models that think aloud between tags: servers do not always take it out. */
export function withoutThoughts(text: string): string {
  return text.replace(/^\s*<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>\s*|$)/, "");
}

function tokensOf(message: AIMessageChunk, request: ChatRequest, output?: number): Tokens {
  const usage = usageOf(message);
  if (!usage || (usage.input_tokens === 0 && usage.output_tokens === 0))
    return estimateOf(request, textOf(message));
  return {
    input: usage.input_tokens,
    cached: usage.input_token_details?.cache_read ?? 0,
    output: output ?? usage.output_tokens,
    reasoning: usage.output_token_details?.reasoning ?? 0,
    estimated: false,
  };
}

function estimateOf({ messages }: ChatRequest, text: string): Tokens {
  const characters = messages.reduce((sum, message) => sum + message.text.length, 0);
  return {
    input: Math.ceil(characters / 4),
    cached: 0,
    output: Math.ceil(text.length / 4),
    reasoning: 0,
    estimated: true,
  };
}

function toLangChain(message: ChatMessage): BaseMessage {
  switch (message.role) {
    case "system":
      return new SystemMessage(message.text);
    case "user":
      return new HumanMessage(message.text);
    case "tool":
      return new ToolMessage({ content: message.text, tool_call_id: message.call });
    case "assistant":
      return new AIMessage({
        content: message.text,
        tool_calls: (message.toolCalls ?? []).map((call) => ({
          id: call.id,
          name: call.name,
          args: { ...call.arguments },
          type: "tool_call" as const,
        })),
      });
  }
}

/** What a provider's client parsed is JSON; this says so to the types. */
function jsonObject(value: object): JsonObject {
  const parsed = Json.parse(JSON.parse(JSON.stringify(value)));
  return isObject(parsed) ? parsed : {};
}

/** Takes the place of the tracer that LangChain adds where LANGSMITH_TRACING is set: prompts leave the machine for the model only. */
class Untraced extends BaseCallbackHandler {
  override name = "langchain_tracer";

  getRunTreeWithTracingConfig(): undefined {
    return undefined;
  }

  updateFromRunTree(): void {
    // Nothing is traced.
  }
}
