import type { Read } from "../../core/facts.ts";
import { isArray, isObject, type Json } from "../../core/json/json.ts";
import { saysAbsent } from "../../core/text/says-absent.ts";

export interface CompactReads {
  readonly reads: readonly Read[];
  /** Names and ids that the question is about: what holds one of them is shown before anything else. */
  readonly focus: readonly string[];
  /** Calls that come before these: what was asked for last, or what a finding cites. */
  readonly calls?: readonly number[];
  /** Characters that the text may have. */
  readonly budget: number;
}

interface Detail {
  readonly items: number;
  readonly text: number;
}

/** From everything to hardly anything. */
const details: readonly Detail[] = [
  { items: 200, text: 600 },
  { items: 25, text: 300 },
  { items: 8, text: 160 },
  { items: 3, text: 80 },
  { items: 1, text: 40 },
];

/** Part of the budget that one read may have where not all have room: one in focus, and any other. */
const shares = { focus: 0.3, other: 0.1 } as const;
/** Part of the budget for what is shown, and not only named. */
const shownPart = 0.65;
/** So many reads of one kind are named one by one, where there is room. */
const mostNamed = 3;

/**
 * What was read, call by call, small enough for a prompt and still addressable: an array of which some items are left out is written as an object by
 * index, so that JSON Pointers stay right. Reads that do not fit are named with their counts. What was read again and was the same is told once.
 */
export function compactReads({ reads: all, focus, calls = [], budget }: CompactReads): string {
  const reads = withoutRepeats(all);
  const words = focus.filter((word) => word.length > 2).map((word) => word.toLowerCase());
  for (const detail of details) {
    const text = reads.map((read) => described(read, detail, words)).join("\n");
    if (text.length <= budget) return text;
  }
  return withinBudget({ reads, words, calls: new Set(calls), budget });
}

function withoutRepeats(reads: readonly Read[]): readonly Read[] {
  const told = new Set<string>();
  return reads.filter(({ service, operation, params, account, region, pages, error, complete }) => {
    const responses = pages.map(({ response }) => response);
    const asked = [service, operation, params, account, region];
    const key = JSON.stringify([asked, complete, error?.code ?? null, responses]);
    const before = told.size;
    return told.add(key).size > before;
  });
}

interface WithinBudget {
  readonly reads: readonly Read[];
  readonly words: readonly string[];
  readonly calls: ReadonlySet<number>;
  readonly budget: number;
}

/** The reads in focus in more detail than others, as many as fit; the rest by name. In the order of their calls. */
function withinBudget({ reads, words, calls, budget }: WithinBudget): string {
  const wanted = reads.filter(({ pages }) => pages.some(({ call }) => calls.has(call)));
  const inFocus = new Set([...wanted, ...reads.filter((read) => mentions(read, words))]);
  const ordered = [...inFocus, ...reads.filter((read) => !inFocus.has(read))];
  const shown = new Map<Read, string>();
  let size = 0;
  for (const read of ordered) {
    const share = budget * (inFocus.has(read) ? shares.focus : shares.other);
    const most = Math.min(share, budget * shownPart - size - 1);
    const text = details
      .values()
      .map((detail) => described(read, detail, words))
      .find(({ length }) => length <= most);
    if (text === undefined) continue;
    shown.set(read, text);
    size += text.length + 1;
  }
  const unshown = reads.filter((read) => !shown.has(read));
  const full = namesOf(unshown, mostNamed);
  const fits = full.reduce((sum, { text }) => sum + text.length + 1, size) <= budget - 60;
  const names = fits ? full : namesOf(largestFirst(unshown), 0);
  const fitting: string[] = [];
  for (const { text } of names) {
    if (size + text.length > budget - 60) break;
    fitting.push(text);
    size += text.length + 1;
  }
  const left = names.slice(fitting.length).reduce((sum, { count }) => sum + count, 0);
  const told = reads.flatMap((read) => shown.get(read) ?? []);
  return [...told, ...fitting, ...(left > 0 ? [`and ${left} more reads`] : [])].join("\n");
}

/** Where not all can be named, the empty ones are those that nobody misses. */
function largestFirst(reads: readonly Read[]): readonly Read[] {
  const sizes = new Map(reads.map((read) => [read, JSON.stringify(read.pages).length] as const));
  return reads.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
}

