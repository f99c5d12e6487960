import { startOf } from "../../core/fold/fold-record.ts";
import type { RunContext } from "../run-context.ts";

/** Reads the question, before any text from the cloud. */
export async function route(context: RunContext): Promise<void> {
  const { options, log } = context;
  const { question: text, scope, at } = startOf(log.events());
  const { question, playbook } = await options.reasoner.route(
    { text, window: scope.window, now: at },
    context.during(),
  );
  await log.append({ kind: "question-read", question, ...(playbook !== undefined && { playbook }) });
}
