import { operationOf, paginatedOperation, waiterModelName } from "../names/boto3-names.ts";
import type { Interpreter } from "./interpreter.ts";
import { paramsOf } from "./literal.ts";
import { responseOf } from "./response-data.ts";
import type { Syntax } from "../syntax.ts";
import { stringsOf, text, union, unknown } from "./value.ts";
import type { Arguments, Value, Values } from "./value.ts";

interface ClientMethod {
  /** Undefined stands for a client whose service the text does not determine. */
  readonly services: readonly (string | undefined)[];
  readonly method: string;
  /** The callee is a client's method for sure. */
  readonly whole: boolean;
}

/** A method of a client: an operation, or one of those that boto3 adds. */
export function callClient(
  interpreter: Interpreter,
  { services, method, whole }: ClientMethod,
  given: Arguments,
  node: Syntax,
): Values {
  const known = services.flatMap((service) => service ?? []);
  const line = lineOf(node);
  if (known.length === 0) {
    interpreter.unresolved(
      line,
      `the service of the client that \`${method}\` is called on is not a literal`,
    );
    return unknown;
  }
  if (method === "get_paginator")
    return getPaginator(interpreter, known, argument(given, 0, "operation_name"), line);
  if (method === "get_waiter") return getWaiter(interpreter, known, argument(given, 0, "waiter_name"), line);
  if (method === "_make_api_call") return makeApiCall(interpreter, known, given, line);
  if (method === "can_paginate") return canPaginate(interpreter, known, argument(given, 0, "operation_name"));
  interpreter.use({
    kind: "method",
    line,
    services: known,
    method,
    whole: whole && known.length === services.length,
    params: paramsOf(interpreter, given),
    positional: given.positional.length,
  });
  if (method.startsWith("generate_presigned_url")) return text();
  const answers = services.map((service): Values => {
    const operation = service === undefined ? undefined : operationOf(interpreter.models, service, method);
    return service === undefined || operation === undefined
      ? unknown
      : responseOf(interpreter.models, { service, operation });
  });
  return union(...answers);
}

/** The line of the method's name, which may be further down than the call's first line. */
export function lineOf(node: Syntax): number {
  return node.fields["function"]?.fields["attribute"]?.line ?? node.line;
}

export function argument(given: Arguments, index: number, name: string): Values | undefined {
  return given.keywords.get(name)?.values ?? given.positional[index];
}

/** Decided where literals say which operation it is: scripts take one way or the other by it. */
function canPaginate(
  interpreter: Interpreter,
  services: readonly string[],
  named: Values | undefined,
): Values {
  const { strings, whole } = stringsOf(named ?? []);
  const answers = services.flatMap((service) =>
    strings.map((name) => paginatedOperation(interpreter.models, service, name) !== undefined),
  );
  const [first] = answers;
  const agreed = whole && first !== undefined && answers.every((answer) => answer === first);
  return [{ kind: "boolean", ...(agreed && { boolean: first }) }];
}

function getPaginator(
  interpreter: Interpreter,
  services: readonly string[],
  named: Values | undefined,
  line: number,
): Values {
  const { strings, whole } = stringsOf(named ?? []);
  if (!whole) interpreter.unresolved(line, "the paginator's operation is not a literal");
  for (const name of strings) interpreter.use({ kind: "paginator", line, services, name });
  const found: Value[] = services.flatMap((service) =>
    strings.flatMap((name): Value[] => {
      const operation = paginatedOperation(interpreter.models, service, name);
      return operation === undefined ? [] : [{ kind: "paginator", service, operation }];
    }),
  );
  return found.length === 0 ? unknown : found;
}

function getWaiter(
  interpreter: Interpreter,
  services: readonly string[],
  named: Values | undefined,
  line: number,
): Values {
  const { strings, whole } = stringsOf(named ?? []);
  if (!whole) interpreter.unresolved(line, "the waiter's name is not a literal");
  for (const name of strings) interpreter.use({ kind: "waiter", line, services, name });
  const found: Value[] = services.flatMap((service) =>
    strings.flatMap((name): Value[] => {
      const waiter = waiterModelName(interpreter.models, service, name);
      return waiter === undefined ? [] : [{ kind: "waiter", service, waiter }];
    }),
  );
  return found.length === 0 ? unknown : found;
}

/** `client._make_api_call("DescribeInstances", {…})`, which every method of a client ends in. */
function makeApiCall(
  interpreter: Interpreter,
  services: readonly string[],
  given: Arguments,
  line: number,
): Values {
  const { strings, whole } = stringsOf(argument(given, 0, "operation_name") ?? []);
  if (!whole) interpreter.unresolved(line, "the operation's name is not a literal");
  for (const operation of strings) {
    for (const service of services) {
      if (interpreter.models.model(service)?.operations[operation] === undefined) continue;
      const params = { entries: new Map(), open: true };
      interpreter.use({
        kind: "operation",
        line,
        service,
        operation,
        via: "resource",
        params,
        filled: [],
        certain: true,
      });
    }
  }
  return unknown;
}

/** `paginate(…)` takes the operation's parameters and `PaginationConfig`. */
export function callPaginator(
  interpreter: Interpreter,
  { service, operation }: Extract<Value, { kind: "paginator" }>,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  if (name !== "paginate") return unknown;
  const params = paramsOf(interpreter, given);
  interpreter.use({
    kind: "operation",
    line: lineOf(node),
    service,
    operation,
    via: "paginator",
    params,
    filled: [],
    certain: true,
  });
  return [{ kind: "pages", service, operation }];
}

export function callWaiter(
  interpreter: Interpreter,
  { service, waiter }: Extract<Value, { kind: "waiter" }>,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  const operation = interpreter.models.model(service)?.waiterOperations?.[waiter];
  if (name !== "wait") return unknown;
  if (operation === undefined)
    interpreter.unresolved(lineOf(node), `which operation the waiter ${waiter} calls is not known`);
  else {
    const params = paramsOf(interpreter, given);
    interpreter.use({
      kind: "operation",
      line: lineOf(node),
      service,
      operation,
      via: "waiter",
      params,
      filled: [],
      certain: true,
    });
  }
  return unknown;
}
