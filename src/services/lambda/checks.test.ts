import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import { recorded } from "../../testing/recorded.ts";
import { factsOf } from "../../facts/fact-base.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { readers as logsReaders } from "../logs/facts.ts";
import { readers } from "./facts.ts";
import { reservedConcurrency } from "./concurrency-checks.ts";
import { handler, memory, timeout } from "./run-checks.ts";
import { functionState } from "./state-checks.ts";

interface Lambda {
  readonly configuration?: JsonObject;
  readonly reserved?: number;
  readonly lines?: readonly string[];
}

function contextOf({ configuration = {}, reserved, lines = [] }: Lambda): CheckContext {
  const name = "resize";
  const calls = recorded([
    {
      service: "lambda",
      operation: "GetFunctionConfiguration",
      params: { FunctionName: name },
      response: {
        FunctionName: name,
        FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
        Handler: "app.run",
        Timeout: 3,
        MemorySize: 128,
        State: "Active",
        ...configuration,
      },
    },
    {
      service: "lambda",
      operation: "GetFunctionConcurrency",
      params: { FunctionName: name },
      response: reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved },
    },
    {
      service: "logs",
      operation: "FilterLogEvents",
      params: { logGroupName: `/aws/lambda/${name}` },
      response: {
        events: lines.map((message, index) => ({
          eventId: String(index),
          logStreamName: "s",
          timestamp: index,
          message,
        })),
      },
    },
  ]);
  const facts = factsOf(calls, [...readers, ...logsReaders], "123456789012");
  const window = { from: "2026-11-21T00:00:00Z", to: "2026-11-21T03:00:00Z" };
  return {
    facts,
    question: { text: "why does resize fail?", mentions: [], ports: [], actions: [], services: [], window },
    subjects: [{ ref: { type: "AWS::Lambda::Function", id: name }, role: "subject", text: name }],
    now: window.to,
    region: "us-east-1",
  };
}

describe("checks of a function", () => {
  it.each([
    ["no invocation is let through", reservedConcurrency, { reserved: 0 }, "ReservedConcurrentExecutions"],
    ["it runs into its timeout", timeout, { lines: ["a1 Task timed out after 3.00 seconds"] }, "Timeout"],
    [
      "it is killed for memory",
      memory,
      {
        lines: [
          "Error: Runtime exited with error: signal: killed",
          "REPORT RequestId: b Duration: 9.1 ms Billed Duration: 10 ms Memory Size: 128 MB Max Memory Used: 128 MB",
        ],
      },
      "MemorySize",
    ],
    [
      "its handler is not in the package",
      handler,
      { lines: ["[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'app'"] },
      "Handler",
    ],
    [
      "it is not active",
      functionState,
      { configuration: { State: "Failed", StateReason: "subnet is gone" } },
      "State",
    ],
  ] as const)("finds that %s", (_, check, lambda, property) => {
    const result = check.run(contextOf(lambda));
    expect(result).toMatchObject({ kind: "fault", faults: [{ property, role: "root", standing: "proved" }] });
    expect(result.kind === "fault" && result.faults[0]?.evidence.length).toBeGreaterThan(0);
  });

  it.each([
    ["concurrency is not reserved", reservedConcurrency, {}],
    ["some concurrency is reserved", reservedConcurrency, { reserved: 50 }],
    [
      "the timeout in the log was an earlier one",
      timeout,
      { configuration: { Timeout: 60 }, lines: ["a1 Task timed out after 3.00 seconds"] },
    ],
    [
      "the memory in the log was an earlier one",
      memory,
      {
        configuration: { MemorySize: 1024 },
        lines: [
          "signal: killed",
          "REPORT RequestId: b Duration: 9.1 ms Billed Duration: 10 ms Memory Size: 128 MB Max Memory Used: 128 MB",
        ],
      },
    ],
    [
      "the handler in the log was an earlier one",
      handler,
      { lines: ["Unable to import module 'src.main': No module named 'src'"] },
    ],
    ["it is active", functionState, {}],
  ] as const)("blames nothing where %s", (_, check, lambda) => {
    expect(check.run(contextOf(lambda)).kind).toBe("fine");
  });

  it("takes a timeout for a symptom where the log shows that the network is silent", () => {
    const result = timeout.run(
      contextOf({
        lines: ["connect timed out to host db.internal:5432", "a1 Task timed out after 3.00 seconds"],
      }),
    );
    expect(result).toMatchObject({ kind: "fault", faults: [{ role: "symptom" }] });
  });

  it("asks for its probe while the function is not read", () => {
    const context = contextOf({});
    const other = {
      ...context,
      subjects: [
        { ref: { type: "AWS::Lambda::Function", id: "other" }, role: "subject" as const, text: "other" },
      ],
    };
    expect(timeout.run(other)).toMatchObject({
      kind: "needs",
      probes: [{ probe: "lambda/function", variables: { function_names: ["other"] } }],
    });
  });
});
