import { LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { AppError } from "../core/errors.ts";

export interface ReadYaml {
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * Reads one YAML document of a user. Whatever is wrong with it (syntax, unknown tags, the same key twice, several documents, aliases that multiply, nesting without end) is an
 * AppError("configuration") that names file and line.
 */
export function readYaml(text: string, path: string, next?: string): ReadYaml {
  const lines = new LineCounter();
  const wrong = (message: string, at?: number) =>
    new AppError(
      "configuration",
      `${path}:${at === undefined ? 1 : lines.linePos(at).line}: ${message.split("\n")[0] ?? ""}`,
      next === undefined ? {} : { next },
    );
  const document = foreseen(() => parseDocument(text, { lineCounter: lines, logLevel: "error" }), wrong);
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) throw wrong(broken.message, broken.pos[0]);
  return { value: foreseen(() => document.toJS() as unknown, wrong), document, lines };
}

function foreseen<T>(act: () => T, wrong: (message: string) => AppError): T {
  try {
    return act();
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : "it cannot be read");
  }
}
