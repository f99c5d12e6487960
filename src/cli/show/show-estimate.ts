import type { Nephoscope } from "../../index.ts";
import { plain } from "./paint.ts";
import type { Paint } from "./paint.ts";

type Estimate = Awaited<ReturnType<Nephoscope["estimate"]>>;

/** What a run will likely take, with the range in which nine of ten lie. */
export function showEstimate(estimate: Estimate, paint: Paint): string {
  const { models, tokens, modelUsd, awsCalls, awsUsd, seconds, runs, limits } = estimate;
  const range = ({ low, likely, high }: Estimate["tokens"], digits = 0) =>
    `about ${likely.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
  const roles = models.map(
    (one) =>
      `    ${one.role.padEnd(13)} ${plain(one.model).padEnd(20)} ${range(one.requests)} requests, ${range(one.usd, 4)} USD${paint("dim", one.basis === "history" ? `, from ${one.runs} runs` : ", from the prompts' sizes")}`,
  );
  return [
    models.length === 0
      ? "  No model: playbooks and analyzers answer."
      : `  Models     ${range(tokens)} tokens, ${range(modelUsd, 4)} USD`,
    ...roles,
    `  AWS        ${range(awsCalls)} calls, ${range(awsUsd, 4)} USD`,
    `  Time       ${range(seconds)} s`,
    paint(
      "dim",
      `  ${runs === 0 ? "usual values, for want of earlier runs" : `calls and time from ${runs} earlier runs`}; ended at ${limits.iterations} rounds, ${limits.seconds} s, ${limits.awsCalls} calls, ${limits.awsUsd} USD of calls. Nothing was sent.`,
    ),
    "",
  ].join("\n");
}
