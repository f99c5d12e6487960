import { addOther, put } from "./assign.ts";
import { lineOf } from "./call-client.ts";
import { spread } from "./evaluate.ts";
import { handOver, isCallable } from "./hand-over.ts";
import type { Interpreter } from "./interpreter.ts";
import { iterate } from "./iterate.ts";
import { addAll } from "./read-data.ts";
import { paramsOf } from "./literal.ts";
import type { Syntax } from "../syntax.ts";
import { noArguments, stringsOf, text, union, unknown } from "./value.ts";
import type { Arguments, Value, Values } from "./value.ts";

/** Methods of Python's own values: strings, lists, dictionaries; and of whatever nobody knows. */
export function callMethod(
  interpreter: Interpreter,
  receiver: Value,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  if (receiver.kind === "text") {
    return textMethod(receiver, name, given);
  }
  if (receiver.kind === "list") {
    return listMethod(interpreter, receiver, name, given);
  }
  if (receiver.kind === "dict") {
    return dictMethod(interpreter, receiver, name, given, node);
  }
  return unknownMethod(interpreter, name, given, node);
}

const textToText = new Set([
  "upper",
  "lower",
  "strip",
  "lstrip",
  "rstrip",
  "replace",
  "format",
  "join",
  "title",
  "removeprefix",
  "removesuffix",
  "zfill",
  "capitalize",
]);
const textToBoolean = new Set(["startswith", "endswith", "isdigit", "isalpha"]);

function textMethod(
  { text: written }: Extract<Value, { kind: "text" }>,
  name: string,
  given: Arguments,
): Values {
  if (written !== undefined && given.positional.length === 0 && given.keywords.size === 0) {
    if (name === "lower") return text(written.toLowerCase());
    if (name === "upper") return text(written.toUpperCase());
    if (name === "strip") return text(written.trim());
  }
  if (textToText.has(name)) return text();
  return textToBoolean.has(name) ? [{ kind: "boolean" }] : unknown;
}

function listMethod(
  interpreter: Interpreter,
  receiver: Extract<Value, { id: string }>,
  name: string,
  given: Arguments,
): Values {
  const [values = unknown] = given.positional;
  if (name === "append" || name === "add") addOther(interpreter, receiver.id, values);
  else if (name === "insert") addOther(interpreter, receiver.id, given.positional[1] ?? unknown);
  else if (name === "extend" || name === "update")
    addOther(interpreter, receiver.id, union(...iterate(interpreter, values)));
  else if (name === "copy") return [receiver];
  else if (name === "pop") return union(...iterate(interpreter, [receiver]));
  return unknown;
}

function dictMethod(
  interpreter: Interpreter,
  receiver: Extract<Value, { id: string }>,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  const contents = interpreter.state.contents(receiver.id);
  const keys = stringsOf(given.positional[0] ?? []);
  const everything = union(...[...contents.entries.values()].map((entry) => entry.values), contents.others);
  switch (name) {
    case "get":
    case "pop":
    case "setdefault": {
      const found = keys.strings.flatMap((key) => contents.entries.get(key)?.values ?? []);
      if (name === "setdefault")
        for (const key of keys.strings)
          put(interpreter, receiver, key, union(found, given.positional[1] ?? unknown), node.line);
      if (name === "pop") removed(interpreter, receiver.id, keys.strings);
      const held = keys.whole && keys.strings.every((key) => contents.entries.has(key)) ? found : everything;
      return union(
        held,
        (given.positional[1] ?? unknown).filter((value) => value.kind !== "none"),
      );
    }
    case "items":
      return items(interpreter, receiver, node);
    case "values":
      return interpreter.made("list", {
        entries: contents.entries,
        others: contents.others,
        open: contents.open,
      });
    case "keys":
      return [receiver];
    case "copy":
      return interpreter.made("dict", contents);
    case "update": {
      const draft = {
        entries: new Map(contents.entries),
        others: contents.others,
        open: contents.open || given.open,
      };
      if (given.positional[0] !== undefined) spread(interpreter, draft, given.positional[0]);
      for (const [key, entry] of given.keywords) draft.entries.set(key, entry);
      interpreter.state.fill(receiver.id, draft);
      return unknown;
    }
    case "clear":
    case "popitem":
      removed(interpreter, receiver.id, [...contents.entries.keys()]);
      return unknown;
    default:
      return unknown;
  }
}

/** Members that were there and may be gone: nothing is said about them any more. */
function removed(interpreter: Interpreter, id: string, keys: readonly string[]): void {
  const contents = interpreter.state.contents(id);
  const entries = new Map([...contents.entries].filter(([key]) => !keys.includes(key)));
  interpreter.state.fill(id, { ...contents, entries });
}

function items(interpreter: Interpreter, receiver: Extract<Value, { id: string }>, node: Syntax): Values {
  const contents = interpreter.state.contents(receiver.id);
  const pairOf = (key: Values, values: Values): Values => {
    const pair = new Map(
      [key, values].map((part, place) => [String(place), { values: part, line: node.line }]),
    );
    return interpreter.made("list", { entries: pair, others: [], open: false, length: 2 });
  };
  const entries = [...contents.entries].map(([key, entry]) => {
    return [key, { values: pairOf(text(key), entry.values), line: entry.line }] as const;
  });
  const others = contents.open
    ? pairOf(text(), contents.others.length === 0 ? unknown : contents.others)
    : [];
  return interpreter.made("list", { entries: new Map(entries), others, open: contents.open });
}

const passing = new Set(["submit", "apply", "apply_async", "to_thread", "run_in_executor", "call_soon"]);
const mapping = new Set(["map", "imap", "imap_unordered", "starmap", "map_async"]);

function unknownMethod(interpreter: Interpreter, name: string, given: Arguments, node: Syntax): Values {
  const place = given.positional.findIndex((values) => values.some(isCallable));
  const callee = given.positional[place];
  if (callee !== undefined && passing.has(name)) {
    return interpreter.call(callee, { ...given, positional: given.positional.slice(place + 1) }, node);
  }
  if (callee !== undefined && mapping.has(name)) {
    for (const element of iterate(interpreter, given.positional[place + 1] ?? unknown)) {
      interpreter.call(
        callee,
        name === "starmap" ? { ...noArguments, open: true } : { ...noArguments, positional: [element] },
        node,
      );
    }
    return unknown;
  }
  handOver(interpreter, given, node);
  if (name === "update") addAll(interpreter, given);
  if (name === "setdefault")
    for (const key of stringsOf(given.positional[0] ?? []).strings) interpreter.adds(key);
  if (/^[a-z]+(_[a-z0-9]+)+$|^(invoke|publish|query|scan)$/.test(name)) {
    interpreter.use({
      kind: "guess",
      line: lineOf(node),
      method: name,
      params: paramsOf(interpreter, given),
    });
  }
  return unknown;
}
