import { assign } from "./assign.ts";
import { executeImport } from "./execute-import.ts";
import type { Interpreter } from "./interpreter.ts";
import { iterate } from "./iterate.ts";
import type { Syntax } from "../syntax.ts";
import { none, truthOf, union, unknown } from "./value.ts";
import type { Scope, Values } from "./value.ts";

type Handler = (interpreter: Interpreter, node: Syntax, scope: Scope) => boolean;

/** Runs a statement or a block; true when nothing after it is reached. */
export function execute(interpreter: Interpreter, node: Syntax, scope: Scope): boolean {
  const handler = handlers[node.type];
  if (handler !== undefined) return handler(interpreter, node, scope);
  interpreter.evaluate(node, scope);
  return false;
}

const block: Handler = (interpreter, node, scope) => {
  for (const child of node.children) {
    if (interpreter.execute(child, scope)) return true;
  }
  return false;
};

const leaves = (values: (interpreter: Interpreter, node: Syntax, scope: Scope) => void): Handler => {
  return (interpreter, node, scope) => {
    values(interpreter, node, scope);
    return true;
  };
};

const evaluateAll: Handler = (interpreter, node, scope) => {
  for (const child of node.children) interpreter.evaluate(child, scope);
  return false;
};

const executeIf: Handler = (interpreter, node, scope) => {
  const others = node.children.filter(
    (child) => child.type === "elif_clause" || child.type === "else_clause",
  );
  const ways: (() => boolean)[] = [];
  for (const part of [node, ...others]) {
    const decided =
      part.type === "else_clause" ? true : truthOf(interpreter.evaluate(part.fields["condition"], scope));
    const body = part.fields["consequence"] ?? part.fields["body"];
    if (decided !== false) ways.push(() => interpreter.execute(body, scope));
    if (decided === true) return interpreter.branch(ways, true);
  }
  return interpreter.branch(ways, false);
};

const executeFor: Handler = (interpreter, node, scope) => {
  const target = node.fields["left"];
  const rounds = iterate(interpreter, interpreter.evaluate(node.fields["right"], scope));
  const open = rounds.length === 2 && rounds[0] === rounds[1] ? 1 : 0;
  interpreter.loops += open;
  for (const element of rounds) {
    if (interpreter.exhausted) break;
    interpreter.branch(
      [
        () => {
          assign(interpreter, target, element, scope);
          interpreter.execute(node.fields["body"], scope);
          return false;
        },
      ],
      rounds.length > 1,
    );
  }
  interpreter.loops -= open;
  interpreter.execute(node.fields["alternative"], scope);
  return false;
};

const executeWhile: Handler = (interpreter, node, scope) => {
  interpreter.loops += 1;
  for (const _ of [1, 2]) {
    interpreter.evaluate(node.fields["condition"], scope);
    interpreter.branch([() => (interpreter.execute(node.fields["body"], scope), false)], false);
  }
  interpreter.loops -= 1;
  interpreter.execute(node.fields["alternative"], scope);
  return false;
};

const executeTry: Handler = (interpreter, node, scope) => {
  const ended = interpreter.execute(node.fields["body"], scope);
  const clauses = node.children.filter((child) => child.type.startsWith("except"));
  const ways = clauses.map((clause) => () => executeExcept(interpreter, clause, scope));
  const handled = ways.length === 0 || interpreter.branch(ways, false) || allLeave(clauses);
  const rest = node.children.filter(
    (child) => child.type === "else_clause" || child.type === "finally_clause",
  );
  const left = rest.map((clause) =>
    interpreter.execute(clause.fields["body"] ?? clause.children.at(-1), scope),
  );
  return (ended && handled) || left.includes(true);
};

function executeExcept(interpreter: Interpreter, clause: Syntax, scope: Scope): boolean {
  for (const child of clause.children) {
    if (child.type === "block") return interpreter.execute(child, scope);
    if (child.type !== "as_pattern") interpreter.evaluate(child, scope);
    else {
      const caught = interpreter.evaluate(child.children[0], scope);
      assign(interpreter, child.fields["alias"], failureOf(caught), scope);
    }
  }
  return false;
}

/** Errors that an answer comes with (`botocore/exceptions.py`). */
function failureOf(caught: Values): Values {
  const answers = caught.every(
    (value) =>
      value.kind === "exception" ||
      (value.kind === "module" && /^botocore\.(exceptions\.|client\.)?ClientError$/.test(value.name)),
  );
  return answers && caught.length > 0 ? [{ kind: "failure", part: "error" }] : unknown;
}

