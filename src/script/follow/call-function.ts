import { classMember } from "./attribute.ts";
import { assign, bindName, put } from "./assign.ts";
import type { Interpreter } from "./interpreter.ts";
import { nothing } from "./state.ts";
import type { Syntax } from "../syntax.ts";
import { none, union, unknown } from "./value.ts";
import type { Arguments, Scope, Value, Values } from "./value.ts";

type FunctionValue = Extract<Value, { kind: "function" }>;
type ClassValue = Extract<Value, { kind: "class" }>;

/** Follows a function with these arguments: what it returns, or a list of what it yields. */
export function callFunction(interpreter: Interpreter, value: FunctionValue, given: Arguments): Values {
  return interpreter.enter(value, () => {
    const scope = interpreter.scope(value.scope);
    bindParameters(interpreter, value, given, scope);
    const body = value.node.fields["body"];
    if (value.node.type === "lambda") return interpreter.evaluate(body, scope);
    interpreter.execute(body, scope);
    if (scope.yielded.length > 0) {
      return interpreter.made("list", { entries: new Map(), others: scope.yielded.slice(0, 32), open: true });
    }
    const returned = scope.returned.length === 0 ? none : union(scope.returned, []);
    return value.decorated === true && returned.some((held) => held.kind === "data") ? unknown : returned;
  });
}

function bindParameters(
  interpreter: Interpreter,
  value: FunctionValue,
  given: Arguments,
  scope: Scope,
): void {
  const positional = [...(value.self ? [[value.self]] : []), ...given.positional];
  const keywords = new Map(given.keywords);
  for (const parameter of value.node.fields["parameters"]?.children ?? []) {
    const target = nameOf(parameter);
    if (target === undefined) continue;
    const name = interpreter.textOf(target);
    if (target.type === "list_splat_pattern") bindRest(interpreter, target, positional, given.open, scope);
    else if (target.type === "dictionary_splat_pattern")
      bindKeywords(interpreter, target, keywords, given.open, scope);
    else {
      const next = keywords.get(name)?.values ?? positional.shift();
      keywords.delete(name);
      assign(interpreter, target, next ?? defaultOf(interpreter, parameter, value.scope, given.open), scope);
    }
  }
}

function nameOf(parameter: Syntax): Syntax | undefined {
  if (parameter.type === "identifier" || parameter.type.endsWith("_pattern")) return parameter;
  return (
    parameter.fields["name"] ?? (parameter.type === "typed_parameter" ? parameter.children[0] : undefined)
  );
}

function defaultOf(interpreter: Interpreter, parameter: Syntax, scope: Scope, open: boolean): Values {
  const value = parameter.fields["value"];
  return value === undefined || open ? unknown : interpreter.evaluate(value, scope);
}

function bindRest(
  interpreter: Interpreter,
  target: Syntax,
  rest: Values[],
  open: boolean,
  scope: Scope,
): void {
  const entries = new Map(
    rest.splice(0).map((values, index) => [String(index), { values, line: target.line }]),
  );
  const name = target.children[0];
  if (name === undefined) return;
  const list = interpreter.made("list", {
    entries,
    others: [],
    open,
    ...(!open && { length: entries.size }),
  });
  bindName(interpreter, interpreter.textOf(name), list, scope);
}

function bindKeywords(
  interpreter: Interpreter,
  target: Syntax,
  keywords: Map<string, { readonly values: Values; readonly line: number }>,
  open: boolean,
  scope: Scope,
): void {
  const name = target.children[0];
  const dict = interpreter.made("dict", { entries: new Map(keywords), others: [], open });
  keywords.clear();
  if (name !== undefined) bindName(interpreter, interpreter.textOf(name), dict, scope);
}

/** Makes an instance: `__init__` is followed; a class without one takes its annotated names, as a dataclass does. */
export function callClass(
  interpreter: Interpreter,
  value: ClassValue,
  given: Arguments,
  node: Syntax,
): Values {
  const made = interpreter.made("instance", nothing);
  const [instance] = made;
  if (instance?.kind !== "instance") return unknown;
  interpreter.instantiated(value, instance);
  const initializers = classMember(interpreter, value, "__init__");
  if (initializers === undefined) {
    const names = annotated(interpreter, value.node);
    for (const [index, values] of given.positional.entries()) {
      const name = names[index];
      if (name !== undefined) put(interpreter, instance, name, values, node.line);
    }
    for (const [name, { values }] of given.keywords) put(interpreter, instance, name, values, node.line);
    return made;
  }
  for (const initializer of initializers) {
    if (initializer.kind === "function") callFunction(interpreter, { ...initializer, self: instance }, given);
  }
  return made;
}

function annotated(interpreter: Interpreter, node: Syntax): readonly string[] {
  return (node.fields["body"]?.children ?? []).flatMap((statement) => {
    const assignment = statement.children[0];
    const left = assignment?.type === "assignment" ? assignment.fields["left"] : undefined;
    return left !== undefined && assignment?.fields["type"] !== undefined ? [interpreter.textOf(left)] : [];
  });
}
