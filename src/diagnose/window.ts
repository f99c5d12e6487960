import type { CheckContext } from "./check.ts";

export interface TimeSpan {
  readonly since: string;
  readonly until: string;
}

const hour = 3_600_000;

/** The question's window, begun at least `hours` before its end, so that trouble has a time before it to compare with. */
export function lookback(context: CheckContext, hours = 24): TimeSpan {
  const until = Date.parse(context.question.window.to);
  const since = Math.min(Date.parse(context.question.window.from), until - hours * hour);
  return { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
}

/** The question's own window, as probe variables. */
export function asked(context: CheckContext): TimeSpan {
  return { since: context.question.window.from, until: context.question.window.to };
}

/** Seconds between data points that keep a span under about 300 of them; a period that CloudWatch knows for its age. */
export function periodFor({ since, until }: TimeSpan): number {
  const seconds = (Date.parse(until) - Date.parse(since)) / 1000;
  return [60, 300, 900, 3600, 21_600].find((period) => period >= 300 && seconds / period <= 300) ?? 86_400;
}
