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
  | { readonly kind: "idle" | "late" | "cancelled"; readonly message: AIMessageChunk | undefined }
  | { readonly kind: "broken"; readonly error: unknown; readonly message: AIMessageChunk | undefined };

/** Reads a stream to its end, within its times. Never throws, and never hangs: a client that ignores its signal is left behind. */
export async function readStream({
  open,
  signal,
  idleSeconds,
  totalSeconds,
  onText,
}: ReadStream): Promise<StreamEnd> {
  const end = new AbortController();
  const state: { message?: AIMessageChunk; why?: "idle" | "late" | "cancelled" } = {};
  const counts: number[] = [];
  const stopped = Promise.withResolvers<"stopped">();
  const stop = (why: "idle" | "late" | "cancelled") => {
    state.why ??= why;
    stopped.resolve("stopped");
    end.abort();
  };
  const cancel = () => stop("cancelled");
  if (signal?.aborted) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  const total = setTimeout(() => stop("late"), totalSeconds * 1000);
  const idle = setTimeout(() => stop("idle"), idleSeconds * 1000);
  const cut = () => (state.why === undefined ? undefined : { kind: state.why, message: state.message });
  try {
    const opened = await Promise.race([open(end.signal), stopped.promise]);
    if (opened === "stopped") return { kind: state.why ?? "cancelled", message: undefined };
    const pieces = opened[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([pieces.next(), stopped.promise]);
      if (next === "stopped") return { kind: state.why ?? "cancelled", message: state.message };
      if (next.done === true) break;
      idle.refresh();
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
