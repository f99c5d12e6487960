import type { Event, EventBody } from "../core/event.ts";
import type { Answer } from "../core/finding.ts";
import { lastOf, startOf } from "../core/fold-record.ts";
import type { Mode } from "../core/record.ts";
import { boundOf } from "./position.ts";
import type { RunContext } from "./run-context.ts";
import { settleAnswer } from "./settle-answer.ts";

type Limit = Extract<EventBody, { kind: "limit" }>;

/** Verifies the draft and gives the answer; says before it which bound, if any, kept it from being a full one. */
export async function answer(context: RunContext): Promise<void> {
  const { draft, log, options } = context;
  if (options.result) {
    await log.append({ kind: "result", result: await options.result(context.situation()) });
    return;
  }
  if (!draft) return;
  const start = startOf(log.events());
  const known = [start.question, start.scope.account, start.scope.identity];
  const settled = settleAnswer({ draft, calls: log.calls(), known, decidedBy: options.reasoner.name });
  const limit = limitOf(context, settled);
  const planned = lastOf(log.events(), "plan")?.seq ?? 0;
  const told = log
    .events()
    .some((event) => event.seq > planned && event.kind === "limit" && event.which === limit?.which);
  if (limit && !told) await log.append(limit);
  const gaps = limit ? [...settled.gaps, limit.text] : settled.gaps;
  await log.append({ kind: "answer", answer: { ...settled, gaps }, mode: modeOf(log.events()) });
}

/** Time ends a run as it stands; another bound matters only when more was wanted and nothing was decided. */
function limitOf({ log, limits, stop }: RunContext, { verdict }: Answer): Limit | undefined {
  const wanted = lastOf(log.events(), "plan");
  if (stop.reason === "time" && (wanted?.decision !== "conclude" || verdict === "inconclusive")) {
    return {
      kind: "limit",
      which: "time",
      text: `The time of ${limits.seconds} s was over before everything was read.`,
    };
  }
  const events = log.events();
  if (stop.reason !== undefined || wanted?.decision !== "collect" || verdict !== "inconclusive")
    return undefined;
  const usd = startOf(events).grant.ceiling.usd;
  const which = boundOf(events, { ...limits, usd });
  if (which === undefined) return undefined;
  const texts = {
    iterations: `the limit of ${limits.iterations} rounds is reached (--max-iterations)`,
    calls: `the limit of ${limits.calls} AWS calls is reached`,
    budget: `the budget of ${usd} USD is spent (--budget-usd)`,
  };
  return { kind: "limit", which, text: `More would have to be read, but ${texts[which]}.` };
}

function modeOf(events: readonly Event[]): Mode {
  const names = new Set(
    events.flatMap((event) =>
      event.kind === "plan" || event.kind === "script-written" ? [event.decidedBy] : [],
    ),
  );
  if (!names.has("playbook")) return names.size === 0 ? "playbook" : "model";
  return names.size === 1 ? "playbook" : "mixed";
}
