import type { RunContext } from "../run-context.ts";
import { stepStateOf } from "../step-position.ts";

/** Ends a step: done when its last attempt ran through, abandoned when no attempt is left. */
export async function close({ log }: RunContext, step: number): Promise<void> {
  const { phase } = stepStateOf(log.events(), step);
  await log.append({ kind: "step-end", step, status: phase === "ran" ? "done" : "abandoned" });
}
