import { describe, expect, it } from "vitest";
import type { LogLine } from "./log-event.ts";
import { errorIn, lambdaReport, patternOf } from "./log-error.ts";

const resource = {
  type: "t",
  id: "i",
  account: "1",
  region: "r",
  data: {},
  source: { call: 1, pointer: "" },
  observedAt: "",
  links: [],
};
const line = (message: string): LogLine => ({ group: "g", stream: "s", at: 0, message, resource });

describe("errorIn", () => {
  it.each([
    ["x Task timed out after 3.00 seconds", "task-timeout", { seconds: "3.00" }],
    ["Runtime exited with error: signal: killed", "out-of-memory", {}],
    ["Unable to import module 'src.main': No module named 'src'", "import", { missing: "src" }],
    [
      "arn:aws:sts::1:assumed-role/r/s is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k",
      "access-denied",
      { action: "s3:GetObject" },
    ],
    ["FATAL: sorry, too many clients already", "too-many-connections", {}],
    ['FATAL: password authentication failed for user "app"', "authentication", { user: "app" }],
    ["kernel: No space left on device", "disk-full", {}],
    ["getaddrinfo ENOTFOUND db.internal", "name-resolution", { host: "db.internal" }],
    ["connect ECONNREFUSED 10.0.0.5:5432", "connection-refused", { address: "10.0.0.5", port: "5432" }],
    ["KeyError: 'TableName'", "missing-key", { key: "TableName" }],
  ] as const)("reads %s", (message, kind, parts) =>
    expect(errorIn(line(message))).toMatchObject({ kind, parts }),
  );

  it("leaves out lines that complain of nothing", () =>
    expect(errorIn(line("processed invoice=881"))).toBeUndefined());
});

describe("patternOf", () => {
  it("is one for messages that differ in numbers and ids", () =>
    expect(patternOf("order 12 failed at 2026-01-01T00:00:00Z")).toBe(
      patternOf("order 99 failed at 2026-02-01T10:00:00Z"),
    ));
});

describe("lambdaReport", () => {
  it("reads duration and memory", () =>
    expect(
      lambdaReport(
        "REPORT RequestId: b Duration: 9.1 ms Billed Duration: 10 ms Memory Size: 128 MB Max Memory Used: 64 MB",
      ),
    ).toEqual({ durationMs: 9.1, memoryMb: 128, usedMb: 64 }));
});
