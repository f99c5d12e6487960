import { lineOf } from "./call-client.ts";
import type { Interpreter } from "./interpreter.ts";
import { elementsOf, isData, memberOf, responseOf, shapeOf } from "./response-data.ts";
import type { Syntax } from "../syntax.ts";
import { wrongFailure } from "./caught-error.ts";
import type { Use } from "./use.ts";
import { noArguments, none, stringsOf, text, union, unknown } from "./value.ts";
import type { Arguments, DataValue, Value, Values } from "./value.ts";

type MemberUse = Extract<Use, { kind: "member" }>;
type Readable = Extract<Value, { kind: "data" | "pages" }>;

/** Notes a read of data by name; it is a fault only where it is one every time that the place is reached. */
export function noteRead(
  interpreter: Interpreter,
  object: Values,
  { name, how, node, line }: { name: string; how: MemberUse["how"]; node: Syntax; line: number },
): void {
  const wrong = object.map((value) => wrongRead(interpreter, value, name, how));
  const [first] = wrong;
  const always = first !== undefined && wrong.every((found) => found !== undefined);
  interpreter.read(`${node.id} ${how} ${name}`, always ? { ...first, line } : undefined);
}

function wrongRead(
  interpreter: Interpreter,
  value: Value,
  name: string,
  how: MemberUse["how"],
): Omit<MemberUse, "line"> | undefined {
  if (value.kind === "text" && value.nameIn !== undefined && how === "key") {
    const { service, operation, shape } = value.nameIn;
    return { kind: "member", service, operation, shape, name, how: "name" };
  }
  if (value.kind === "failure") return wrongFailure(value.part, name, how, dictionaryMethods);
  if (value.kind !== "data" && value.kind !== "pages") return undefined;
  if (!lacks(interpreter, value, name, how)) return undefined;
  const { service, operation } = value;
  return { kind: "member", service, operation, name, how, ...(isData(value) && { shape: value.shape }) };
}

function lacks({ models }: Interpreter, value: Readable, name: string, how: MemberUse["how"]): boolean {
  if (how === "attribute") return !methodsOf(shapeTypeOf(models, value)).has(name);
  if (value.kind === "pages") return true;
  const type = shapeTypeOf(models, value);
  if (how === "index") return type === "structure";
  if (how === "get") return type === "structure" && memberOf(models, value, name) === undefined;
  return type !== undefined && memberOf(models, value, name) === undefined;
}

type ShapeType = "structure" | "list" | "map" | "pages" | undefined;

function shapeTypeOf(models: Interpreter["models"], value: Readable): ShapeType {
  if (value.kind === "pages") return "pages";
  const type = shapeOf(models, value)?.type;
  return type === "structure" || type === "list" || type === "map" ? type : undefined;
}

const dictionaryMethods = new Set(
  Object.getOwnPropertyNames({
    clear: 0,
    copy: 0,
    fromkeys: 0,
    get: 0,
    items: 0,
    keys: 0,
    pop: 0,
    popitem: 0,
    setdefault: 0,
    update: 0,
    values: 0,
  }),
);
const listMethods = new Set(
  Object.getOwnPropertyNames({
    append: 0,
    clear: 0,
    copy: 0,
    count: 0,
    extend: 0,
    index: 0,
    insert: 0,
    pop: 0,
    remove: 0,
    reverse: 0,
    sort: 0,
  }),
);
/** `botocore/paginate.py`, `PageIterator` */
const pageMethods = new Set(
  Object.getOwnPropertyNames({
    build_full_result: 0,
    non_aggregate_part: 0,
    result_key_iters: 0,
    result_keys: 0,
    resume_token: 0,
    search: 0,
  }),
);

function methodsOf(type: ShapeType): { has(name: string): boolean } {
  if (type === "pages") return { has: (name) => pageMethods.has(name) || name.startsWith("_") };
  if (type === undefined) return { has: () => true };
  const methods = type === "list" ? listMethods : dictionaryMethods;
  return { has: (name) => methods.has(name) || name.startsWith("__") };
}

/** `data[index]` */
export function elementOfData(interpreter: Interpreter, value: Readable, index: Values): Values {
  if (value.kind === "pages") return unknown;
  const type = shapeTypeOf(interpreter.models, value);
  if (type === "list") return elementsOf(interpreter.models, value);
  const { strings, whole } = stringsOf(index);
  if (type === "map") return memberOf(interpreter.models, value, strings[0] ?? "") ?? unknown;
  if (!whole) return unknown;
  return union(...strings.map((name) => memberOf(interpreter.models, value, name) ?? unknown));
}

