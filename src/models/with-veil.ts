import { isArray, isObject, type Json, type JsonObject } from "../core/json/json.ts";
import type { Chat, ChatMessage, ToolCall } from "./models.ts";

/** What is changed in every text on its way to a model, and put back in what the model says. */
export interface Veil {
  readonly out: (text: string) => string;
  readonly back: (text: string) => string;
  /** What stands for what, where something does. */
  readonly aliases?: () => Readonly<Record<string, string>>;
}

/** A chat whose model sees everything through the veil. `said` of an answer is what the model wrote itself. */
export function withVeil(chat: Chat, { out, back }: Veil): Chat {
  return async (request) => {
    const { onText } = request;
    const pieces = onText && restored(back, onText);
    const outcome = await chat({
      ...request,
      messages: request.messages.map((message) => changed(message, out)),
      ...(pieces && { onText: pieces.take }),
    });
    pieces?.end();
    // A provider may repeat the request: in words for people stand the true names, and no secret.
    if (outcome.kind === "failed")
      return {
        kind: "failed",
        failure: { ...outcome.failure, message: back(out(outcome.failure.message)) },
      };
    const { text, toolCalls } = outcome.result;
    return {
      kind: "answered",
      result: {
        ...outcome.result,
        said: text,
        text: back(text),
        toolCalls: toolCalls.map((call) => changedCall(call, back)),
      },
    };
  };
}

/** No stand-in is longer; what may be the beginning of one waits for its end. */
const longest = 200;

/** Text that comes in pieces: a word that goes on in the next piece is put back as a whole. */
function restored(
  back: (text: string) => string,
  tell: (piece: string) => void,
): { readonly take: (piece: string) => void; readonly end: () => void } {
  const state = { held: "" };
  const say = (text: string) => {
    if (text !== "") tell(back(text));
  };
  return {
    take: (piece) => {
      const text = state.held + piece;
      const open = /[\w.:-]+$/.exec(text.slice(-longest))?.[0].length ?? 0;
      state.held = text.slice(text.length - open);
      say(text.slice(0, text.length - open));
    },
    end: () => {
      say(state.held);
      state.held = "";
    },
  };
}

function changed(message: ChatMessage, change: (text: string) => string): ChatMessage {
  if (message.role !== "assistant" || !message.toolCalls) return { ...message, text: change(message.text) };
  return {
    ...message,
    text: change(message.text),
    toolCalls: message.toolCalls.map((call) => changedCall(call, change)),
  };
}

function changedCall(call: ToolCall, change: (text: string) => string): ToolCall {
  const changedValue = (value: Json): Json => {
    if (typeof value === "string") return change(value);
    if (isArray(value)) return value.map(changedValue);
    return isObject(value) ? changedObject(value) : value;
  };
  const changedObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [change(key), changedValue(value)]));
  return { ...call, arguments: changedObject(call.arguments) };
}
