import type { JsonObject } from "../../core/json/json.ts";

/** What a fake model server does with one request. Tokens default to a quarter of the characters. */
export type Behaviour =
  | {
      readonly kind: "answer";
      readonly text?: string;
      /** Reasoning that the provider sends apart from the answer. */
      readonly thoughts?: string;
      readonly tools?: readonly { readonly name: string; readonly arguments: JsonObject | string }[];
      readonly stop?: "stop" | "length";
      readonly tokens?: { readonly input: number; readonly output: number; readonly cached?: number };
    }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message?: string;
      readonly retryAfter?: string;
    }
  /** Says nothing at all. */
  | { readonly kind: "hang" }
  /** Begins, and then says nothing more. */
  | { readonly kind: "stall"; readonly text: string }
  /** Begins, and then the connection is gone. */
  | { readonly kind: "drop"; readonly text: string }
  /** Ends in good order without ever saying that the answer is complete. */
  | { readonly kind: "unfinished"; readonly text: string }
  /** A page of HTML, as a proxy gives it. */
  | { readonly kind: "html" };

/** One request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: JsonObject;
}

/** A wire format: how a provider frames an answer and an error. */
export interface Wire {
  readonly name: "openai" | "anthropic" | "bedrock" | "ollama";
  readonly contentType: string;
  /** The pieces of an answer, in order; `whole` false leaves out what says that it is complete. */
  frames(
    answer: Extract<Behaviour, { kind: "answer" }>,
    request: SeenRequest,
    whole: boolean,
  ): readonly (string | Uint8Array)[];
  error(
    status: number,
    message: string,
  ): { readonly body: string; readonly headers?: { readonly [name: string]: string } };
}

/** A text in pieces of a few characters, as models send it. */
export function pieces(text: string, size = 7): readonly string[] {
  const characters = Array.from(text);
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += size) parts.push(characters.slice(at, at + size).join(""));
  return parts;
}

export function tokensOf(
  { text = "", tokens }: Extract<Behaviour, { kind: "answer" }>,
  request: SeenRequest,
): { input: number; output: number; cached: number } {
  return {
    input: tokens?.input ?? Math.ceil(JSON.stringify(request.body).length / 4),
    output: tokens?.output ?? Math.ceil(text.length / 4),
    cached: tokens?.cached ?? 0,
  };
}

export function argumentsText(value: JsonObject | string): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