/** A method of a dictionary or a list that came out of an answer. */
export function callData(
  interpreter: Interpreter,
  value: Readable,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  if (value.kind === "pages") return callPages(interpreter, value, name, given, node);
  if (shapeTypeOf(interpreter.models, value) === "list")
    return callList(interpreter, value, name, given, node);
  const { strings, whole } = stringsOf(given.positional[0] ?? []);
  switch (name) {
    case "get":
    case "pop":
    case "setdefault": {
      if (name === "setdefault") for (const key of strings) interpreter.adds(key);
      if (!whole) return unknown;
      for (const key of strings)
        noteRead(interpreter, [value], { name: key, how: "get", node, line: lineOf(node) });
      const held = strings.map((key) => memberOf(interpreter.models, value, key) ?? unknown);
      return union(...held, orElse(interpreter, given.positional[1] ?? none, held.flat()));
    }
    case "copy":
      return [value];
    case "update":
      addAll(interpreter, given);
      return none;
    case "values":
      return madeList(interpreter, mapValues(interpreter, value));
    case "keys":
      return madeList(interpreter, text());
    case "items": {
      const pair = [text(), mapValues(interpreter, value)].map(
        (values, place) => [String(place), { values, line: 0 }] as const,
      );
      const made = interpreter.made("list", { entries: new Map(pair), others: [], open: false, length: 2 });
      return madeList(interpreter, made);
    }
    default:
      return unknown;
  }
}

/** The other value of `get`: None and empty containers say nothing of the member. */
function orElse(interpreter: Interpreter, values: Values, held: Values): Values {
  if (!held.some(isData)) return values.filter((value) => value.kind !== "none");
  return values.filter((value) => value.kind !== "none" && !interpreter.isEmpty(value));
}

function mapValues({ models }: Interpreter, value: DataValue): Values {
  return shapeOf(models, value)?.type === "map" ? (memberOf(models, value, "") ?? unknown) : unknown;
}

const madeList = (interpreter: Interpreter, others: Values): Values =>
  interpreter.made("list", { entries: new Map(), others, open: true });

/** Keys that `update(…)` brings. */
export function addAll(interpreter: Interpreter, given: Arguments): void {
  for (const key of given.keywords.keys()) interpreter.adds(key);
  for (const value of given.positional[0] ?? []) {
    if (value.kind === "dict")
      for (const key of interpreter.state.contents(value.id).entries.keys()) interpreter.adds(key);
  }
}

function callList(
  interpreter: Interpreter,
  value: DataValue,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  if (name === "copy") return [value];
  const element = elementsOf(interpreter.models, value);
  if (name === "pop") return element;
  if (name === "append" || name === "extend" || name === "insert") {
    for (const held of element) if (isData(held)) interpreter.opens(held);
  }
  const key = given.keywords.get("key")?.values;
  if (name === "sort" && key !== undefined)
    interpreter.call(key, { ...noArguments, positional: [element] }, node);
  return name === "count" || name === "index" ? [{ kind: "number", integer: true }] : none;
}

function callPages(
  interpreter: Interpreter,
  value: Extract<Value, { kind: "pages" }>,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  const page = responseOf(interpreter.models, value);
  if (name === "build_full_result") return page;
  if (name === "search")
    noteSearch(
      interpreter,
      page,
      given.positional[0] ?? given.keywords.get("expression")?.values ?? [],
      node,
    );
  return unknown;
}

/** The names that a JMESPath expression begins with: `Reservations[].Instances[]`. What follows a filter, a pipe or a function is not followed. */
export function noteSearch(interpreter: Interpreter, data: Values, expression: Values, node: Syntax): void {
  const { strings, whole } = stringsOf(expression);
  const [written = ""] = strings;
  if (!whole || strings.length !== 1) return;
  let at = data;
  let rest = written.trim();
  for (;;) {
    const step = /^([A-Za-z_]\w*)((?:\[(?:\d*|\*|\d*:\d*)\])*)(?=$|\.|\[|\s*\|)/.exec(rest);
    if (step === null) return;
    const [matched, name = "", brackets = ""] = step;
    if (at.length === 0 || !at.every(isData)) return;
    noteRead(interpreter, at, { name, how: "search", node, line: lineOf(node) });
    at = union(
      ...at.map((value) =>
        isData(value) ? (memberOf(interpreter.models, value, name) ?? unknown) : unknown,
      ),
    );
    for (const _ of brackets.matchAll(/\[/g))
      at = union(...at.map((value) => (isData(value) ? elementsOf(interpreter.models, value) : unknown)));
    rest = rest.slice(matched.length);
    if (!rest.startsWith(".")) return;
    rest = rest.slice(1);
  }
}
