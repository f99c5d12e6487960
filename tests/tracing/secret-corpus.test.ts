import { describe, expect, it } from "vitest";
import { openTraceSinks } from "../../src/app/trace/trace-sinks.ts";
import { readSettings } from "../../src/app/config.ts";
import { blinded } from "../../src/aws/redact/secret-text.ts";
import { redactTrace } from "../../src/trace/redact-trace.ts";
import type { Span } from "../../src/trace/trace.ts";
import { corpus } from "../red-team/secret-corpus.ts";

const { redact } = await openTraceSinks(readSettings({}, { XDG_CONFIG_HOME: "/nonexistent" }));

function span(more: Partial<Span>): Span {
  return {
    key: "run",
    about: { kind: "run" },
    name: "run",
    start: "2026-11-21T10:00:00.000Z",
    end: "2026-11-21T10:00:00.000Z",
    status: "ok",
    facts: {},
    ...more,
  };
}

/** Wherever a run may hold it. */
function spansWith(name: string | undefined, text: string): readonly Span[] {
  if (name !== undefined)
    return [
      span({ output: { output: { [name]: text } } }),
      span({ output: { output: { Environment: { Variables: [{ name, value: text }] } } } }),
      span({ output: { output: { Tags: [{ Key: name, Value: text }] } } }),
      span({ output: { stdout: JSON.stringify({ [name]: text }) } }),
    ];
  return [
    span({ input: { question: `Why?\n${text}\nsaid the log` } }),
    span({ output: { stdout: text, stderr: `line\n${text}` } }),
    span({ output: { output: [{ deep: { message: text } }] } }),
    span({ input: { messages: [{ role: "user", text: JSON.stringify({ log: text }) }] } }),
    span({ error: { type: "exception", message: text } }),
    span({ facts: { diagnostics: [text] } }),
    span({ input: { [text]: 1 } }),
  ];
}

describe("the secrets of the corpus, wherever they stand in a run", () => {
  it.each(corpus.map((one) => [one.kind, one] as const))(
    "are not told: %s",
    async (_kind, { name, text, secrets }) => {
      for (const [index, one] of spansWith(name, text).entries()) {
        const shown = JSON.stringify(await redactTrace([one], { redact, mark: blinded }));
        expect(
          secrets.filter((secret) => shown.includes(secret)),
          `place ${index}`,
        ).toEqual([]);
      }
    },
  );
});
