import type { Interpreter } from "./interpreter.ts";
import type { Contents } from "./state.ts";
import type { Syntax } from "../syntax.ts";
import { stringsOf, union, unknown } from "./value.ts";
import type { Scope, Value, Values } from "./value.ts";

export const variableKey = (scope: Scope, name: string): string => `${scope.id}:${name}`;

/** Binds a plain name in the scope, or in the outer one that `global` and `nonlocal` name. */
export function bindName(interpreter: Interpreter, name: string, values: Values, scope: Scope): void {
  if (!scope.handedOut.has(name)) {
    interpreter.state.assign(variableKey(scope, name), values);
    return;
  }
  for (let outer = scope.outer; outer !== undefined; outer = outer.outer) {
    const last = outer.outer === undefined;
    if (!last && interpreter.state.variable(variableKey(outer, name)) === undefined) continue;
    interpreter.state.assign(variableKey(outer, name), values);
    return;
  }
}

/** Assigns to a name, an attribute, an element or a pattern of these. */
export function assign(
  interpreter: Interpreter,
  target: Syntax | undefined,
  values: Values,
  scope: Scope,
): void {
  if (target === undefined) return;
  switch (target.type) {
    case "identifier":
      bindName(interpreter, interpreter.textOf(target), values, scope);
      return;
    case "attribute":
      assignAttribute(interpreter, target, values, scope);
      return;
    case "subscript":
      assignElement(interpreter, target, values, scope);
      return;
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "expression_list":
    case "tuple":
    case "list":
      for (const [index, part] of target.children.entries())
        assign(interpreter, part, elementAt(interpreter, values, index), scope);
      return;
    case "as_pattern_target":
    case "parenthesized_expression":
      assign(interpreter, target.children[0], values, scope);
      return;
    case "list_splat_pattern":
      assign(interpreter, target.children[0], unknown, scope);
      return;
    default:
  }
}

function elementAt(interpreter: Interpreter, values: Values, index: number): Values {
  return union(
    ...values.map((value) => {
      if (value.kind !== "list") return unknown;
      const contents = interpreter.state.contents(value.id);
      const found = contents.entries.get(String(index))?.values ?? contents.others;
      return found.length === 0 ? unknown : found;
    }),
  );
}

function assignAttribute(interpreter: Interpreter, target: Syntax, values: Values, scope: Scope): void {
  const object = interpreter.evaluate(target.fields["object"], scope);
  const name = target.fields["attribute"];
  if (name === undefined) return;
  for (const value of object) {
    if (value.kind === "instance") put(interpreter, value, interpreter.textOf(name), values, target.line);
    if (value.kind === "class")
      interpreter.state.assign(`class ${value.node.id}:${interpreter.textOf(name)}`, values);
  }
}

function assignElement(interpreter: Interpreter, target: Syntax, values: Values, scope: Scope): void {
  const object = interpreter.evaluate(target.fields["value"], scope);
  const keys = stringsOf(interpreter.evaluate(target.fields["subscript"], scope));
  for (const value of object) {
    if (value.kind === "module" && value.name === "os.environ")
      setEnvironment(interpreter, keys.strings, target.line);
    if (value.kind !== "dict" && value.kind !== "list") {
      for (const key of keys.strings) interpreter.adds(key);
      if (value.kind === "data" && !keys.whole) interpreter.opens(value);
    }
    if (value.kind === "list") addOther(interpreter, value.id, values);
    if (value.kind !== "dict") continue;
    if (!keys.whole) addOther(interpreter, value.id, values);
    for (const key of keys.strings) put(interpreter, value, key, values, target.line);
  }
}

export function put(
  interpreter: Interpreter,
  { id }: Extract<Value, { id: string }>,
  key: string,
  values: Values,
  line: number,
): void {
  const contents = interpreter.state.contents(id);
  interpreter.state.fill(id, { ...contents, entries: new Map(contents.entries).set(key, { values, line }) });
}

/** Something is added under a key or at a place that the text does not determine. */
export function addOther(interpreter: Interpreter, id: string, values: Values): void {
  const { length: _, ...contents } = interpreter.state.contents(id);
  const filled: Contents = { ...contents, others: union(contents.others, values), open: true };
  interpreter.state.fill(id, filled);
}

const dangerous =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|ENDPOINT_URL.*|CA_BUNDLE|SHARED_CREDENTIALS_FILE|CONFIG_FILE)$|^(HTTPS?|ALL)_PROXY$/i;

/** Credentials and endpoints that a script sets through its environment. */
export function setEnvironment(interpreter: Interpreter, names: readonly string[], line: number): void {
  for (const name of names.filter((name) => dangerous.test(name))) {
    interpreter.use({
      kind: "danger",
      line,
      rule: "environment",
      message: `Setting ${name} changes whom or where boto3 talks to. Credentials and endpoints are not the script's to choose: remove it.`,
      references: ["CWE-15"],
    });
  }
}
