import type { AttemptError, Diagnostic } from "../../core/script.ts";
import type { RunContext } from "../run-context.ts";
import { stepStateOf } from "../step-position.ts";

/** Pure code's word on the script: what runs is the fixed code, under the policy that its own text needs. */
export async function check({ options, log }: RunContext, step: number): Promise<void> {
  const { attempt, script, task } = stepStateOf(log.events(), step);
  if (!script) return;
  const checked = await options.checker.check({
    code: script.code,
    requirements: script.requirements,
    ...(task.target && { target: task.target }),
  });
  await log.append({
    kind: "script-checked",
    step,
    attempt,
    accepted: checked.ok,
    diagnostics: checked.diagnostics,
    script: {
      ...script,
      code: checked.fixedCode,
      requirements: checked.requirements,
      policy: checked.policy,
    },
    ...(!checked.ok && { error: rejectionOf(checked.diagnostics) }),
  });
}

function rejectionOf(diagnostics: readonly Diagnostic[]): AttemptError {
  const error = diagnostics.find((diagnostic) => diagnostic.severity === "error" && !diagnostic.fixed);
  if (!error) return { kind: "syntax", message: "the check rejected the script" };
  const message = `line ${error.line}: ${error.message}`;
  return { kind: error.kind === "style" ? "syntax" : error.kind, message };
}
