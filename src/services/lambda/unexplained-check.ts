import type { Check } from "../../diagnose/check.ts";
import { linesOfFunction } from "../../diagnose/logs/lines-of-function.ts";
import { errorsIn, patternsOf } from "../../diagnose/logs/log-error.ts";
import type { LogErrorKind } from "../../diagnose/logs/log-error.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { functionRead } from "./function-read.ts";

/** Complaints that no check can settle by looking at settings: as long as they come, nobody may say that nothing is wrong. */
const unsettled: ReadonlySet<LogErrorKind> = new Set([
  "other",
  "certificate",
  "too-many-connections",
  "throttled",
]);

/** A function that keeps complaining of something that no setting explains. It never blames; it keeps the answer from being "no fault". */
export const unexplainedErrors: Check = resourceCheck({
  id: "lambda.unexplained-errors",
  title: "error lines of the function that no setting explains",
  type: "AWS::Lambda::Function",
  reach: 0,
  needed: functionRead,
  judge: (lambda, { facts, question }) => {
    const since = Date.parse(question.window.from);
    const recent = errorsIn(linesOfFunction(facts, lambda)).filter(
      ({ kind, line }) => unsettled.has(kind) && line.at >= since,
    );
    const [most] = patternsOf(recent);
    return most && most.count > 1
      ? {
          gaps: [
            `${lambda.id} logged ${most.count} times what no setting explains: ${most.last.line.message.slice(0, 160)}`,
          ],
        }
      : {};
  },
});
