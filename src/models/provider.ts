import type { BaseMessage, AIMessageChunk } from "@langchain/core/messages";
import type { Runnable } from "@langchain/core/runnables";
import type { ChatRequest, Stop } from "./models.ts";
import type { Proxy } from "./patient-fetch.ts";

/** A model behind LangChain, and the little in which providers differ. */
export interface Provider {
  /** The model with tools, output shape and token limit of this request bound to it. */
  bind(request: ChatRequest): Runnable<BaseMessage[], AIMessageChunk>;
  /** Why the answer ended, from the whole message. */
  stopOf(message: AIMessageChunk): Stop;
  /** Output tokens from the counts that the stream's pieces gave, in order; absent: their sum. */
  outputTokensOf?(counts: readonly number[]): number;
}

/** What a provider is opened with. Keys are held in memory only. */
export interface ProviderAccess {
  readonly apiKey?: string;
  readonly baseUrl?: string;
  /** AWS region, for Bedrock. */
  readonly region?: string;
  /** Credentials of the account that pays, for Bedrock; default: the SDK's chain. */
  readonly credentials?: () => Promise<AwsKeys>;
  readonly proxy?: Proxy;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Stop reasons by the words that providers use. */
export function stopFrom(word: unknown): Stop {
  switch (word) {
    case "stop":
    case "end_turn":
    case "stop_sequence":
    case "complete":
      return "stop";
    case "length":
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_calls":
    case "tool_use":
    case "function_call":
      return "tool";
    default:
      return "unknown";
  }
}
