import { describe, expect, it } from "vitest";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import { describeTask } from "./describe.ts";

const failing = (code: string) => ({
  service: "cloudtrail",
  operation: "LookupEvents",
  params: { LookupAttributes: [code] },
  error: { code, message: code },
});
const facts = factsOf(
  recorded([
    failing("InternalError"),
    failing("ResourceNotFoundException"),
    { service: "s3", operation: "ListBuckets", response: { Buckets: [] } },
  ]),
  [],
  "123456789012",
);
const task = { task: "Read the trail", reason: "", status: "done" as const };

describe("how a task that was tried is told", () => {
  it.each([
    ["that it read", { ...task, calls: [3] }, "Read the trail: done"],
    ["that a thing is not there is no failure", { ...task, calls: [2, 3] }, "Read the trail: done"],
    ["what failed", { ...task, calls: [1, 2, 3] }, "Read the trail: done, but 1 of 3 calls FAILED"],
    ["that it read nothing", { ...task, calls: [] }, "Read the trail: done, without a call"],
    ["nothing of calls that are not known", task, "Read the trail: done"],
    [
      "that it was given up",
      { ...task, status: "abandoned" as const, calls: [1] },
      "Read the trail: given up",
    ],
  ])("says %s", (_what, tried, text) => {
    expect(describeTask(tried, { facts })).toBe(text);
  });
});
