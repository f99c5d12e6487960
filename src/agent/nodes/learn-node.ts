import { lastOf } from "../../core/fold/fold-record.ts";
import { openSteps } from "../position.ts";
import type { RunContext } from "../run-context.ts";

/** Recorded responses become facts. The event holds counts only: the facts are a fold of the calls. */
export async function learn(context: RunContext): Promise<void> {
  const { log } = context;
  const events = log.events();
  // Cut short: the round is not over, and a resumed run ends it.
  if (openSteps(events).length > 0) return;
  const facts = context.facts();
  const types = Object.fromEntries(
    facts
      .types()
      .toSorted()
      .map((type) => [type, facts.all(type).length]),
  );
  const resources = Object.values(types).reduce((sum, count) => sum + count, 0);
  const before = lastOf(events, "facts")?.resources ?? 0;
  const iteration = lastOf(events, "plan")?.iteration ?? 1;
  await log.append({ kind: "facts", iteration, resources, added: resources - before, types });
}
