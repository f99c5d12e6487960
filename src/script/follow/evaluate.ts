import { attributeOf } from "./attribute.ts";
import { assign, variableKey } from "./assign.ts";
import { comparison } from "./compare.ts";
import { comprehension } from "./comprehension.ts";
import type { Interpreter } from "./interpreter.ts";
import { iterate } from "./iterate.ts";
import { partOfFailure } from "./caught-error.ts";
import { elementOfData, noteRead } from "./read-data.ts";
import { readArguments } from "./read-arguments.ts";
import { elementsOf, isData, withoutEmpty } from "./response-data.ts";
import type { Contents } from "./state.ts";
import { joinContents, nothing } from "./state.ts";
import { stringValue } from "./string-value.ts";
import type { Syntax } from "../syntax.ts";
import { none, stringsOf, text, truthOf, union, unknown } from "./value.ts";
import type { Scope, Values } from "./value.ts";

type Evaluator = (interpreter: Interpreter, node: Syntax, scope: Scope) => Values;

/** All that an expression may be. */
export function evaluate(interpreter: Interpreter, node: Syntax, scope: Scope): Values {
  const evaluator = evaluators[node.type];
  if (evaluator !== undefined) return evaluator(interpreter, node, scope);
  for (const child of node.children) interpreter.evaluate(child, scope);
  return unknown;
}

/** A variable that is None or "" at one time is mostly something else when it is used: that counts as unknown there. */
const identifier: Evaluator = (interpreter, node, scope) => {
  const found = lookUp(interpreter, interpreter.textOf(node), scope);
  const values = withoutEmpty(found, () => false);
  return values.some(isBlank)
    ? union(...values.map((value) => (isBlank(value) ? (value.kind === "text" ? text() : unknown) : [value])))
    : values;
};

const isBlank = (value: Values[number]): boolean =>
  value.kind === "none" || (value.kind === "text" && value.text === "");

const wellKnownModules = new Set([
  "boto3",
  "botocore",
  "json",
  "os",
  "re",
  "sys",
  "time",
  "datetime",
  "functools",
  "itertools",
  "concurrent",
]);

function lookUp(interpreter: Interpreter, name: string, scope: Scope): Values {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at !== scope && at.id.startsWith("class ")) continue;
    const values = interpreter.state.variable(variableKey(at, name));
    if (values !== undefined) return values;
  }
  if (wellKnownModules.has(name)) return [{ kind: "module", name }];
  return [{ kind: "module", name: `builtins.${name}` }];
}

const assignment: Evaluator = (interpreter, node, scope) => {
  const right = node.fields["right"];
  if (right === undefined) return unknown;
  const values = interpreter.evaluate(right, scope);
  assign(interpreter, node.fields["left"] ?? node.fields["name"], values, scope);
  return values;
};

const namedExpression: Evaluator = (interpreter, node, scope) => {
  const values = interpreter.evaluate(node.fields["value"], scope);
  assign(interpreter, node.fields["name"], values, scope);
  return values;
};

const augmented: Evaluator = (interpreter, node, scope) => {
  const added = interpreter.evaluate(node.fields["right"], scope);
  const left = node.fields["left"];
  const before = interpreter.evaluate(left, scope);
  const operator = node.fields["operator"];
  const sum =
    operator !== undefined && interpreter.textOf(operator) === "+="
      ? add(interpreter, before, added)
      : unknown;
  assign(interpreter, left, sum, scope);
  return sum;
};

const binary: Evaluator = (interpreter, node, scope) => {
  const left = interpreter.evaluate(node.fields["left"], scope);
  const right = interpreter.evaluate(node.fields["right"], scope);
  const operator = node.fields["operator"] === undefined ? "" : interpreter.textOf(node.fields["operator"]);
  if (operator === "+") return add(interpreter, left, right);
  if (operator === "%" && left.every((value) => value.kind === "text")) return text();
  if (operator === "|" && [...left, ...right].every((value) => value.kind === "dict"))
    return mergeDicts(interpreter, left, right);
  const numbers = [...left, ...right];
  if (numbers.every((value) => value.kind === "number")) {
    return [{ kind: "number", integer: operator !== "/" && numbers.every((value) => value.integer) }];
  }
  return unknown;
};

function mergeDicts(interpreter: Interpreter, left: Values, right: Values): Values {
  const parts = [...left, ...right].flatMap((value) =>
    value.kind === "dict" ? [interpreter.state.contents(value.id)] : [],
  );
  return interpreter.made("dict", parts.reduce(joinContents, nothing));
}

