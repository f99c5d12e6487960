import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { functionRead } from "./function-read.ts";
import { deprecatedRuntimes } from "./runtimes.ts";

const type = "AWS::Lambda::Function";

/** "Lambda function states": only an Active function whose last update succeeded runs what was deployed. */
export const functionState: Check = resourceCheck({
  id: "lambda.state",
  title: "state of the function and of its last update",
  type,
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const state = text(lambda.data, "State");
    const update = text(lambda.data, "LastUpdateStatus");
    const broken =
      state === "Failed" || state === "Inactive"
        ? "State"
        : update === "Failed"
          ? "LastUpdateStatus"
          : undefined;
    if (broken === undefined)
      return {
        fine: `${lambda.id} is ${state || "Active"}`,
        evidence: [facts.cite(lambda, state === "" ? "/FunctionName" : "/State")],
      };
    const reason = text(lambda.data, broken === "State" ? "StateReason" : "LastUpdateStatusReason");
    const observed = text(lambda.data, broken);
    return {
      faults: [
        blame(lambda, {
          property: broken,
          observed: reason === "" ? observed : `${observed}: ${reason}`,
          expected: broken === "State" ? "Active" : "Successful",
          title: `${lambda.id} has ${broken} ${observed}`,
          explanation: `Function ${lambda.id} has ${broken} ${observed}${reason === "" ? "" : ` (${reason})`}: ${broken === "State" ? "it cannot be invoked until that is repaired" : "it still runs what stood before the update"}.`,
          evidence: [facts.cite(lambda)],
        }),
      ],
    };
  },
});

/** Runtimes that Lambda no longer supports; a function on one still runs, so this alone explains no failure. */
export const runtimeSupport: Check = resourceCheck({
  id: "lambda.runtime",
  title: "support of the function's runtime",
  type,
  reach: 0,
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const runtime = text(lambda.data, "Runtime");
    if (!deprecatedRuntimes.has(runtime))
      return {
        fine: `runtime ${runtime || "of an image"} of ${lambda.id} is supported`,
        evidence: [facts.cite(lambda, "Runtime" in lambda.data ? "/Runtime" : "/FunctionName")],
      };
    return {
      faults: [
        blame(lambda, {
          property: "Runtime",
          observed: runtime,
          expected: "a supported runtime",
          title: `Runtime ${runtime} of ${lambda.id} is deprecated`,
          explanation: `Function ${lambda.id} has Runtime ${runtime}, which Lambda no longer supports: no security patches, and creating or updating functions with it is blocked after a while.`,
          evidence: [facts.cite(lambda, "/Runtime")],
          role: "bystander",
          pillars: ["security", "operational excellence"],
        }),
      ],
    };
  },
});
