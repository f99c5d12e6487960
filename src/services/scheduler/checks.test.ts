import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import { scheduleState, scheduleTarget } from "./checks.ts";
import { readers } from "./facts.ts";

const target = "arn:aws:lambda:us-east-1:123456789012:function:close";
const absent = { code: "ResourceNotFoundException", message: "Function not found" };

function judged(check: typeof scheduleState, data: Record<string, string>, missing = false) {
  return said(
    runCheck({
      check,
      readers,
      text: "why does nightly not run?",
      subjects: [{ type: "AWS::Scheduler::Schedule", id: "nightly" }],
      calls: [
        {
          service: "scheduler",
          operation: "GetSchedule",
          params: { Name: "nightly", GroupName: "default" },
          response: {
            Name: "nightly",
            GroupName: "default",
            State: "ENABLED",
            ScheduleExpression: "rate(1 day)",
            Target: { Arn: target },
            ...data,
          },
        },
        {
          service: "lambda",
          operation: "GetFunctionConfiguration",
          params: { FunctionName: "close" },
          ...(missing ? { error: absent } : { response: { FunctionName: "close" } }),
        },
      ],
    }),
  );
}

describe("checks of a schedule", () => {
  it.each([
    ["it is off", { State: "DISABLED" }, "root State"],
    ["its window is over", { EndDate: "2026-11-01T00:00:00Z" }, "root EndDate"],
    ["its window has not begun", { StartDate: "2026-12-01T00:00:00Z" }, "root StartDate"],
    ["it runs", { StartDate: "2026-11-01T00:00:00Z", EndDate: "2026-12-01T00:00:00Z" }, "fine"],
  ] as const)("%s", (_, data, expected) => expect(judged(scheduleState, data)).toBe(expected));

  it("blames a target that is gone", () => expect(judged(scheduleTarget, {}, true)).toBe("root Target.Arn"));

  it("blames no target that is there", () => expect(judged(scheduleTarget, {})).toBe("apart"));
});