/** A `try` whose every handler ends in return or raise leaves when its body does. */
function allLeave(clauses: readonly Syntax[]): boolean {
  return clauses.every((clause) => {
    const last = clause.children.at(-1)?.children.at(-1)?.type;
    return last === "return_statement" || last === "raise_statement";
  });
}

const executeWith: Handler = (interpreter, node, scope) => {
  for (const item of node.children
    .filter((child) => child.type === "with_clause")
    .flatMap((clause) => clause.children)) {
    const value = item.fields["value"] ?? item.children[0];
    if (value?.type !== "as_pattern") interpreter.evaluate(value, scope);
    else assign(interpreter, value.fields["alias"], interpreter.evaluate(value.children[0], scope), scope);
  }
  return interpreter.execute(node.fields["body"], scope);
};

const executeMatch: Handler = (interpreter, node, scope) => {
  interpreter.evaluate(node.fields["subject"], scope);
  const cases = (node.fields["body"]?.children ?? []).filter((child) => child.type === "case_clause");
  interpreter.branch(
    cases.map((clause) => () => interpreter.execute(clause.fields["consequence"], scope)),
    false,
  );
  return false;
};

const defineFunction: Handler = (interpreter, node, scope) => {
  define(interpreter, node, scope, []);
  return false;
};

const executeDecorated: Handler = (interpreter, node, scope) => {
  const decorators = node.children.filter((child) => child.type === "decorator");
  for (const decorator of decorators) interpreter.evaluate(decorator.children[0], scope);
  const definition = node.fields["definition"];
  const names = decorators.map((decorator) => interpreter.textOf(decorator).replace(/^@\s*/, ""));
  if (definition?.type === "function_definition") define(interpreter, definition, scope, names);
  else if (definition !== undefined) interpreter.execute(definition, scope);
  return false;
};

/** Decorators that hand on what the function gives. */
const transparent =
  /^(staticmethod|classmethod|(functools\.)?(cached_property|lru_cache|cache|wraps)\b.*|property)$/;

function define(interpreter: Interpreter, node: Syntax, scope: Scope, decorators: readonly string[]): void {
  const isMethod = scope.id.startsWith("class ");
  const isStatic = decorators.includes("staticmethod");
  if (isMethod && !isStatic) node.ownerClass = Number(scope.id.slice("class ".length));
  const property = decorators.some((name) => /(^|\.)(cached_)?property$/.test(name));
  const value = {
    kind: "function",
    node,
    scope: isMethod ? (scope.outer ?? scope) : scope,
    ...(property && { property: true as const }),
    ...(decorators.some((name) => !transparent.test(name)) && { decorated: true as const }),
  } as const;
  interpreter.defineFunction(value);
  assign(interpreter, node.fields["name"], [value], scope);
}

const defineClass: Handler = (interpreter, node, scope) => {
  const value = { kind: "class", node, scope } as const;
  const bases = (node.fields["superclasses"]?.children ?? []).filter(
    (child) => child.type !== "keyword_argument",
  );
  interpreter.bases.set(node.id, union(...bases.map((base) => interpreter.evaluate(base, scope))));
  interpreter.defineClass(value);
  assign(interpreter, node.fields["name"], [value], scope);
  interpreter.execute(node.fields["body"], interpreter.scope(scope, `class ${node.id}`));
  return false;
};

const handOut: Handler = (interpreter, node, scope) => {
  for (const child of node.children) scope.handedOut.add(interpreter.textOf(child));
  return false;
};

const executeReturn = leaves((interpreter, node, scope) => {
  const values: Values =
    node.children[0] === undefined ? none : interpreter.evaluate(node.children[0], scope);
  scope.returned.push(...values);
});

const executeImports: Handler = (interpreter, node, scope) => {
  executeImport(interpreter, node, scope);
  return false;
};

const handlers: { readonly [type: string]: Handler } = {
  module: block,
  block,
  expression_statement: evaluateAll,
  if_statement: executeIf,
  for_statement: executeFor,
  while_statement: executeWhile,
  try_statement: executeTry,
  with_statement: executeWith,
  match_statement: executeMatch,
  function_definition: defineFunction,
  decorated_definition: executeDecorated,
  class_definition: defineClass,
  return_statement: executeReturn,
  raise_statement: leaves(evaluateAll),
  global_statement: handOut,
  nonlocal_statement: handOut,
  import_statement: executeImports,
  import_from_statement: executeImports,
  future_import_statement: () => false,
  pass_statement: () => false,
  ERROR: block,
};
