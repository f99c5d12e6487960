import type { Rehearsal } from "../../core/record/rehearsal.ts";
import type { RunContext } from "../run-context.ts";
import { stepStateOf } from "../step-position.ts";
import type { StepState } from "../step-position.ts";

/** Whether this attempt's script is to be rehearsed before it runs. */
export function isRehearsalDue({ options }: RunContext, { phase, script }: StepState): boolean {
  const when = options.rehearsal?.when ?? "never";
  return phase === "accepted" && (when === "always" || (when === "auto" && script?.origin === "model"));
}

/** Lets the accepted script run against made-up answers under the grant of this attempt. What fails there goes back to be repaired; no call is made. */
export async function rehearse(context: RunContext, step: number): Promise<void> {
  const { options, log, limits, stop } = context;
  const { attempt, script, task } = stepStateOf(log.events(), step);
  if (!script || !options.rehearsal) return;
  const { grant, target } = context.place(task);
  const rehearsal = await options.rehearsal.run(
    { ...grant, policy: script.policy },
    script.code,
    stop.signal,
    target,
  );
  if (stop.reason === "cancelled") return;
  const accepted = !rehearsal?.error || (attempt >= limits.attempts && isOnlyIncomplete(rehearsal));
  await log.append({
    kind: "script-rehearsed",
    step,
    attempt,
    accepted,
    ...(rehearsal && { rehearsal }),
  });
}

/** An unread page and a refusal that the script lives on without make no fact false, for absence is not concluded from them; with no attempt left it may run all the same. */
function isOnlyIncomplete({ situations = [] }: Rehearsal): boolean {
  return !situations.some(
    ({ result, exception }) =>
      result === "crashed" || result === "too-long" || (result === "denied" && exception !== undefined),
  );
}
