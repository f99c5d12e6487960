import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import { text } from "../../facts/reader.ts";
import { deprecatedRuntimes } from "./runtimes.ts";

/** Runtimes that AWS no longer supports, or just those that the question names ("Lambda runtimes", deprecation table). */
export const runtimes: Check = listingCheck({
  id: "lambda.list-runtimes",
  title: "runtimes of the functions",
  type: "AWS::Lambda::Function",
  asks: (words) =>
    /lambda|functions?/i.test(words) &&
    (/runtimes?\b/i.test(words)
      ? /deprecat|old|outdated|end[- ]of[- ](?:life|support)|\beol\b|unsupported|still/i.test(words) ||
        namedRuntimes(words).length > 0
      : false),
  probe: { probe: "lambda/inventory", variables: {} },
  list: { service: "lambda", operation: "ListFunctions" },
  judge: (one, facts, { question }) => {
    const runtime = text(one.data, "Runtime");
    const named = namedRuntimes(question.text);
    const old = deprecatedRuntimes.has(runtime);
    const listed = named.length > 0 ? named.includes(runtime) : old;
    return listed
      ? {
          property: "Runtime",
          observed: runtime,
          expected: "a supported runtime",
          says: `runs on ${runtime}${old ? ", which is deprecated" : ""}`,
          evidence: [facts.cite(one, "/Runtime")],
        }
      : undefined;
  },
  severity: "low",
  pillars: ["security"],
});

function namedRuntimes(words: string): readonly string[] {
  return [
    ...words.matchAll(
      /\b(?:python\d\.\d+|nodejs\d+\.x|java\d+(?:\.al2)?|dotnet\w*\d[\w.]*|ruby\d\.\d|go1\.x|provided(?:\.al2\w*)?)/gi,
    ),
  ].map((match) => match[0].toLowerCase());
}

export const everyFunction: Check = allOfKind({
  id: "lambda.list-all-functions",
  type: "AWS::Lambda::Function",
  nouns: "(?:(?:aws )?lambda )?functions|lambdas",
  besides: "runtimes?|languages?",
  probe: { probe: "lambda/inventory", variables: {} },
  list: { service: "lambda", operation: "ListFunctions" },
  told: ["Runtime"],
  says: (runtime) => `runs on ${String(runtime)}`,
});

export const checks: readonly Check[] = [everyFunction, runtimes];