/** A line for each read; one for all of a kind, without their parameters, where these are more than `most`. */
function namesOf(
  reads: readonly Read[],
  most: number,
): readonly { readonly text: string; readonly count: number }[] {
  const kinds = Map.groupBy(reads, ({ service, operation, error }) =>
    [service, operation, error?.code].join(" "),
  );
  return [...kinds.values()].flatMap((own) => {
    const [first] = own;
    if (!first || own.length <= most)
      return own.map((read) => ({ text: `${headOf(read)} ${fateOf(read)}`, count: 1 }));
    const { service, operation, region } = first;
    const name = `${service}:${operation} ${region}`;
    if (own.length === 1) return [{ text: `[call ${callOf(first)}] ${name} ${fateOf(first)}`, count: 1 }];
    const calls = own.map(callOf);
    const told = calls.length > 12 ? [...calls.slice(0, 11), "…", calls.at(-1)] : calls;
    const fate = first.error ? fateOf(first) : `(not shown: ${own.length} reads with different parameters)`;
    return [{ text: `[calls ${told.join(", ")}] ${name} ${fate}`, count: own.length }];
  });
}

function fateOf(read: Read): string {
  return read.error ? failureOf(read.error) : `(not shown: ${sizeOf(read)})`;
}

function described(read: Read, detail: Detail, words: readonly string[]): string {
  if (read.error) return `${headOf(read)} ${failureOf(read.error)}: ${cut(read.error.message, 160)}`;
  return read.pages
    .map(({ call, response }) => `${headOf(read, call)} ${JSON.stringify(compact(response, detail, words))}`)
    .join("\n");
}

/** An error that says that a thing is not there is an answer. */
function failureOf({ code }: NonNullable<Read["error"]>): string {
  return `${saysAbsent(code) ? "NOT THERE" : "FAILED"}: ${code}`;
}

function callOf({ pages, error }: Read): number {
  return pages[0]?.call ?? error?.call ?? 0;
}

function headOf(read: Read, call = callOf(read)): string {
  const params = Object.keys(read.params).length === 0 ? "" : ` ${cut(JSON.stringify(read.params), 200)}`;
  return `[call ${call}] ${read.service}:${read.operation}${params} ${read.region}${read.complete || read.error ? "" : " (incomplete)"}`;
}

/** The lists of a response with their lengths, and the longer ones in them: `Reservations 4 (Instances 223)`. */
function sizeOf({ pages }: Read): string {
  const lists = pages.flatMap(({ response }) =>
    isObject(response)
      ? Object.entries(response).flatMap(([name, value]) =>
          isArray(value) ? [`${name} ${value.length}${innerSizeOf(value)}`] : [],
        )
      : [],
  );
  return lists.length === 0 ? "no list" : lists.join(", ");
}

function innerSizeOf(list: readonly Json[]): string {
  const sizes = new Map<string, number>();
  for (const item of list.filter(isObject))
    for (const [name, value] of Object.entries(item))
      if (isArray(value)) sizes.set(name, (sizes.get(name) ?? 0) + value.length);
  const [longest] = [...sizes].toSorted(([, a], [, b]) => b - a);
  return longest && longest[1] > list.length ? ` (${longest[0]} ${longest[1]})` : "";
}

function mentions(value: Read, words: readonly string[]): boolean {
  const text = JSON.stringify(value.pages).toLowerCase();
  return words.some((word) => text.includes(word));
}

/** Without what is empty, with long texts cut and long lists shortened; items that hold a word in focus stay. */
function compact(value: Json, detail: Detail, words: readonly string[]): Json {
  if (typeof value === "string") return cut(value, detail.text);
  if (isArray(value)) return compactList(value, detail, words);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => !isEmpty(member))
      .map(([key, member]) => [key, compact(member, detail, words)]),
  );
}

function compactList(list: readonly Json[], detail: Detail, words: readonly string[]): Json {
  if (list.length <= detail.items) return list.map((item) => compact(item, detail, words));
  const inFocus = list.flatMap((item, index) => {
    const text = JSON.stringify(item).toLowerCase();
    return words.some((word) => text.includes(word)) ? [index] : [];
  });
  const kept = [
    ...new Set(
      [...inFocus.slice(0, Math.max(3, detail.items)), ...list.keys()].slice(
        0,
        Math.max(detail.items, Math.min(inFocus.length, 3)),
      ),
    ),
  ];
  if (kept.length === list.length) return list.map((item) => compact(item, detail, words));
  const shown = kept
    .toSorted((a, b) => a - b)
    .map((index) => [String(index), compact(list[index] ?? null, detail, words)] as const);
  return Object.fromEntries([...shown, ["…", `${list.length - shown.length} more of ${list.length}`]]);
}

/** An empty list says that there is none: it stays. */
function isEmpty(value: Json): boolean {
  return value === null || value === "" || (isObject(value) && Object.keys(value).length === 0);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…(${text.length} characters)`;
}
