import { defaultLimits } from "../../core/sandbox.ts";
import { attemptErrorOf, hiddenCallError, unansweredError } from "../attempt-error.ts";
import type { AttemptError } from "../../core/script.ts";
import type { RunContext } from "../run-context.ts";
import { scriptOutput } from "../script-output.ts";
import { stepStateOf, type StepState } from "../step-position.ts";

/** Runs the accepted script in the sandbox; its streams go to the broker, under the grant of this attempt. */
export async function run(context: RunContext, step: number): Promise<void> {
  const { options, log, broker, limits, stop } = context;
  const state = stepStateOf(log.events(), step);
  const { attempt, script, task } = state;
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
  const error = attemptErrorOf(outcome) ?? incompleteness(context, state);
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

/**
 * What makes a script that ran through no use. One that a model wrote and that made no call has read nothing: what it prints is not from the account. One that lives
 * on without a call which its own text hid, or without any answer of an operation, is to be written so that nothing is missing, while another attempt is left.
 */
function incompleteness(
  { log, limits }: RunContext,
  { step, attempt, script }: StepState,
): AttemptError | undefined {
  const calls = log
    .events()
    .flatMap((event) =>
      event.kind === "call" && event.attempt === attempt && event.call.step === step ? [event.call] : [],
    );
  if (calls.length === 0 && script?.origin === "model")
    return { kind: "output", message: "The script made no AWS call: nothing was read from the account." };
  if (attempt >= limits.attempts) return undefined;
  // Once is enough: what the account refuses it refuses again.
  const unanswered = script?.origin === "model" && attempt === 1 ? unansweredError(calls) : undefined;
  return hiddenCallError(calls) ?? unanswered;
}
