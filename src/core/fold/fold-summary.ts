import type { Event } from "../event.ts";
import type { RunSummary } from "../store.ts";

/** What lists show of a run, after one more event. Every store keeps it by this fold, so that all lists tell the same. */
export function foldSummary(before: RunSummary | undefined, event: Event): RunSummary {
  const summary: RunSummary = {
    ...(before ?? {
      id: event.run,
      job: "",
      question: "",
      status: "running",
      startedAt: event.at,
      account: "",
      awsCalls: 0,
    }),
    events: event.seq,
  };
  if (event.kind === "run-start") {
    return {
      ...summary,
      job: event.job,
      question: event.question,
      account: event.scope.account,
      startedAt: event.at,
    };
  }
  if (event.kind === "call")
    return event.call.cached || event.call.decision === "denied"
      ? summary
      : { ...summary, awsCalls: summary.awsCalls + 1 };
  if (event.kind === "answer") return { ...summary, verdict: event.answer.verdict };
  if (event.kind === "run-end") return { ...summary, status: event.status, finishedAt: event.at };
  if (event.kind !== "run-resume") return summary;
  const { verdict: _verdict, finishedAt: _finishedAt, ...open } = summary;
  return { ...open, status: "running" };
}
