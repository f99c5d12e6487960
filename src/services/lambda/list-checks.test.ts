import { describe, expect, it } from "vitest";
import { runCheck } from "../../testing/check-case.ts";
import { everyFunction } from "./list-checks.ts";
import { readers } from "./facts.ts";

const calls = [
  {
    service: "lambda",
    operation: "ListFunctions",
    response: {
      Functions: [
        { FunctionName: "pay", Runtime: "python3.12" },
        { FunctionName: "ship", PackageType: "Image" },
      ],
    },
  },
];
const asked = (text: string) => runCheck({ check: everyFunction, calls, readers, subjects: [], text });

describe("a question for everything of a kind", () => {
  it.each([
    "Which Lambda functions are there?",
    "List all our lambda functions and their runtimes.",
    "How many functions do we have in this account?",
    "show me the lambdas",
    "please list functions",
  ])("is answered with all of them: %s", (text) => {
    const result = asked(text);
    expect(result.kind === "fault" ? result.faults.map(({ title }) => title) : result.kind).toEqual([
      "pay runs on python3.12",
      "ship exists",
    ]);
  });

  it.each([
    "Which Lambda functions are failing?",
    "List all functions without a dead-letter queue",
    "Why are there so many functions?",
    "Which functions are in VPC vpc-0123?",
    "List the function pay",
    "How many invocations do the functions have?",
  ])("is none where it asks for some of them, or for another thing: %s", (text) => {
    expect(asked(text).kind).toBe("apart");
  });

  it("needs the list first", () => {
    const result = runCheck({
      check: everyFunction,
      calls: [],
      readers,
      subjects: [],
      text: "Which functions are there?",
    });
    expect(result.kind).toBe("needs");
  });
});
