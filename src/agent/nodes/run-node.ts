import { defaultLimits } from "../../core/sandbox.ts";
import { attemptErrorOf } from "../attempt-error.ts";
import type { RunContext } from "../run-context.ts";
import { scriptOutput } from "../script-output.ts";
import { stepStateOf } from "../step-position.ts";

/** Runs the accepted script in the sandbox; its streams go to the broker, under the grant of this attempt. */
export async function run(context: RunContext, step: number): Promise<void> {
  const { options, log, broker, limits, stop } = context;
  const { attempt, script, task } = stepStateOf(log.events(), step);
  if (!script) return;
  const { region, grant, target } = context.place(task);
  await log.append({ kind: "attempt-start", step, attempt });
  const session = { grant: { ...grant, policy: script.policy }, step, attempt, ...(target && { target }) };
  const outcome = await options.sandbox.run({
    code: script.code,
    limits: { ...defaultLimits, seconds: Math.min(defaultLimits.seconds, Math.ceil(limits.seconds)) },
    region,
    connect: (stream) => broker.serve(stream, session),
    signal: stop.signal,
  });
  // Cut short by the user: the attempt stays open, and a resumed run makes it again.
  if (stop.reason === "cancelled") return;
  const error = attemptErrorOf(outcome);
  const output = scriptOutput(outcome.stdout);
  await log.append({
    kind: "attempt-end",
    step,
    attempt,
    outcome,
    ...(error && { error }),
    ...(output !== undefined && { output }),
  });
}
