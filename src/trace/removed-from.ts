import { isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";

/** The pieces of `text` that stand as `mark` in `shown`, as far as they can be told and are no ordinary words. */
export function removedFrom(text: string, shown: string, mark: string): readonly string[] {
  if (!shown.includes(mark)) return [];
  const removed = holesIn(text, shown, mark) ?? betweenDocuments(parse(text), parse(shown), mark);
  // Of `user:password` both, and the password alone; also without the mark that ends the sentence.
  const all = removed.flatMap((one) => [
    one,
    one.slice(one.lastIndexOf(":") + 1),
    one.replace(/[?!.]{1,3}$/, ""),
  ]);
  return [...new Set(all)].filter((one) => isTelling(one) && !one.includes(mark));
}

/** Where `shown` is the same text with holes; undefined where it was written anew. */
function holesIn(text: string, shown: string, mark: string): readonly string[] | undefined {
  const [first = "", ...kept] = shown.split(mark);
  if (!text.startsWith(first)) return undefined;
  const removed: string[] = [];
  const state = { at: first.length };
  for (const [index, piece] of kept.entries()) {
    const last = index === kept.length - 1;
    const end = piece === "" ? (last ? text.length : state.at) : text.indexOf(piece, state.at);
    if (end < state.at) return undefined;
    removed.push(text.slice(state.at, end));
    state.at = end + piece.length;
  }
  return removed;
}

/** A JSON document that was read, redacted and written again has the same members. */
function betweenDocuments(text: Json | undefined, shown: Json | undefined, mark: string): readonly string[] {
  if (typeof text === "string" && typeof shown === "string")
    return shown === mark ? [text] : removedFrom(text, shown, mark);
  if (isArray(text) && isArray(shown))
    return text.flatMap((one, at) => betweenDocuments(one, shown[at], mark));
  if (!isObject(text) || !isObject(shown)) return [];
  return Object.entries(text).flatMap(([name, one]) => betweenDocuments(one, shown[name], mark));
}

function parse(text: string): Json | undefined {
  try {
    // A door: only its strings are looked at.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Short words would blind ordinary text wherever they stand. */
function isTelling(secret: string): boolean {
  return secret.length >= 12 || (secret.length >= 6 && /[^A-Za-z]/.test(secret));
}
