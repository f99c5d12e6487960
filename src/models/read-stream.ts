import type { AIMessageChunk } from "@langchain/core/messages";
import { usageOf } from "./usage-metadata.ts";

export interface ReadStream {
  /** Opens the stream; the signal ends it. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<AIMessageChunk>>;
  readonly signal?: AbortSignal;
  readonly idleSeconds: number;
  readonly totalSeconds: number;
  readonly onText?: (piece: string) => void;
}

export type StreamEnd =
  | {
      readonly kind: "ended";
      readonly message: AIMessageChunk | undefined;
      readonly outputCounts: readonly number[];
    }
  | {
      readonly kind: "idle" | "late" | "cancelled" | "oversized";
      readonly message: AIMessageChunk | undefined;
    }
  | { readonly kind: "broken"; readonly error: unknown; readonly message: AIMessageChunk | undefined };

/** More than any answer that a model's token limit allows: a stream that goes beyond it is not going to end. */
export const mostCharacters = 1_000_000;

type Why = "idle" | "late" | "cancelled" | "oversized";

/** Reads a stream to its end, within its times and its size. Never throws, and never hangs: a client that ignores its signal is left behind. */
export async function readStream({
  open,
  signal,
  idleSeconds,
  totalSeconds,
  onText,
}: ReadStream): Promise<StreamEnd> {
  const end = new AbortController();
  // One waiting at a time: racing each piece against one long promise would keep all of them in memory.
  const state: { message?: AIMessageChunk; why?: Why; size: number; wake?: () => void } = { size: 0 };
  const counts: number[] = [];
  const stop = (why: Why) => {
    state.why ??= why;
    state.wake?.();
    end.abort();
  };
  const orStopped = async <T>(waiting: Promise<T>): Promise<T | "stopped"> => {
    const { promise, resolve, reject } = Promise.withResolvers<T | "stopped">();
    state.wake = () => resolve("stopped");
    waiting.then(resolve, reject);
    if (state.why !== undefined) resolve("stopped");
    return promise;
  };
  const cancel = () => stop("cancelled");
  if (signal?.aborted) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  const total = setTimeout(() => stop("late"), totalSeconds * 1000);
  const idle = setTimeout(() => stop("idle"), idleSeconds * 1000);
  const cut = () => (state.why === undefined ? undefined : { kind: state.why, message: state.message });
  try {
    const opened = await orStopped(open(end.signal));
    if (opened === "stopped") return { kind: state.why ?? "cancelled", message: undefined };
    const pieces = opened[Symbol.asyncIterator]();
    for (;;) {
      const next = await orStopped(pieces.next());
      if (next === "stopped") return { kind: state.why ?? "cancelled", message: state.message };
      if (next.done === true) break;
      idle.refresh();
      state.size += sizeOf(next.value);
      if (state.size > mostCharacters) stop("oversized");
      state.message = state.message ? state.message.concat(next.value) : next.value;
      const count = usageOf(next.value)?.output_tokens;
      if (count !== undefined && count > 0) counts.push(count);
      if (onText) tell(next.value, onText);
    }
    return cut() ?? { kind: "ended", message: state.message, outputCounts: counts };
  } catch (error) {
    return cut() ?? { kind: "broken", error, message: state.message };
  } finally {
    clearTimeout(total);
    clearTimeout(idle);
    signal?.removeEventListener("abort", cancel);
    end.abort();
  }
}

/** Text, thoughts and arguments of tools alike; a piece of nothing counts as well. */
function sizeOf(piece: AIMessageChunk): number {
  const { content, additional_kwargs, tool_call_chunks = [] } = piece;
  const text = typeof content === "string" ? content.length : JSON.stringify(content).length;
  const thoughts = additional_kwargs["reasoning_content"];
  return (
    1 +
    text +
    (typeof thoughts === "string" ? thoughts.length : 0) +
    tool_call_chunks.reduce((sum, { args = "" }) => sum + args.length, 0)
  );
}

function tell(piece: AIMessageChunk, onText: (text: string) => void): void {
  const text = textOf(piece);
  if (text !== "") onText(text);
}

/** The answer's text: reasoning blocks are none of it. */
export function textOf({ content }: AIMessageChunk): string {
  if (typeof content === "string") return content;
  return content
    .map((block) => (block.type === "text" && typeof block["text"] === "string" ? block["text"] : ""))
    .join("");
}
