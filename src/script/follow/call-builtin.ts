import { attributeOf } from "./attribute.ts";
import { setEnvironment } from "./assign.ts";
import { spread } from "./evaluate.ts";
import { handOver, isCallable } from "./hand-over.ts";
import type { Interpreter } from "./interpreter.ts";
import { noteSearch } from "./read-data.ts";
import { iterate } from "./iterate.ts";
import type { Syntax } from "../syntax.ts";
import { noArguments, stringsOf, text, union, unknown } from "./value.ts";
import type { Arguments, Values } from "./value.ts";

type Builtin = (interpreter: Interpreter, given: Arguments, node: Syntax) => Values;

/** What functions of Python's own modules give, as far as it matters for finding calls. */
export function callBuiltin(interpreter: Interpreter, name: string, given: Arguments, node: Syntax): Values {
  const builtin = builtins[name.replace(/^builtins\./, "")];
  if (builtin !== undefined) return builtin(interpreter, given, node);
  handOverFunctions(interpreter, given, node);
  return unknown;
}

function handOverFunctions(interpreter: Interpreter, given: Arguments, node: Syntax): void {
  const onlyFunctions: Arguments = {
    ...given,
    positional: given.positional.map((values) => values.filter(isCallable)),
    keywords: new Map(),
  };
  const keywords = [...given.keywords].map(
    ([name, entry]) => [name, { ...entry, values: entry.values.filter(isCallable) }] as const,
  );
  handOver(interpreter, { ...onlyFunctions, keywords: new Map(keywords) }, node);
}

const dict: Builtin = (interpreter, given) => {
  const draft = {
    entries: new Map<string, { values: Values; line: number }>(),
    others: [] as Values,
    open: given.open,
  };
  if (given.positional[0] !== undefined) spread(interpreter, draft, given.positional[0]);
  for (const [key, entry] of given.keywords) draft.entries.set(key, entry);
  return interpreter.made("dict", draft);
};

/** A new list of the same elements, in any order. */
const listed: Builtin = (interpreter, given) => {
  const [values] = given.positional;
  const key = given.keywords.get("key")?.values;
  const { key: _, ...others } = Object.fromEntries(given.keywords);
  const rest = { ...given, positional: given.positional.slice(1), keywords: new Map(Object.entries(others)) };
  handOverFunctions(interpreter, rest, nowhere);
  if (key !== undefined && values !== undefined)
    for (const element of iterate(interpreter, values).slice(0, 1))
      interpreter.call(key, { ...noArguments, positional: [element] }, nowhere);
  if (values === undefined)
    return interpreter.made("list", { entries: new Map(), others: [], open: false, length: 0 });
  const [only] = values;
  if (values.length === 1 && only?.kind === "list")
    return interpreter.made("list", interpreter.state.contents(only.id));
  const elements = union(...iterate(interpreter, values));
  if (values.every((value) => value.kind === "collection"))
    return interpreter.made("list", { entries: new Map(), others: elements, open: true });
  return interpreter.made("list", { entries: new Map(), others: elements, open: true });
};

const nowhere: Syntax = { id: -1, type: "", start: 0, end: 0, line: 1, children: [], fields: {} };

const enumerate: Builtin = (interpreter, given) => {
  const rounds = iterate(interpreter, given.positional[0] ?? unknown);
  return interpreter.made("list", {
    entries: new Map(
      rounds.map((element, index) => {
        const number: Values = [{ kind: "number", integer: true }];
        const pair = new Map([number, element].map((values, place) => [String(place), { values, line: 0 }]));
        return [
          String(index),
          {
            values: interpreter.made("list", { entries: pair, others: [], open: false, length: 2 }),
            line: 0,
          },
        ];
      }),
    ),
    others: [],
    open: false,
  });
};

const getAttribute: Builtin = (interpreter, given, node) => {
  const [object = unknown, named = unknown] = given.positional;
  const { strings, whole } = stringsOf(named);
  const reaches = object.some(
    (value) =>
      value.kind === "client" ||
      value.kind === "resource" ||
      (value.kind === "module" && value.name === "boto3"),
  );
  if (!whole && reaches) interpreter.unresolved(node.line, "getattr with a name that is not a literal");
  const found = strings.map((name) => attributeOf(interpreter, object, name, node));
  return union(...found, ...(whole ? [] : [unknown]));
};

