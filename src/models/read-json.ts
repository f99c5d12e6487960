import { Json } from "../core/json/json.ts";

/** Brackets that are tried as the beginning of a document: prose has few. */
const mostStarts = 500;
/** Characters that are looked at in all tries together: an answer made of brackets would keep the process busy for minutes. */
const mostWork = 4_000_000;

/** The JSON document in an answer, whatever stands around it: prose, a fence, several tries of which the last whole one counts. Undefined: none. */
export function readJson(text: string): Json | undefined {
  const bare = parsed(text.trim());
  if (bare !== undefined) return bare;
  const fenced = [...text.matchAll(/```(?:json)?\s*\n([\s\S]*?)\n\s*```/g)].map(([, inner = ""]) =>
    parsed(inner.trim()),
  );
  const inFence = fenced.findLast((value) => value !== undefined);
  if (inFence !== undefined) return inFence;
  let largest: string | undefined;
  let starts = 0;
  let work = 0;
  for (let at = nextStart(text, 0); at >= 0 && starts < mostStarts && work < mostWork; starts += 1) {
    const end = endOf(text, at);
    work += (end ?? text.length) - at;
    const candidate = end === undefined ? undefined : text.slice(at, end);
    const valid = candidate !== undefined && parsed(candidate) !== undefined;
    if (valid && candidate.length > (largest?.length ?? 0)) largest = candidate;
    at = nextStart(text, valid && end !== undefined ? end : at + 1);
  }
  return largest === undefined ? undefined : parsed(largest);
}

function parsed(text: string): Json | undefined {
  if (!/^[[{"]/.test(text)) return undefined;
  for (const candidate of [text, withoutTrailingCommas(text)]) {
    try {
      return Json.parse(JSON.parse(candidate));
    } catch {
      // The next form of it, or none.
    }
  }
  return undefined;
}

function nextStart(text: string, from: number): number {
  const found = text.slice(from).search(/[[{]/);
  return found < 0 ? -1 : from + found;
}

/** Where the bracket that opens at `start` closes: just behind it. Undefined when it never does. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Outside of strings only. */
function withoutTrailingCommas(text: string): string {
  return text.replaceAll(
    /("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g,
    (_all, quoted: string | undefined, end: string | undefined) => quoted ?? end ?? "",
  );
}
