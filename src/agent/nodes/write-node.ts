import type { RunContext } from "../run-context.ts";
import { stepStateOf } from "../step-position.ts";
import type { StepState } from "../step-position.ts";

/** Writes the step's script, or repairs the one that failed; a reasoner that has no other gives the step up. */
export async function write(context: RunContext, step: number): Promise<void> {
  const { options, log } = context;
  const state = stepStateOf(log.events(), step);
  const written = await scriptFor(context, state);
  if (!written) {
    await log.append({ kind: "step-end", step, status: "abandoned" });
    return;
  }
  const { decidedBy = options.reasoner.name, ...script } = written;
  await log.append({
    kind: "script-written",
    step,
    attempt: state.attempt + 1,
    iteration: state.iteration,
    task: state.task.task,
    reason: state.task.reason,
    ...(state.task.target && { target: state.task.target }),
    decidedBy,
    // The policy comes from the check; until then the script may do nothing.
    script: { ...script, policy: { Version: "2012-10-17", Statement: [] } },
  });
}

async function scriptFor(
  context: RunContext,
  { step, task, script, error, diagnostics, attempt }: StepState,
) {
  const { reasoner } = context.options;
  const during = context.during({ step, attempt: attempt + 1 });
  if (!script || !error) return reasoner.write(task, context.situation(), during);
  return reasoner.repair({ task, script, error, diagnostics, attempt }, context.situation(), during);
}