/** Strings that literals determine are joined; lists keep what both hold. */
function add(interpreter: Interpreter, left: Values, right: Values): Values {
  const a = stringsOf(left);
  const b = stringsOf(right);
  if (a.whole && b.whole && a.strings.length * b.strings.length <= 16) {
    return a.strings.flatMap((x) => b.strings.flatMap((y) => text(x + y)));
  }
  if ([...left, ...right].some((value) => value.kind === "text")) return text();
  const all = [...left, ...right];
  if (all.every((value) => value.kind === "number"))
    return [{ kind: "number", integer: all.every((value) => value.integer) }];
  const answered = all.flatMap((value) => (isData(value) ? [elementsOf(interpreter.models, value)] : []));
  const lists = all.flatMap((value) => (value.kind === "list" ? [interpreter.state.contents(value.id)] : []));
  if (lists.length === 0 && answered.length === 0) return unknown;
  const elements = lists.flatMap((contents) => [...contents.entries.values()].map((entry) => entry.values));
  const rest = lists.length + answered.length < all.length ? [unknown] : [];
  const others = union(...elements, ...lists.map((contents) => contents.others), ...answered, ...rest);
  return interpreter.made("list", {
    entries: new Map(),
    others,
    open: lists.length < all.length || lists.some((list) => list.open),
  });
}

const list: Evaluator = (interpreter, node, scope) => {
  const entries = new Map<string, { values: Values; line: number }>();
  const splats: Values[] = [];
  for (const child of node.children) {
    const values = interpreter.evaluate(child.type === "list_splat" ? child.children[0] : child, scope);
    if (child.type === "list_splat") splats.push(...iterate(interpreter, values));
    else entries.set(String(entries.size), { values, line: child.line });
  }
  if (splats.length > 0) {
    const others = union(...splats, ...[...entries.values()].map((entry) => entry.values));
    return interpreter.made("list", { entries: new Map(), others, open: true });
  }
  return interpreter.made("list", { entries, others: [], open: false, length: entries.size });
};

const dictionary: Evaluator = (interpreter, node, scope) => {
  const draft = {
    entries: new Map<string, { values: Values; line: number }>(),
    others: [] as Values,
    open: false,
  };
  for (const child of node.children) {
    if (child.type === "dictionary_splat")
      spread(interpreter, draft, interpreter.evaluate(child.children[0], scope));
    if (child.type !== "pair") continue;
    const keys = stringsOf(interpreter.evaluate(child.fields["key"], scope));
    const values = interpreter.evaluate(child.fields["value"], scope);
    if (keys.whole) for (const key of keys.strings) draft.entries.set(key, { values, line: child.line });
    else {
      draft.others = union(draft.others, values);
      draft.open = true;
    }
  }
  return interpreter.made("dict", draft);
};

type Draft = { entries: Map<string, { values: Values; line: number }>; others: Values; open: boolean };

/** Adds what `**mapping` brings. */
export function spread(interpreter: Interpreter, draft: Draft, mapping: Values): void {
  for (const value of mapping) {
    const contents: Contents | undefined =
      value.kind === "dict" ? interpreter.state.contents(value.id) : undefined;
    if (contents === undefined || contents.open) draft.open = true;
    if (contents === undefined) continue;
    for (const [key, entry] of contents.entries) {
      const known = mapping.length > 1 ? draft.entries.get(key) : undefined;
      draft.entries.set(
        key,
        known === undefined ? entry : { ...entry, values: union(known.values, entry.values) },
      );
    }
    draft.others = union(draft.others, contents.others);
  }
}

const subscript: Evaluator = (interpreter, node, scope) => {
  const object = interpreter.evaluate(node.fields["value"], scope);
  const index = interpreter.evaluate(node.fields["subscript"], scope);
  if (node.fields["subscript"]?.type === "slice" && object.every(isData)) return object;
  const line = node.fields["subscript"]?.line ?? node.line;
  const { strings, whole } = stringsOf(index);
  if (whole) for (const name of strings) noteRead(interpreter, object, { name, how: "key", node, line });
  else if (index.length > 0 && index.every((value) => value.kind === "number"))
    noteRead(interpreter, object, { name: "0", how: "index", node, line });
  return union(...object.map((value) => elementOf(interpreter, value, index)));
};

