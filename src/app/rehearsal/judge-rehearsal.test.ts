import { describe, expect, it } from "vitest";
import type { Situation } from "../../core/record/rehearsal.ts";
import type { Outcome } from "../../core/script.ts";
import { judgeRehearsal } from "./judge-rehearsal.ts";

const page = { service: "ec2", operation: "DescribeVpcs", token: "t", read: false, limited: false };
const ended = (stderr: string, exitCode = 1): Outcome => ({
  kind: "exited",
  exitCode,
  stdout: "",
  stderr,
  ms: 1,
});
const raised = (message: string) =>
  ended(`Traceback (most recent call last):\n  File "script.py", line 7, in <module>\n    x\n${message}\n`);
const awsError = raised(
  "botocore.exceptions.ClientError: An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: no",
);
const judge = (outcome: Outcome, situation: Situation = "minimal", more: object = {}) =>
  judgeRehearsal({ situation, outcome, calls: [], offered: [], ...more });

describe("whose fault an end in rehearsal is", () => {
  it.each([
    ["KeyError: 'PublicIpAddress'", "crashed", "exception"],
    ["TypeError: 'NoneType' object is not subscriptable", "crashed", "exception"],
    ["IndexError: list index out of range", "crashed", "exception"],
    ["AttributeError: 'EC2' object has no attribute 'describe_all'", "crashed", "api-name"],
    ["botocore.exceptions.ParamValidationError: Parameter validation failed:", "crashed", "api-parameter"],
    ["ValueError: invalid literal for int() with base 10: 'example'", "doubtful", undefined],
    ["json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "doubtful", undefined],
  ])("%s", (message, result, kind) => {
    const judged = judge(raised(message));
    expect([judged.result, judged.error?.kind, judged.line]).toEqual([result, kind, 7]);
  });

  it("is nobody's where the script passes on what AWS said, and the script's where the grant refused it", () => {
    expect(judge(awsError, "denied").result).toBe("stopped");
    const refused = {
      decision: "denied",
      reason: "ec2:DescribeVpcs is denied: the policy does not allow it.",
    };
    expect(judge(awsError, "minimal", { calls: [refused] })).toMatchObject({
      result: "denied",
      error: { kind: "access-denied", message: expect.stringContaining("the policy does not allow it") },
    });
  });

  it("is the script's where its text hides a call, even though it lives on without the answer", () => {
    const hidden = { decision: "denied", deniedBy: "policy", reason: "the policy does not allow it" };
    expect(judge(ended("", 0), "paged", { calls: [hidden] })).toMatchObject({
      result: "denied",
      error: { kind: "access-denied", message: "the policy does not allow it" },
    });
    const forbidden = { decision: "denied", deniedBy: "ceiling", reason: "the user does not allow it" };
    expect(judge(ended("", 0), "paged", { calls: [forbidden] }).result).toBe("passed");
  });

  it("is the script's where it goes on after a refusal without its answer", () => {
    expect(judge(raised("NameError: name 'vpcs' is not defined"), "denied").result).toBe("crashed");
  });

  it("is nobody's where the script ends itself", () => {
    expect(judge(ended("there is no such network\n", 3))).toEqual({
      result: "stopped",
      text: "It ended with exit code 3.",
    });
  });

  it("is the script's where it leaves a list half read, unless it said how many it wants", () => {
    expect(judge(ended("", 0), "paged", { offered: [page] }).result).toBe("unread-page");
    expect(judge(ended("", 0), "paged", { offered: [{ ...page, limited: true }] }).result).toBe("passed");
    expect(judge(ended("", 0), "paged", { offered: [{ ...page, read: true }] }).result).toBe("passed");
  });

  it("is doubtful for a key that only the account knows", () => {
    const names = [{ members: new Set(["Environment", "Variables"]), openMaps: true }];
    expect(judge(raised("KeyError: 'DB_HOST'"), "minimal", { names }).result).toBe("doubtful");
    expect(judge(raised("KeyError: 'Environment'"), "minimal", { names }).result).toBe("crashed");
  });

  it("is the script's when it never ends, and nobody's when there was no sandbox", () => {
    expect(judge({ kind: "timed-out", stdout: "", stderr: "", ms: 1 }).result).toBe("too-long");
    expect(judge({ kind: "refused", stdout: "", stderr: "", ms: 1 }).error).toBeUndefined();
  });
});
