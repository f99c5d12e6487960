import { describe, expect, it } from "vitest";
import type { Outcome } from "../core/script.ts";
import { attemptErrorOf, unansweredError } from "./attempt-error.ts";
import { runFailureOf } from "./run-failure.ts";
import { scriptOutput } from "./script-output.ts";
import { toldCall } from "../testing/told-run.ts";

const exited = (stderr: string, exitCode = 1): Outcome => ({
  kind: "exited",
  exitCode,
  stdout: "",
  stderr,
  ms: 1,
});
const client = (code: string) =>
  `Traceback (most recent call last):\n  File "x.py", line 3, in <module>\nbotocore.exceptions.ClientError: An error occurred (${code}) when calling the X operation: why\n`;

describe("attemptErrorOf", () => {
  it.each([
    [client("AccessDenied"), "access-denied"],
    [client("UnauthorizedOperation"), "access-denied"],
    [client("AccessDeniedException"), "access-denied"],
    [client("ThrottlingException"), "throttled"],
    [client("RequestLimitExceeded"), "throttled"],
    [client("InvalidVpcID.NotFound"), "not-found"],
    [client("NoSuchBucket"), "not-found"],
    [client("404"), "not-found"],
    [client("ResourceNotFoundException"), "not-found"],
    [client("ExpiredToken"), "credentials"],
    [client("ValidationError"), "api-parameter"],
    [
      'botocore.exceptions.ParamValidationError: Parameter validation failed:\nUnknown parameter in input: "X", must be one of: Y\n',
      "api-parameter",
    ],
    ["botocore.exceptions.UnknownServiceError: Unknown service: 'ec3'.", "api-name"],
    ["AttributeError: 'EC2' object has no attribute 'describe_instance'", "api-name"],
    ["AttributeError: module 'json' has no attribute 'dump5'", "exception"],
    ["ModuleNotFoundError: No module named 'pandas'", "import"],
    ["  File \"x.py\", line 1\n    print(\n         ^\nSyntaxError: '(' was never closed", "syntax"],
    [
      'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://x"',
      "endpoint",
    ],
    ["KeyError: 'Vpcs'", "exception"],
    ["", "exception"],
  ])("reads %j", (stderr, kind) => {
    const error = attemptErrorOf(exited(stderr));
    expect(error?.kind).toBe(kind);
    expect(error?.message).not.toContain("Traceback");
  });

  it("knows the outcomes that are no exits", () => {
    expect(attemptErrorOf(exited("a warning", 0))).toBeUndefined();
    for (const [kind, error] of [
      ["timed-out", "timeout"],
      ["out-of-memory", "out-of-memory"],
      ["refused", "sandbox"],
    ] as const) {
      expect(attemptErrorOf({ kind, stdout: "", stderr: "", ms: 1 })?.kind).toBe(error);
    }
  });
});

describe("scriptOutput", () => {
  it.each([
    ['{"a":1}\n', { a: 1 }],
    ['reading…\n{"a":1}', { a: 1 }],
    ["[1,\n 2]", [1, 2]],
    ["plain text", undefined],
    ["", undefined],
  ])("%j", (stdout, output) => expect(scriptOutput(stdout)).toEqual(output));
});

describe("runFailureOf", () => {
  const failed = (n: number, code: string, status = 400) =>
    toldCall(n, undefined, { status, error: { code, message: "why" } });
  it.each([
    ["nothing was sent", [], undefined],
    ["one read was answered", [toldCall(1, {}), failed(2, "ExpiredToken")], undefined],
    ["the service answered with an error of its own", [failed(1, "NoSuchBucket", 404)], undefined],
    ["bad credentials", [failed(1, "AuthFailure"), failed(2, "InvalidClientTokenId")], "credentials"],
    ["no permission at all", [failed(1, "AccessDenied"), failed(2, "UnauthorizedOperation")], "credentials"],
    ["an endpoint that is not there", [failed(1, "Unreachable", 0)], "endpoint"],
    ["an endpoint that only errors", [failed(1, "InternalError", 500), failed(2, "", 503)], "endpoint"],
    ["refusals of our own", [toldCall(1, undefined, { decision: "denied", status: 0 })], undefined],
  ] as const)("%s", (_, calls, code) => expect(runFailureOf([...calls])?.code).toBe(code));
});

describe("an operation that never answered", () => {
  const failing = (n: number, code: string) =>
    toldCall(n, undefined, { operation: "DescribeImages", error: { code, message: "why" } });
  const denied = (n: number, more = {}) =>
    toldCall(n, undefined, {
      operation: "DescribeImages",
      decision: "denied",
      reason: "not in the policy",
      ...more,
    });
  const fine = toldCall(9, {});

  it.each([
    ["every call failed", [fine, failing(1, "InternalError"), failing(2, "InternalError")], "exception"],
    ["every call was denied", [fine, denied(1)], "access-denied"],
  ])("is told where %s", (_what, calls, kind) => {
    expect(unansweredError(calls)).toMatchObject({
      kind,
      message: expect.stringContaining("Every call of ec2:DescribeImages failed"),
    });
  });

  it.each([
    [
      "one call came through",
      [failing(1, "InternalError"), toldCall(2, {}, { operation: "DescribeImages" })],
    ],
    ["it said that a thing is not there", [fine, failing(1, "ResourceNotFoundException")]],
    ["a limit of the run ended it", [fine, denied(1, { limit: "calls" as const })]],
    ["nothing was called", []],
  ])("is not told where %s", (_what, calls) => {
    expect(unansweredError(calls)).toBeUndefined();
  });
});
