import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { linesOfFunction } from "../../diagnose/logs/lines-of-function.ts";
import { errorsIn, lambdaReport } from "../../diagnose/logs/log-error.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, ongoing } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { strings, text } from "../../facts/reader.ts";
import { functionRead } from "./function-read.ts";

const type = "AWS::Lambda::Function";

function inVpc(lambda: Resource): boolean {
  return isObject(lambda.data["VpcConfig"]) && strings(lambda.data["VpcConfig"], "SubnetIds").length > 0;
}

/** A function that hangs on the network runs into its timeout too; then the network is the cause and the timeout shows it. */
export const timeout: Check = resourceCheck({
  id: "lambda.timeout",
  title: "timeout of the function against how long it runs",
  type,
  needed: functionRead,
  judge: (lambda, { facts }) => judgeTimeout(lambda, facts),
});

function judgeTimeout(lambda: Resource, facts: Facts): Judgement {
  const limit = Number(lambda.data["Timeout"]);
  // A line that tells of another limit was written before the function was changed.
  const errors = errorsIn(linesOfFunction(facts, lambda)).filter(
    (error) => error.kind === "task-timeout" && Number(error.parts["seconds"]) === limit,
  );
  const cited = errors.slice(-3).map((error) => facts.cite(error.line.resource));
  const duration = seriesFor(facts, {
    namespace: "AWS/Lambda",
    metric: "Duration",
    dimensions: { FunctionName: lambda.id },
    stat: "Maximum",
  });
  const reached = ongoing(duration, (value) => value >= limit * 1000 * 0.99);
  if (errors.length === 0 && !reached) {
    return {
      fine: `${lambda.id} stays below its timeout of ${limit} s`,
      evidence: [facts.cite(lambda, "/Timeout"), ...citeSeries(facts, duration)],
    };
  }
  const network = errorsIn(linesOfFunction(facts, lambda)).some((error) =>
    ["connect-timeout", "connection-refused", "name-resolution"].includes(error.kind),
  );
  const finishes =
    linesOfFunction(facts, lambda).some(
      (line) => (lambdaReport(line.message)?.durationMs ?? Infinity) < limit * 900,
    ) || (duration?.points ?? []).some((point) => point.value < limit * 900);
  const role = network ? "symptom" : inVpc(lambda) ? (finishes ? "contributing" : "symptom") : "root";
  const doubled = Math.min(900, Math.max(limit * 2, 30));
  return {
    faults: [
      blame(lambda, {
        property: "Timeout",
        observed: limit,
        expected: `longer than the function needs (at most 900 s), for instance ${doubled}`,
        title: `${lambda.id} runs into its timeout of ${limit} seconds`,
        explanation: `Function ${lambda.id} has Timeout ${limit} seconds and is ended when it is reached (${errors.length} log lines "Task timed out"; longest run ${Math.round(highest(duration?.points ?? [])) || limit * 1000} ms).${role === "root" ? "" : " It waits for something in its network, which is the likelier cause."}`,
        evidence: [facts.cite(lambda, "/Timeout"), ...cited, ...citeSeries(facts, duration)],
        role,
        standing: role === "root" ? "proved" : "supported",
        change: {
          summary: `Raise the timeout of ${lambda.id} to ${doubled} s`,
          commands: [
            [
              "aws",
              "lambda",
              "update-function-configuration",
              "--function-name",
              lambda.id,
              "--timeout",
              String(doubled),
            ],
          ],
          risk: "Longer runs cost more; a queue that feeds the function needs a visibility timeout of at least six times the new value.",
          rollback: shellCommand`aws lambda update-function-configuration --function-name ${lambda.id} --timeout ${limit}`,
          edits: [{ op: "replace", type, id: lambda.id, path: "/Timeout", value: doubled }],
        },
      }),
    ],
  };
}

