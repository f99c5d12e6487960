import type { Read } from "../../core/facts.ts";
import { isArray, isObject, type Json } from "../../core/json/json.ts";

export interface CompactReads {
  readonly reads: readonly Read[];
  /** Names and ids that the question is about: what holds one of them is shown before anything else. */
  readonly focus: readonly string[];
  /** Characters that the text may have. */
  readonly budget: number;
}

interface Detail {
  readonly items: number;
  readonly text: number;
}

/** From everything to hardly anything; what is in focus keeps the detail before. */
const details: readonly Detail[] = [
  { items: 200, text: 600 },
  { items: 25, text: 300 },
  { items: 8, text: 160 },
  { items: 3, text: 80 },
  { items: 1, text: 40 },
];

/**
 * What was read, call by call, small enough for a prompt and still addressable: an array of which some items are left out is written as an object by
 * index, so that JSON Pointers stay right. Reads that do not fit are named with their counts.
 */
export function compactReads({ reads, focus, budget }: CompactReads): string {
  const words = focus.filter((word) => word.length > 2).map((word) => word.toLowerCase());
  for (const detail of details) {
    const text = reads.map((read) => described(read, detail, words)).join("\n");
    if (text.length <= budget) return text;
  }
  return withinBudget(reads, words, budget);
}

/** The reads in focus first, then as many as fit; the others by name. */
function withinBudget(reads: readonly Read[], words: readonly string[], budget: number): string {
  const least = details.at(-1) ?? { items: 1, text: 40 };
  const ordered = [...reads].toSorted((a, b) => Number(mentions(b, words)) - Number(mentions(a, words)));
  const names = (left: readonly Read[]) =>
    left.map(
      (read) =>
        `${headOf(read)} ${read.error ? `FAILED: ${read.error.code}` : `(not shown: ${sizeOf(read)})`}`,
    );
  const shown: string[] = [];
  let size = 0;
  let at = 0;
  for (; at < ordered.length; at += 1) {
    const read = ordered[at];
    if (!read) break;
    const text = described(read, least, words);
    if (size + text.length > budget * 0.8) break;
    shown.push(text);
    size += text.length + 1;
  }
  const rest = names(ordered.slice(at));
  const fitting: string[] = [];
  for (const name of rest) {
    if (size + name.length > budget - 60) break;
    fitting.push(name);
    size += name.length + 1;
  }
  const left = rest.length - fitting.length;
  return [...shown, ...fitting, ...(left > 0 ? [`and ${left} more reads`] : [])].join("\n");
}

function described(read: Read, detail: Detail, words: readonly string[]): string {
  if (read.error) return `${headOf(read)} FAILED: ${read.error.code}: ${cut(read.error.message, 160)}`;
  return read.pages
    .map(({ call, response }) => `${headOf(read, call)} ${JSON.stringify(compact(response, detail, words))}`)
    .join("\n");
}

function headOf(read: Read, call = read.pages[0]?.call ?? read.error?.call ?? 0): string {
  const params = Object.keys(read.params).length === 0 ? "" : ` ${cut(JSON.stringify(read.params), 200)}`;
  return `[call ${call}] ${read.service}:${read.operation}${params} ${read.region}${read.complete ? "" : " (incomplete)"}`;
}

function sizeOf({ pages }: Read): string {
  const lists = pages.flatMap(({ response }) =>
    isObject(response)
      ? Object.entries(response).flatMap(([name, value]) =>
          isArray(value) ? [`${name} ${value.length}`] : [],
        )
      : [],
  );
  return lists.length === 0 ? "no list" : lists.join(", ");
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
