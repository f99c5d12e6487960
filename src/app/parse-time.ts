import { AppError } from "../core/errors.ts";

const units: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a duration such as `60s`, `5m`, `2h`, `30d`; a bare number is seconds. Throws AppError("usage"). */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([smhdw]?)$/.exec(text.trim());
  const seconds =
    match?.[1] === undefined ? Number.NaN : Number(match[1]) * (units[match[2] || "s"] ?? Number.NaN);
  if (seconds > 0) return seconds;
  throw new AppError("usage", `"${text}" is not a length of time.`, {
    next: "Give it as 60s, 5m, 2h or 7d.",
  });
}

/** A moment: ISO, `2h` (ago), `yesterday 14:00`, `today 09:30`, `14:00` (the last one), `now`. Times without a zone are UTC. Throws AppError("usage"). */
export function parseMoment(text: string, now: Date): Date {
  const words = text.trim().toLowerCase();
  if (words === "now") return now;
  const ago = /^(\d+(?:\.\d+)?\s*[smhdw])(?:\s+ago)?$/.exec(words);
  if (ago?.[1]) return new Date(now.getTime() - parseDuration(ago[1]) * 1000);
  const day = /^(today|yesterday)?\s*(?:at\s*)?(?:(\d{1,2}):(\d{2}))?\s*(?:utc)?$/.exec(words);
  if (day && (day[1] || day[2])) return momentOfDay(now, day[1], Number(day[2] ?? 0), Number(day[3] ?? 0));
  if (/^\d{4}-\d{2}-\d{2}/.test(words)) {
    const iso = text.trim().replace(" ", "T");
    const moment = new Date(
      /(z|[+-]\d{2}:?\d{2})$/i.test(iso) ? iso : iso.includes("T") ? `${iso}Z` : `${iso}T00:00:00Z`,
    );
    if (!Number.isNaN(moment.getTime())) return moment;
  }
  throw new AppError("usage", `"${text}" is not a time.`, {
    next: 'Give it as 2026-11-20T14:00Z, "2h", or "yesterday 14:00".',
  });
}

function momentOfDay(now: Date, day: string | undefined, hour: number, minute: number): Date {
  const moment = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute));
  if (day === "yesterday") moment.setUTCDate(moment.getUTCDate() - 1);
  else if (day === undefined && moment > now) moment.setUTCDate(moment.getUTCDate() - 1);
  return moment;
}

export interface WindowOptions {
  readonly at?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const defaultHours = 3;

/** The time window of a question: the last three hours, or around `at`, or from `since` to `until`. Throws AppError("usage"). */
export function timeWindow({ at, since, until }: WindowOptions, now: Date): { from: string; to: string } {
  if (at !== undefined && since !== undefined)
    throw new AppError("usage", "--at and --since exclude each other.", { next: "Give one of them." });
  const hour = 3_600_000;
  if (at !== undefined) {
    const moment = parseMoment(at, now).getTime();
    return {
      from: new Date(moment - defaultHours * hour).toISOString(),
      to: new Date(Math.min(now.getTime(), moment + hour)).toISOString(),
    };
  }
  const to = until === undefined ? now : parseMoment(until, now);
  const from = since === undefined ? new Date(to.getTime() - defaultHours * hour) : parseMoment(since, now);
  if (from >= to)
    throw new AppError("usage", "The time window ends before it begins.", {
      next: "Check --since and --until.",
    });
  return { from: from.toISOString(), to: to.toISOString() };
}