/** A runtime that is killed has used all of its memory; the REPORT line says how much ("Monitoring Lambda applications"). */
export const memory: Check = resourceCheck({
  id: "lambda.memory",
  title: "memory of the function against what it uses",
  type,
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const size = Number(lambda.data["MemorySize"]);
    const lines = linesOfFunction(facts, lambda);
    const killed = errorsIn(lines).filter((error) => error.kind === "out-of-memory");
    const reports = lines.filter((line) => lambdaReport(line.message) !== undefined);
    const full = reports.filter((line) => (lambdaReport(line.message)?.usedMb ?? 0) >= size);
    const used = Math.max(0, ...reports.map((line) => lambdaReport(line.message)?.usedMb ?? 0));
    // A report of another size tells of the function before it was changed.
    const newest = reports.at(-1);
    const before = newest !== undefined && lambdaReport(newest.message)?.memoryMb !== size;
    const errors = before ? [] : killed;
    const cited = errors.slice(-3).map((error) => facts.cite(error.line.resource));
    if (errors.length === 0) {
      const evidence = [
        facts.cite(lambda, "/MemorySize"),
        ...reports.slice(-1).map((line) => facts.cite(line.resource)),
      ];
      return {
        fine: `${lambda.id} was not killed for memory (${size} MB${used > 0 ? `, most used ${used} MB` : ""})`,
        evidence,
      };
    }
    const larger = Math.min(10_240, Math.max(512, size * 4));
    return {
      faults: [
        blame(lambda, {
          property: "MemorySize",
          observed: size,
          expected: `more than it uses, for instance ${larger}`,
          title: `${lambda.id} runs out of memory at ${size} MB`,
          explanation: `Function ${lambda.id} has MemorySize ${size} MB, which it uses fully${used > 0 ? ` (Max Memory Used ${used} MB)` : ""}: the runtime is out of memory and is killed (${errors.length} log lines).`,
          evidence: [
            facts.cite(lambda, "/MemorySize"),
            ...cited,
            ...full.slice(-1).map((line) => facts.cite(line.resource)),
          ],
          change: {
            summary: `Raise the memory of ${lambda.id} to ${larger} MB`,
            commands: [
              [
                "aws",
                "lambda",
                "update-function-configuration",
                "--function-name",
                lambda.id,
                "--memory-size",
                String(larger),
              ],
            ],
            risk: "Each millisecond costs more; the function also gets more CPU and often runs shorter.",
            rollback: shellCommand`aws lambda update-function-configuration --function-name ${lambda.id} --memory-size ${size}`,
            edits: [{ op: "replace", type, id: lambda.id, path: "/MemorySize", value: larger }],
          },
        }),
      ],
    };
  },
});

/** Whether a loading error is about this handler: one about another was written before the handler was changed. */
function namesHandler(message: string, configured: string): boolean {
  const named = /import module ['"]([^'"]+)['"]|Handler ['"]([^'"]+)['"]/.exec(message);
  const module = (named?.[1] ?? named?.[2])?.replaceAll("/", ".");
  return module === undefined || configured.replaceAll("/", ".").startsWith(module);
}

/** The runtime cannot load the code that `Handler` names: wrong module, wrong function, or a package that lacks it. */
export const handler: Check = resourceCheck({
  id: "lambda.handler",
  title: "handler and package of the function",
  type,
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const configured = text(lambda.data, "Handler");
    const loading = errorsIn(linesOfFunction(facts, lambda)).filter(
      (error) =>
        (error.kind === "import" || error.kind === "handler") && namesHandler(error.line.message, configured),
    );
    const last = loading.at(-1);
    if (!last)
      return {
        fine: `${lambda.id} loads its handler ${configured}`,
        evidence: [facts.cite(lambda, "/Handler")],
      };
    const missing = /No module named ['"]([^'"]+)['"]|Cannot find module ['"]([^'"]+)['"]/.exec(
      last.line.message,
    );
    const absent = missing?.[1] ?? missing?.[2] ?? last.parts["module"] ?? configured;
    const module = configured.slice(0, configured.lastIndexOf(".")).replaceAll("/", ".");
    const ownModule = module === absent || module.startsWith(`${absent}.`) || last.kind === "handler";
    const siblings = facts
      .all(type)
      .filter((other) => other.id !== lambda.id && text(other.data, "Handler") !== configured);
    return {
      faults: [
        blame(lambda, {
          property: ownModule ? "Handler" : "Code (package)",
          observed: ownModule ? configured : `no module ${absent} in the package`,
          expected: ownModule
            ? "a handler that the package contains"
            : `a package or layer that contains ${absent}`,
          title: ownModule
            ? `Handler ${configured} of ${lambda.id} is not in its package`
            : `${lambda.id} cannot import ${absent}`,
          explanation: `Function ${lambda.id} has Handler ${configured}, but the runtime cannot load it: the package has no module ${absent} (log: ${last.line.message.slice(0, 120)}).`,
          evidence: [
            facts.cite(lambda, "/Handler"),
            facts.cite(last.line.resource),
            ...siblings.slice(0, 1).map((other) => facts.cite(other, "/Handler")),
          ],
          change: {
            summary: ownModule
              ? `Set Handler of ${lambda.id} to a module that its package has`
              : `Ship ${absent} with ${lambda.id}`,
            // Only a look into the package tells the right name: a person has to give it.
            commands: [],
            risk: "Look into the package first: the module's path in it, with dots, and the function's name make the handler.",
            rollback: shellCommand`aws lambda update-function-configuration --function-name ${lambda.id} --handler ${configured}`,
            edits: [],
          },
        }),
      ],
    };
  },
});