const partial: Builtin = (interpreter, given) => {
  const [of, ...positional] = given.positional;
  return of === undefined
    ? unknown
    : [{ kind: "partial", of, given: { ...given, positional }, id: interpreter.serial() }];
};

const map: Builtin = (interpreter, given, node) => {
  const [callee = unknown, over = unknown] = given.positional;
  const results = iterate(interpreter, over).map((element) => {
    return callee.some(isCallable)
      ? interpreter.call(callee, { ...noArguments, positional: [element] }, node)
      : unknown;
  });
  return interpreter.made("list", { entries: new Map(), others: union(...results), open: true });
};

/** `Thread(target=f, args=(…), kwargs={…})` */
const thread: Builtin = (interpreter, given, node) => {
  const target = given.keywords.get("target")?.values ?? [];
  const [args] = given.keywords.get("args")?.values ?? [];
  const draft = {
    entries: new Map<string, { values: Values; line: number }>(),
    others: [] as Values,
    open: false,
  };
  spread(interpreter, draft, given.keywords.get("kwargs")?.values ?? []);
  const listed = args?.kind === "list" ? interpreter.state.contents(args.id) : undefined;
  const positional = [...(listed?.entries.values() ?? [])].map((entry) => entry.values);
  const open = draft.open || (args !== undefined && listed?.length === undefined);
  if (target.some(isCallable)) interpreter.call(target, { positional, keywords: draft.entries, open }, node);
  return unknown;
};

const integer: Builtin = () => [{ kind: "number", integer: true }];
const float: Builtin = () => [{ kind: "number", integer: false }];
const string: Builtin = (_, given) => {
  const [values = []] = given.positional;
  return stringsOf(values).whole ? values : text();
};
const truth: Builtin = () => [{ kind: "boolean" }];
const first: Builtin = (interpreter, given) => union(...iterate(interpreter, given.positional[0] ?? unknown));
/** `max(data, key=…)` gives one of them. */
const extreme: Builtin = (interpreter, given) => {
  const [values] = given.positional;
  if (values === undefined || given.positional.length > 1) return union(...given.positional, unknown);
  const elements = union(...iterate(interpreter, values));
  const key = given.keywords.get("key")?.values;
  if (key !== undefined) interpreter.call(key, { ...noArguments, positional: [elements] }, nowhere);
  const otherwise = (given.keywords.get("default")?.values ?? []).filter((value) => value.kind !== "none");
  return union(elements, otherwise);
};
const search: Builtin = (interpreter, given, node) => {
  noteSearch(interpreter, given.positional[1] ?? [], given.positional[0] ?? [], node);
  return unknown;
};
const same: Builtin = (_, given) => given.positional[0] ?? unknown;
const putEnvironment: Builtin = (interpreter, given, node) => {
  setEnvironment(interpreter, stringsOf(given.positional[0] ?? []).strings, node.line);
  return unknown;
};

const builtins: { readonly [name: string]: Builtin | undefined } = Object.assign(Object.create(null), {
  dict,
  list: listed,
  tuple: listed,
  set: listed,
  frozenset: listed,
  sorted: listed,
  reversed: listed,
  max: extreme,
  min: extreme,
  enumerate,
  getattr: getAttribute,
  map,
  next: first,
  iter: same,
  int: integer,
  len: integer,
  round: () => [{ kind: "number", integer: true }],
  float,
  str: string,
  repr: () => text(),
  bool: truth,
  isinstance: truth,
  hasattr: truth,
  any: truth,
  all: truth,
  super: (interpreter) => interpreter.parent(),
  "functools.partial": partial,
  "jmespath.search": search,
  "itertools.chain": listed,
  "contextlib.closing": same,
  "copy.copy": same,
  "copy.deepcopy": same,
  "threading.Thread": thread,
  "json.dumps": () => text(),
  "os.environ.setdefault": putEnvironment,
  "os.putenv": putEnvironment,
  "time.time": float,
} satisfies Record<string, Builtin>);
