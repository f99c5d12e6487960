interface Window {
  readonly from: string;
  readonly to: string;
}

const hour = 3_600_000;
const day = 24 * hour;
const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  min: 60_000,
  hour,
  day,
  night: day,
  evening: day,
  morning: day,
  week: 7 * day,
  month: 31 * day,
  year: 366 * day,
};
const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  several: 4,
  few: 4,
  couple: 2,
};
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** The window that the text's own words name, reaching at most to `now`; undefined where it names none. Never narrower than an hour. */
export function windowIn(text: string, now: string): Window | undefined {
  const end = Date.parse(now);
  const from = startsIn(text.toLowerCase(), end).toSorted((a, b) => a - b)[0];
  return from === undefined || from >= end
    ? undefined
    : { from: new Date(Math.min(from, end - hour)).toISOString(), to: new Date(end).toISOString() };
}

function startsIn(text: string, end: number): readonly number[] {
  const midnight = Math.floor(end / day) * day;
  const starts: number[] = [];
  for (const match of text.matchAll(/\b(\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2})?z?)?)\b/g)) {
    const at = Date.parse(
      (match[1] ?? "")
        .toUpperCase()
        .replace(" ", "T")
        .replace(/(T\d{2}:\d{2}(?::\d{2})?)$/, "$1Z"),
    );
    if (!Number.isNaN(at)) starts.push(at - hour);
  }
  for (const match of text.matchAll(
    /\b(\d{1,3}|an?|one|two|three|four|five|six|seven|ten|several|few|couple)\s+(?:of )?(minute|min|hour|day|night|week|month|year)s?\b/g,
  )) {
    const count = numbers[match[1] ?? ""] ?? Number(match[1]);
    starts.push(end - count * (units[match[2] ?? ""] ?? hour) * 1.1);
  }
  for (const match of text.matchAll(
    /\b(?:since|at|from|until|around|before|after)\s+(?:about\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm|utc|z|o'clock|h)?\b/g,
  )) {
    const clock = hourOf(match);
    if (clock !== undefined)
      starts.push((midnight + clock > end ? midnight + clock - day : midnight + clock) - hour);
  }
  if (/\bfor (?:\w+ )?(?:hours|some hours)\b|\bhours of\b|\bhours\b/.test(text)) starts.push(end - 12 * hour);
  if (/\bfor (?:\w+ )?days\b|\b(?:last|past|few) days\b|\bdays\b/.test(text)) starts.push(end - 7 * day);
  if (/\b(?:for |last |past )weeks\b/.test(text)) starts.push(end - 31 * day);
  if (/\b(?:today|this (?:morning|afternoon|evening)|tonight)\b/.test(text))
    starts.push(Math.min(midnight, end - 12 * hour));
  if (
    /\b(?:yesterday|last (?:night|evening)|overnight|nightly|all night|daily|every (?:day|night|evening|morning|afternoon)|each (?:day|night|evening|morning|afternoon))\b/.test(
      text,
    )
  )
    starts.push(midnight - day);
  if (/\b(?:this week|last week|weekly|every week|weekend)\b/.test(text)) starts.push(end - 14 * day);
  if (/\b(?:last month|this month|monthly|a month)\b/.test(text)) starts.push(end - 62 * day);
  for (const [index, name] of weekdays.entries()) {
    if (!new RegExp(`\\b${name}s?\\b`).test(text)) continue;
    const back = (new Date(end).getUTCDay() - index + 7) % 7 || 7;
    starts.push(midnight - back * day);
  }
  for (const [index, name] of months.entries()) {
    if (
      name === "may"
        ? !/\b(?:in|since|last) may\b|\bmay'?s? bill\b/.test(text)
        : !new RegExp(`\\b${name}(?:'s)?\\b`).test(text)
    )
      continue;
    const date = new Date(end);
    const year = index > date.getUTCMonth() ? date.getUTCFullYear() - 1 : date.getUTCFullYear();
    starts.push(Date.UTC(year, index, 1));
  }
  return starts;
}

function hourOf(match: RegExpMatchArray): number | undefined {
  const [, hours, minutes, suffix] = match;
  if (minutes === undefined && suffix === undefined) return undefined;
  const plain = Number(hours) + (suffix === "pm" && Number(hours) < 12 ? 12 : 0);
  return plain > 23 ? undefined : plain * hour + Number(minutes ?? 0) * 60_000;
}
