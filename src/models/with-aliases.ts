import type { Chat, ChatMessage, ToolCall } from "./models.ts";
import { isArray, isObject, type Json, type JsonObject } from "../core/json/json.ts";

/**
 * Puts other numbers in the place of account ids and IPv4 addresses before anything goes to a model, and back in what it answers. The stand-ins are of the
 * same kind (twelve digits; RFC 2544 addresses), so that scripts that a model writes with them are right once they are put back. One object serves a run.
 */
export class Aliases {
  readonly #aliases = new Map<string, string>();
  readonly #originals = new Map<string, string>();
  readonly #accounts: ReadonlySet<string>;

  /** `accounts`: known account ids; other numbers of twelve digits are left alone, except inside of ARNs. */
  constructor(accounts: readonly string[]) {
    this.#accounts = new Set(accounts);
  }

  hide(text: string): string {
    return text
      .replaceAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d)/g, (address) =>
        this.#aliasOf(address, "address"),
      )
      .replaceAll(/(?<!\d)\d{12}(?!\d)/g, (digits, at: number, whole: string) =>
        this.#accounts.has(digits) ||
        /arn:aws[\w-]*:[\w-]*:[\w-]*:$/.test(whole.slice(Math.max(0, at - 60), at))
          ? this.#aliasOf(digits, "account")
          : digits,
      );
  }

  show(text: string): string {
    return text.replaceAll(
      /(?<![\d.])198\.1[89](?:\.\d{1,3}){2}(?![\d.]\d)|(?<!\d)9000000\d{5}(?!\d)/g,
      (alias) => this.#originals.get(alias) ?? alias,
    );
  }

  #aliasOf(original: string, kind: "address" | "account"): string {
    const known = this.#aliases.get(original);
    if (known !== undefined) return known;
    const number = this.#aliases.size + 1;
    const alias =
      kind === "account"
        ? `9000000${String(number).padStart(5, "0")}`
        : `198.${18 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}`;
    this.#aliases.set(original, alias);
    this.#originals.set(alias, original);
    return alias;
  }
}

export function withAliases(chat: Chat, aliases: Aliases): Chat {
  return withTexts(
    chat,
    (text) => aliases.hide(text),
    (text) => aliases.show(text),
  );
}

/** Secrets that stand in a prompt all the same are blinded before it leaves. */
export function withRedaction(chat: Chat, redact: (text: string) => string): Chat {
  return withTexts(chat, redact, (text) => text);
}

function withTexts(chat: Chat, out: (text: string) => string, back: (text: string) => string): Chat {
  return async (request) => {
    const { onText } = request;
    const outcome = await chat({
      ...request,
      messages: request.messages.map((message) => changed(message, out)),
      ...(onText && { onText: (piece) => onText(back(piece)) }),
    });
    if (outcome.kind === "failed") return outcome;
    const { text, toolCalls } = outcome.result;
    return {
      kind: "answered",
      result: {
        ...outcome.result,
        text: back(text),
        toolCalls: toolCalls.map((call) => changedCall(call, back)),
      },
    };
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
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, changedValue(value)]));
  return { ...call, arguments: changedObject(call.arguments) };
}
