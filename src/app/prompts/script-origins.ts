import type { RecordedCall } from "../../core/call.ts";
import { isArray, isObject, type Json } from "../../core/json/json.ts";
import { hasInvisible } from "../../core/text/visible.ts";
import { loadPythonParser, type Syntax } from "../../script/syntax.ts";

/** What of a script's text came from the account that it was written for. */
export interface ScriptOrigins {
  /** Plain names and ids in the script and its task: true of that account only. */
  readonly bound: readonly string[];
  /** Why the script must not be kept: prose from the account, or what nobody sees. Each names its line. */
  readonly hostile: readonly string[];
  /** The text without its comments: words that nothing needs. */
  readonly code: string;
}

/** A text from the account that may stand in a script: a name, an id, an ARN, an address. */
const plainName = /^[\w.:/@+=,*-]{1,256}$/;
/** So many words in a row are no accident. */
const shingle = 5;

/**
 * Looks for text of recorded responses in a script and in its task. Names in an account are whatever somebody called them: one that reads like an instruction or
 * like code must not be told to a model as an example tomorrow. What `asked` holds (the user's own words) is the user's.
 */
export async function scriptOrigins(
  code: string,
  task: string,
  { calls, asked }: { readonly calls: readonly RecordedCall[]; readonly asked: string },
): Promise<ScriptOrigins> {
  const parsed = (await loadPythonParser())(code);
  if (!parsed) return { bound: [], hostile: ["line 1: the script cannot be read"], code };
  const read = [...new Set(calls.flatMap(({ response }) => stringsIn(response ?? null)))];
  const texts = textsOf(parsed.root);
  const words = new Set(read.flatMap((text) => shinglesOf(text)));
  const mine = new Set(shinglesOf(asked));
  const isProse = (text: string) => shinglesOf(text).some((row) => words.has(row) && !mine.has(row));
  const from = (text: string) =>
    text.length >= 5 && !asked.includes(text) && read.some((one) => one === text || holds(one, text));
  const at = (place: Syntax) => code.slice(place.start, place.end);
  const hostile = [
    ...(hasInvisible(code) || hasInvisible(task) ? ["line 1: characters that nobody sees"] : []),
    ...(isProse(task) ? ["task: words that were read from the account (say it in your own: --task)"] : []),
    ...texts.flatMap((place) => {
      const text = at(place);
      const odd = from(text) && !plainName.test(text);
      return odd || isProse(text) ? [`line ${place.line}: text that was read from the account`] : [];
    }),
  ];
  const named = [...texts.map(at), ...namesIn(task)].filter((text) => plainName.test(text) && from(text));
  const accounts = `${code} ${task}`.match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
  return {
    bound: [...new Set([...named, ...accounts])].toSorted(),
    hostile,
    code: withoutComments(code, parsed.comments),
  };
}

function withoutComments(code: string, comments: readonly Syntax[]): string {
  const kept = comments.toSorted((a, b) => b.start - a.start);
  let text = code;
  for (const { start, end } of kept) {
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const alone = text.slice(lineStart, start).trim() === "";
    const from = alone ? lineStart : lineStart + text.slice(lineStart, start).trimEnd().length;
    text = text.slice(0, from) + text.slice(alone ? Math.min(text.length, end + 1) : end);
  }
  return text;
}

/** The pieces of text in string literals. */
function textsOf(root: Syntax): readonly Syntax[] {
  const found: Syntax[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "string_content") found.push(node);
    open.push(...node.children);
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function stringsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (isArray(value)) return value.flatMap(stringsIn);
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}

/** A name that is part of what was read, as an ARN holds one; or the other way round. */
function holds(read: string, text: string): boolean {
  if (read.length < 5) return false;
  return (text.length >= 8 && read.includes(text)) || (read.length >= 8 && text.includes(read));
}

/** Words of a task that look like somebody's names: with a digit or a mark in them. */
function namesIn(task: string): readonly string[] {
  return task
    .split(/\s+/)
    .map((word) => word.replaceAll(/^[^\w/]+|[^\w/*]+$/g, ""))
    .filter((word) => /[\d_./:-]/.test(word));
}

function shinglesOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_'-]+/gu) ?? [];
  return words
    .slice(0, Math.max(0, words.length - shingle + 1))
    .map((_, at) => words.slice(at, at + shingle).join(" "));
}
