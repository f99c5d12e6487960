import type { Mention } from "../../core/question.ts";
import type { During, Reasoner } from "../reason.ts";
import { askRole } from "./ask-role.ts";
import { asking, type ModelReasonerOptions } from "./asking.ts";
import { describeSymptoms } from "./describe.ts";
import { RouteShape } from "./shapes.ts";

/** Reads the question by code, and lets a model add what it points at in the question's own words. */
export async function route(
  { code, ...options }: ModelReasonerOptions,
  input: Parameters<Reasoner["route"]>[0],
  during: During | undefined,
): ReturnType<Reasoner["route"]> {
  const read = await code.route(input, during);
  const outcome = await askRole({
    ...asking({ code, ...options }, "router", "router/route", during, () => ({
      question: input.text.slice(0, 8000),
      symptoms: describeSymptoms(options.symptoms),
    })),
    name: "route",
    shape: RouteShape,
  });
  if (outcome.kind === "failed") {
    await during?.note?.(`The router gave no answer: ${outcome.why} The question is read by code alone.`);
    return read;
  }
  const { question } = read;
  const { subjects, symptoms, asks } = outcome.value;
  const known = new Set(question.mentions.map(({ text }) => text.toLowerCase()));
  const added = subjects.flatMap(({ text, type, role }): Mention[] =>
    // A model may point at words of the question; it may not bring its own.
    text.length > 1 && input.text.includes(text) && !known.has(text.toLowerCase())
      ? [{ text, kind: "name", role, weak: true, ...(type?.startsWith("AWS::") && { type, types: [type] }) }]
      : [],
  );
  const own = question.symptoms ?? [];
  const named = symptoms.filter((symptom) => options.symptoms.has(symptom));
  return {
    ...read,
    question: {
      ...question,
      mentions: [...question.mentions, ...added],
      symptoms: own.length > 0 ? own : named,
      ...(question.asks === undefined && { asks }),
    },
  };
}
