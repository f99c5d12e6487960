import type { Json, JsonObject } from "../core/json/json.ts";

export interface PythonCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

/**
 * Reads `f(a=1, b="x"); g([1, 2])` : calls of known functions with literal arguments, nothing else. What follows the last call is prose and is left.
 * A call that is not understood ends the reading: half of a list of calls is not carried on with a guess.
 */
export function readPythonCalls(
  text: string,
  known: ReadonlyMap<string, readonly string[]>,
): readonly PythonCall[] {
  const reader = new LiteralReader(text);
  const calls: PythonCall[] = [];
  for (;;) {
    const call = reader.call(known);
    if (!call) return calls;
    calls.push(call);
    if (reader.skip(/\s*(?:;|Call:)(?:\s*Call:)?/) === undefined) return calls;
  }
}

/** A reader of Python literals: strings, numbers, booleans, None, lists, tuples and dictionaries. */
class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  skip(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (!match) return undefined;
    this.#at = sticky.lastIndex;
    return match[0];
  }

  call(known: ReadonlyMap<string, readonly string[]>): PythonCall | undefined {
    const name = this.skip(/\s*[A-Za-z_]\w*/)?.trim();
    const order = name === undefined ? undefined : known.get(name);
    if (name === undefined || !order || this.skip(/\s*\(/) === undefined) return undefined;
    const given: [string, Json][] = [];
    for (let position = 0; this.skip(/\s*\)/) === undefined; position += 1) {
      if (given.length > 0 && this.skip(/\s*,/) === undefined) return undefined;
      if (this.skip(/\s*\)/) !== undefined) break;
      const keyword = this.skip(/\s*[A-Za-z_]\w*\s*=(?!=)/)
        ?.replace("=", "")
        .trim();
      const argument = keyword ?? order[position];
      const value = this.value(0);
      if (argument === undefined || value === undefined) return undefined;
      // None is how these models leave an argument out.
      given.push([argument, value]);
    }
    return { name, arguments: Object.fromEntries(given.filter(([, value]) => value !== null)) };
  }

  value(depth: number): Json | undefined {
    if (depth > 20) return undefined;
    const word = this.skip(/\s*(?:True|False|None|true|false|null)\b/)?.trim();
    if (word !== undefined) return /^[Tt]rue$/.test(word) ? true : /^[Ff]alse$/.test(word) ? false : null;
    const number = this.skip(/\s*[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/);
    if (number !== undefined) return Number(number.trim().replaceAll("_", ""));
    const quoted = this.skip(/\s*"(?:[^"\\\n]|\\[\s\S])*"/) ?? this.skip(/\s*'(?:[^'\\\n]|\\[\s\S])*'/);
    if (quoted !== undefined) return unquoted(quoted.trim());
    if (this.skip(/\s*\[/) !== undefined) return this.#list(/\s*\]/, depth);
    if (this.skip(/\s*\(/) !== undefined) return this.#list(/\s*\)/, depth);
    if (this.skip(/\s*\{/) !== undefined) return this.#dictionary(depth);
    return undefined;
  }

  #list(end: RegExp, depth: number): readonly Json[] | undefined {
    const items: Json[] = [];
    while (this.skip(end) === undefined) {
      if (items.length > 0 && this.skip(/\s*,/) === undefined) return undefined;
      if (this.skip(end) !== undefined) break;
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  #dictionary(depth: number): JsonObject | undefined {
    const entries: [string, Json][] = [];
    while (this.skip(/\s*\}/) === undefined) {
      if (entries.length > 0 && this.skip(/\s*,/) === undefined) return undefined;
      if (this.skip(/\s*\}/) !== undefined) break;
      const key = this.value(depth + 1);
      if (typeof key !== "string" || this.skip(/\s*:/) === undefined) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }
}

const escapes: { readonly [letter: string]: string } = { n: "\n", t: "\t", r: "\r", "0": "\0" };

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\([\s\S])/g, (_all, letter: string) => escapes[letter] ?? letter);
}