function elementOf(interpreter: Interpreter, value: Values[number], index: Values): Values {
  if (value.kind === "text") return text();
  if (value.kind === "failure") return partOfFailure(value, index);
  if (value.kind === "data" || value.kind === "pages") return elementOfData(interpreter, value, index);
  if (value.kind !== "list" && value.kind !== "dict") return unknown;
  const contents = interpreter.state.contents(value.id);
  const everything = union(...[...contents.entries.values()].map((entry) => entry.values), contents.others);
  const keys = index.map((key) => {
    if (key.kind === "text") return key.text;
    return key.kind === "number" && key.number !== undefined && key.number >= 0
      ? String(key.number)
      : undefined;
  });
  const found = keys.map((key) => (key === undefined ? undefined : contents.entries.get(key)?.values));
  if (found.every((values) => values !== undefined)) return union(...found);
  if (everything.length === 0) return unknown;
  return contents.open && !everything.every(isData) ? union(everything, unknown) : everything;
}

const conditional: Evaluator = (interpreter, node, scope) => {
  const [then, condition, otherwise] = node.children;
  const decided = truthOf(interpreter.evaluate(condition, scope));
  if (decided !== undefined) return interpreter.evaluate(decided ? then : otherwise, scope);
  return union(interpreter.evaluate(then, scope), interpreter.evaluate(otherwise, scope));
};

const boolean: Evaluator = (interpreter, node, scope) => {
  const left = interpreter.evaluate(node.fields["left"], scope);
  const either = union(left, interpreter.evaluate(node.fields["right"], scope)).filter(
    (value) => value.kind !== "none",
  );
  return withoutEmpty(either, (value) => interpreter.isEmpty(value));
};

const lambda: Evaluator = (interpreter, node, scope) => {
  const value = { kind: "function", node, scope } as const;
  interpreter.defineFunction(value);
  return [value];
};

const yields: Evaluator = (interpreter, node, scope) => {
  const values = interpreter.evaluate(node.children[0], scope);
  const from = interpreter.textOf(node).startsWith("yield from");
  scope.yielded.push(...(from ? union(...iterate(interpreter, values)) : values));
  return unknown;
};

const call: Evaluator = (interpreter, node, scope) => {
  const callee = interpreter.evaluate(node.fields["function"], scope);
  return interpreter.call(callee, readArguments(interpreter, node.fields["arguments"], scope), node);
};

const inner: Evaluator = (interpreter, node, scope) => interpreter.evaluate(node.children[0], scope);

const evaluators: { readonly [type: string]: Evaluator } = {
  identifier,
  assignment,
  named_expression: namedExpression,
  augmented_assignment: augmented,
  binary_operator: binary,
  list,
  tuple: list,
  set: list,
  expression_list: list,
  dictionary,
  subscript,
  attribute: (interpreter, node, scope) => {
    const name = node.fields["attribute"];
    const object = interpreter.evaluate(node.fields["object"], scope);
    return name === undefined
      ? unknown
      : attributeOf(interpreter, object, interpreter.textOf(name), node.fields["attribute"] ?? node);
  },
  conditional_expression: conditional,
  boolean_operator: boolean,
  lambda,
  list_comprehension: comprehension,
  set_comprehension: comprehension,
  generator_expression: comprehension,
  dictionary_comprehension: comprehension,
  yield: yields,
  call,
  parenthesized_expression: inner,
  await: inner,
  list_splat: inner,
  string: stringValue,
  concatenated_string: stringValue,
  integer: (interpreter, node) => {
    const number = Number(interpreter.textOf(node).replaceAll("_", ""));
    return [{ kind: "number", integer: true, ...(Number.isFinite(number) && { number }) }];
  },
  float: () => [{ kind: "number", integer: false }],
  unary_operator: (interpreter, node, scope) => {
    const [value] = interpreter.evaluate(node.fields["argument"], scope);
    if (value?.kind !== "number") return unknown;
    const minus = interpreter.textOf(node).startsWith("-");
    return [{ ...value, ...(value.number !== undefined && minus && { number: -value.number }) }];
  },
  true: () => [{ kind: "boolean", boolean: true }],
  false: () => [{ kind: "boolean", boolean: false }],
  comparison_operator: comparison,
  not_operator: (interpreter, node, scope) => {
    const decided = truthOf(interpreter.evaluate(node.fields["argument"], scope));
    return [{ kind: "boolean", ...(decided !== undefined && { boolean: !decided }) }];
  },
  none: () => none,
  type: () => unknown,
};
