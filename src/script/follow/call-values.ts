import { callBoto3 } from "./call-boto3.ts";
import { callBuiltin } from "./call-builtin.ts";
import { callClass, callFunction } from "./call-function.ts";
import { callClient, callPaginator, callWaiter } from "./call-client.ts";
import { callMethod } from "./call-method.ts";
import { callCollection, callResource } from "./call-resource.ts";
import { callFailure } from "./caught-error.ts";
import { callData } from "./read-data.ts";
import { handOver } from "./hand-over.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Syntax } from "../syntax.ts";
import { union, unknown } from "./value.ts";
import type { Arguments, Value, Values } from "./value.ts";

type Bound = Extract<Value, { kind: "bound" }>;

/** What a call gives. Methods of clients are taken together, for one client may stand for several services. */
export function callValues(interpreter: Interpreter, callee: Values, given: Arguments, node: Syntax): Values {
  const ofClients = callee.flatMap((value) =>
    value.kind === "bound" && value.receiver.kind === "client" ? [value] : [],
  );
  const others = callee.filter((value) => !(value.kind === "bound" && value.receiver.kind === "client"));
  const names = [...new Set(ofClients.map((value) => value.name))];
  return union(
    ...names.map((name) => {
      const services = ofClients
        .filter((value) => value.name === name)
        .map(({ receiver }) => serviceOf(receiver));
      return callClient(interpreter, { services, method: name, whole: others.length === 0 }, given, node);
    }),
    ...others.map((value) => callOne(interpreter, value, given, node)),
  );
}

const serviceOf = (receiver: Value): string | undefined =>
  receiver.kind === "client" ? receiver.service : undefined;

function callOne(interpreter: Interpreter, value: Value, given: Arguments, node: Syntax): Values {
  if (value.kind === "function") {
    return callFunction(interpreter, value, given);
  }
  if (value.kind === "class") {
    return callClass(interpreter, value, given, node);
  }
  if (value.kind === "partial") {
    return interpreter.call(value.of, merged(value.given, given), node);
  }
  if (value.kind === "bound") {
    return callBound(interpreter, value, given, node);
  }
  if (value.kind === "module") {
    return (
      callBoto3(interpreter, value.name, given, node) ?? callBuiltin(interpreter, value.name, given, node)
    );
  }
  handOver(interpreter, given, node);
  return unknown;
}

function callBound(
  interpreter: Interpreter,
  { receiver, name }: Bound,
  given: Arguments,
  node: Syntax,
): Values {
  if (receiver.kind === "paginator") {
    return callPaginator(interpreter, receiver, name, given, node);
  }
  if (receiver.kind === "waiter") {
    return callWaiter(interpreter, receiver, name, given, node);
  }
  if (receiver.kind === "session") {
    return callBoto3(interpreter, `session.${name}`, given, node) ?? unknown;
  }
  if (receiver.kind === "resource") {
    return callResource(interpreter, receiver, name, given, node);
  }
  if (receiver.kind === "collection") {
    return callCollection(interpreter, receiver, name, given, node);
  }
  if (receiver.kind === "failure") {
    return callFailure(interpreter, receiver, name, given, node);
  }
  if (receiver.kind === "data" || receiver.kind === "pages") {
    return callData(interpreter, receiver, name, given, node);
  }
  return callMethod(interpreter, receiver, name, given, node);
}

function merged(first: Arguments, then: Arguments): Arguments {
  return {
    positional: [...first.positional, ...then.positional],
    keywords: new Map([...first.keywords, ...then.keywords]),
    open: first.open || then.open,
  };
}
