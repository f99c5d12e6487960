import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, ongoing, sum } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { functionRead } from "./function-read.ts";

const smallestAccountLimit = 10;

/**
 * Concurrency is at most the rate of requests times the timeout (Little's law). Below the smallest limit that an account can have, its limit cannot
 * be what throttles: then throttles of the past come from a reservation that is gone.
 */
function couldReachAccountLimit(lambda: Resource, facts: Facts): boolean {
  const points = (metric: string) => {
    const series = seriesFor(facts, {
      namespace: "AWS/Lambda",
      metric,
      dimensions: { FunctionName: lambda.id },
    });
    return highest(series?.points ?? []) / (series?.period ?? 300);
  };
  const rate = points("Invocations") + points("Throttles");
  return rate * Number(lambda.data["Timeout"] ?? 900) >= smallestAccountLimit;
}

/** "Configuring reserved concurrency": zero throttles every invocation; any number is the most that run at once. */
export const reservedConcurrency: Check = resourceCheck({
  id: "lambda.reserved-concurrency",
  title: "reserved concurrency and throttles of the function",
  type: "AWS::Lambda::Function",
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const read = facts.read("lambda", "GetFunctionConcurrency", { FunctionName: lambda.id });
    if (!read || read.error)
      return {
        gaps: [`reserved concurrency of ${lambda.id} could not be read; allow lambda:GetFunctionConcurrency`],
      };
    const setting = facts.get("AWS::Lambda::Concurrency", lambda.id);
    const reserved = setting?.data["ReservedConcurrentExecutions"];
    const dimensions = { FunctionName: lambda.id };
    const throttles = seriesFor(facts, { namespace: "AWS/Lambda", metric: "Throttles", dimensions });
    const throttled = sum(throttles?.points ?? []);
    const used = highest(
      seriesFor(facts, { namespace: "AWS/Lambda", metric: "ConcurrentExecutions", dimensions })?.points ?? [],
    );
    if (!setting || typeof reserved !== "number") {
      return throttled > 0 &&
        ongoing(throttles, (value) => value > 0) &&
        couldReachAccountLimit(lambda, facts)
        ? {
            gaps: [
              `${lambda.id} is throttled without reserved concurrency: the account's concurrency limit decides, which lambda:GetAccountSettings shows`,
            ],
          }
        : {
            fine: `${lambda.id} reserves no concurrency and is not throttled`,
            evidence: [
              ...facts.citeAbsence(read, "/ReservedConcurrentExecutions", "ReservedConcurrentExecutions"),
              ...citeSeries(facts, throttles),
            ],
          };
    }
    if (reserved > 0 && !(throttled > 0 && used >= reserved)) {
      return {
        fine: `${lambda.id} reserves ${reserved} and is not held back by it`,
        evidence: [facts.cite(setting), ...citeSeries(facts, throttles)],
      };
    }
    return {
      faults: [
        blame(lambda, {
          property: "ReservedConcurrentExecutions",
          observed: reserved,
          expected: reserved === 0 ? "unset, or more than 0" : `more than ${reserved}`,
          title: `Reserved concurrency of ${lambda.id} is ${reserved}`,
          explanation:
            reserved === 0
              ? `Function ${lambda.id} has ReservedConcurrentExecutions 0, so Lambda throttles every invocation (TooManyRequestsException, 429), however little traffic there is. Throttles in the period: ${throttled}.`
              : `Function ${lambda.id} may run ${reserved} at once (ReservedConcurrentExecutions) and reached ${used}; ${throttled} invocations were throttled.`,
          evidence: [facts.cite(setting, "/ReservedConcurrentExecutions"), ...citeSeries(facts, throttles)],
          severity: reserved === 0 ? "critical" : "high",
          change: {
            summary:
              reserved === 0
                ? `Remove the reservation of ${lambda.id}`
                : `Raise the reservation of ${lambda.id}`,
            commands: [
              reserved === 0
                ? ["aws", "lambda", "delete-function-concurrency", "--function-name", lambda.id]
                : [
                    "aws",
                    "lambda",
                    "put-function-concurrency",
                    "--function-name",
                    lambda.id,
                    "--reserved-concurrent-executions",
                    String(reserved * 2),
                  ],
            ],
            risk: "The function may use more of the account's concurrency. If somebody set it to stop the function on purpose, ask first.",
            rollback: shellCommand`aws lambda put-function-concurrency --function-name ${lambda.id} --reserved-concurrent-executions ${reserved}`,
            edits: [{ op: "delete", type: "AWS::Lambda::Concurrency", id: lambda.id }],
          },
        }),
      ],
    };
  },
});
