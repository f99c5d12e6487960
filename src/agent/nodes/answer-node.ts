import type { Event, EventBody } from "../../core/event.ts";
import type { Answer } from "../../core/finding.ts";
import { lastOf, startOf, knownWithoutCalls } from "../../core/fold/fold-record.ts";
import type { Mode } from "../../core/record/record.ts";
import { boundOf } from "../position.ts";
import { permissionGaps } from "../permission-gaps.ts";
import type { RunContext } from "../run-context.ts";
import { settleAnswer } from "../settle-answer.ts";

type Limit = Extract<EventBody, { kind: "limit" }>;

/** Verifies the draft and gives the answer; says before it which bound, if any, kept it from being a full one. */
export async function answer(context: RunContext): Promise<void> {
  const { draft, log, options } = context;
  if (options.result) {
    const result = await options.result(context.situation());
    // What was not read could decide otherwise, or more than was seen.
    await sayLimit(context, limitOf(context, "inconclusive"));
    await log.append({ kind: "result", result });
    return;
  }
  if (!draft) return;
  const start = startOf(log.events());
  const { unreached = [] } = start.scope;
  const known = knownWithoutCalls(start);
  const settled = settleAnswer({
    draft: {
      ...draft,
      gaps: [
        ...unreached.map(({ what, why }) => `${what} was not read: ${why}`),
        ...draft.gaps,
        ...permissionGaps(log.calls(), draft.gaps),
      ],
    },
    calls: log.calls(),
    known,
    decidedBy: draft.decidedBy ?? options.reasoner.name,
  });
  const limit = limitOf(context, settled.verdict);
  await sayLimit(context, limit);
  const cut = modelsCutOff(log.events());
  const said = limit?.text ?? (cut && `${cut} From there on code alone decided.`);
  const gaps = said === undefined ? settled.gaps : [...settled.gaps, said];
  await log.append({
    kind: "answer",
    answer: { ...settled, gaps },
    mode: modeOf(log.events(), settled.decidedBy),
  });
}

/** Once for each plan that it ended. */
async function sayLimit({ log }: RunContext, limit: Limit | undefined): Promise<void> {
  const planned = lastOf(log.events(), "plan")?.seq ?? 0;
  const told = log
    .events()
    .some((event) => event.seq > planned && event.kind === "limit" && event.which === limit?.which);
  if (limit && !told) await log.append(limit);
}

/** Time ends a run as it stands; another bound matters only when more was wanted and nothing was decided. */
function limitOf({ log, limits, stop }: RunContext, verdict: Answer["verdict"]): Limit | undefined {
  const wanted = lastOf(log.events(), "plan");
  if (stop.reason === "time" && (wanted?.decision !== "conclude" || verdict === "inconclusive")) {
    return {
      kind: "limit",
      which: "time",
      text: `The time of ${limits.seconds} s was over before everything was read.`,
    };
  }
  const events = log.events();
  const cut = modelsCutOff(events);
  // What code has proved needs no model; that it found nothing is only half of what was asked for.
  if (
    cut !== undefined &&
    stop.reason === undefined &&
    (verdict === "inconclusive" || verdict === "no-fault-found")
  )
    return { kind: "limit", which: "budget", text: cut };
  const refused = events.findLast(
    (event) => event.kind === "call" && (event.call.limit === "budget" || event.call.limit === "calls"),
  );
  if (
    stop.reason === undefined &&
    verdict === "inconclusive" &&
    refused?.kind === "call" &&
    refused.call.limit
  ) {
    const { limit, reason = "" } = refused.call;
    return {
      kind: "limit",
      which: limit === "budget" ? "budget" : "calls",
      text: `A read was not made: ${reason}`,
    };
  }
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

/** That a model was not asked for want of money or tokens. */
function modelsCutOff(events: readonly Event[]): string | undefined {
  const refused = events.findLast((event) => event.kind === "model" && event.failure?.kind === "budget");
  return refused?.kind === "model" ? sentence(refused.failure?.message ?? "") : undefined;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function modeOf(events: readonly Event[], decidedBy: string): Mode {
  const names = new Set([
    ...events.flatMap((event) =>
      event.kind === "plan" || event.kind === "script-written" ? [event.decidedBy] : [],
    ),
    decidedBy,
  ]);
  if (!names.has("playbook")) return "model";
  return names.size === 1 ? "playbook" : "mixed";
}
