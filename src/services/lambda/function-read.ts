import type { CheckContext } from "../../diagnose/check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import type { Related } from "../../diagnose/related.ts";
import { asked, lookback, periodFor } from "../../diagnose/window.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { functionName } from "./facts.ts";

export function functionProbe(name: string, context: CheckContext): ProbeRequest {
  const span = lookback(context);
  return {
    probe: "lambda/function",
    variables: {
      function_names: [name],
      asked_since: asked(context).since,
      ...span,
      period: periodFor(span),
    },
    reason: `what function ${name} is, what starts it, and how it fares`,
  };
}

/** The read that every check of a function stands on. */
export function functionRead(one: Related, context: CheckContext): Needed {
  const name = functionName(one.id);
  return {
    service: "lambda",
    operation: "GetFunctionConfiguration",
    params: { FunctionName: name },
    // Others read only the configuration; what the checks need beside it comes with the concurrency.
    find: (facts) => {
      const read = facts.read("lambda", "GetFunctionConfiguration", { FunctionName: name });
      const whole = facts.read("lambda", "GetFunctionConcurrency", { FunctionName: name });
      return read?.error || whole ? read : undefined;
    },
    probe: functionProbe(name, context),
  };
}
