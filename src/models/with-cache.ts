import { digestOf } from "../core/json/digest.ts";
import { Json } from "../core/json/json.ts";
import { noTokens, type Chat, type ChatResult } from "./models.ts";

/** Answers kept by what was asked. Values are plain JSON. */
export interface AnswerCache {
  get(key: string): Promise<ChatResult | undefined>;
  put(key: string, result: ChatResult): Promise<void>;
}

/** Serves the same question to the same model from the cache: it costs nothing then. Only whole answers are kept. */
export function withCache(chat: Chat, model: string, cache: AnswerCache): Chat {
  return async (request) => {
    const { messages, tools = [], output, maxTokens } = request;
    const key = digestOf(
      Json.parse(JSON.parse(JSON.stringify({ model, messages, tools, output, maxTokens }))),
    );
    const kept = await cache.get(key);
    if (kept) {
      request.onText?.(kept.text);
      return { kind: "answered", result: { ...kept, tokens: noTokens, requests: 0, ms: 0 } };
    }
    const outcome = await chat(request);
    if (outcome.kind === "answered" && outcome.result.stop !== "length") await cache.put(key, outcome.result);
    return outcome;
  };
}
