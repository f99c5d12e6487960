import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { linesOfFunction } from "../../diagnose/logs/lines-of-function.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { functionRead } from "./function-read.ts";

const type = "AWS::Lambda::Function";
const smallest = 512;

/** A function may write to /tmp only, 512 MB unless EphemeralStorage gives more ("Configure ephemeral storage for Lambda functions"). */
export const temporaryStorage: Check = resourceCheck({
  id: "lambda.temporary-storage",
  title: "space that the function has in /tmp",
  type,
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const storage = lambda.data["EphemeralStorage"];
    const size = isObject(storage) && typeof storage["Size"] === "number" ? storage["Size"] : smallest;
    const full = errorsIn(linesOfFunction(facts, lambda)).filter(({ kind }) => kind === "disk-full");
    const last = full.at(-1);
    const evidence = [facts.cite(lambda, isObject(storage) ? "/EphemeralStorage" : "/FunctionName")];
    // More than the default was given on purpose; lines from before that look just like lines from after it.
    if (!last) return { fine: `${lambda.id} does not run out of space in /tmp (${size} MB)`, evidence };
    // More than the default was given on purpose; lines from before that look just like lines from after it.
    if (size > smallest)
      return {
        gaps: [
          `${lambda.id} ran out of space; whether before or after EphemeralStorage was set to ${size} MB is not to be seen`,
        ],
      };
    const larger = 2048;
    return {
      faults: [
        blame(lambda, {
          property: "EphemeralStorage.Size",
          observed: size,
          expected: `more than it writes, for instance ${larger}`,
          title: `${lambda.id} fills its ${size} MB of /tmp (EphemeralStorage)`,
          explanation: `Function ${lambda.id} has EphemeralStorage of ${size} MB and its /tmp is full (${full.length} log lines "No space left on device").`,
          evidence: [...evidence, facts.cite(last.line.resource)],
          change: {
            summary: `Give ${lambda.id} ${larger} MB of /tmp`,
            commands: [
              [
                "aws",
                "lambda",
                "update-function-configuration",
                "--function-name",
                lambda.id,
                "--ephemeral-storage",
                `Size=${larger}`,
              ],
            ],
            risk: "Space above 512 MB is paid for. Files of an earlier run stay in /tmp: a function that never deletes them fills any size.",
            rollback: shellCommand`aws lambda update-function-configuration --function-name ${lambda.id} --ephemeral-storage Size=${size}`,
            edits: [{ op: "replace", type, id: lambda.id, path: "/EphemeralStorage/Size", value: larger }],
          },
        }),
      ],
    };
  },
});
