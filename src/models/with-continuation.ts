import { continueRequest, cutAt, joinCut } from "./join-cut.ts";
import {
  addTokens,
  noTokens,
  type Chat,
  type ChatMessage,
  type ChatRequest,
  type ChatResult,
} from "./models.ts";

/** Lets an answer that was cut at the token limit go on, up to `most` times; what comes back is one answer. Tool calls are not continued. */
export function withContinuation(chat: Chat, most = 3): Chat {
  return async (request) => {
    const first = await chat(request);
    if (first.kind === "failed") return first;
    let result = first.result;
    for (let round = 0; round < most && isCut(result); round += 1) {
      const cut = cutAt(result.text);
      const outcome = await chat(continued(request, cut.kept, continueRequest(cut)));
      // Half an answer is still worth more than none: what to do with it is the caller's affair.
      if (outcome.kind === "failed") {
        const { tokens = noTokens, requests = 1 } = outcome.failure;
        const spent = { tokens: addTokens(result.tokens, tokens), requests: result.requests + requests };
        return { kind: "answered", result: { ...result, ...spent } };
      }
      const next = outcome.result;
      result = {
        ...next,
        text: joinCut(cut, next.text),
        tokens: addTokens(result.tokens, next.tokens),
        requests: result.requests + next.requests,
        ms: result.ms + next.ms,
      };
    }
    return { kind: "answered", result };
  };
}

function isCut({ stop, text, toolCalls }: ChatResult): boolean {
  return stop === "length" && toolCalls.length === 0 && text.trim() !== "";
}

/** The rest comes as plain text: no provider goes on in the middle of a schema or of a tool's arguments. */
function continued(
  { messages, maxTokens, signal, onText }: ChatRequest,
  kept: string,
  ask: string,
): ChatRequest {
  const said: readonly ChatMessage[] = [
    { role: "assistant", text: kept.trimEnd() },
    { role: "user", text: ask },
  ];
  return {
    messages: [...messages, ...said],
    ...(maxTokens !== undefined && { maxTokens }),
    ...(signal && { signal }),
    ...(onText && { onText }),
  };
}
