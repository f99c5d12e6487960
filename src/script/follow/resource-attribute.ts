import { methodName } from "../names/method-name.ts";
import type { Interpreter } from "./interpreter.ts";
import { dataOf } from "./response-data.ts";
import { requestParams } from "./resource-request.ts";
import {
  addedMember,
  definitionOf,
  madeResource,
  memberNamed,
  resourceMembers,
  subresources,
} from "./resource-model.ts";
import type { Syntax } from "../syntax.ts";
import { noArguments, text, unknown } from "./value.ts";
import type { ResourceValue, Values } from "./value.ts";

/** An attribute of a boto3 resource: an identifier, a collection, a method, or data that is loaded on first use. */
export function resourceAttribute(
  interpreter: Interpreter,
  value: ResourceValue,
  name: string,
  node: Syntax,
): Values {
  const { models } = interpreter;
  const definition = definitionOf(models, value);
  if (definition === undefined) return unknown;
  const bound: Values = [{ kind: "bound", receiver: value, name }];
  const identifier = (definition.identifiers ?? []).find((known) => methodName(known.name) === name);
  if (identifier !== undefined) return text(value.identifiers[identifier.name]);
  if (name in subresources(models, value) || name === "meta") return bound;
  const collection = memberNamed(definition.hasMany, name);
  if (collection !== undefined) return [{ kind: "collection", of: value, name: collection.name }];
  const member =
    memberNamed(definition.actions, name) ??
    memberNamed(definition.waiters, name.replace(/^wait_until_/, ""));
  if (member !== undefined || addedMember(value, name) !== undefined)
    return touched(interpreter, value, name, node) ?? bound;
  if (/^(re)?load$/.test(name) && definition.load !== undefined) return bound;
  const reference = memberNamed(definition.has, name);
  if (reference !== undefined) {
    load(interpreter, value, node);
    return madeResource(value, reference.member, []);
  }
  if (resourceMembers(models, value).includes(name.replace(/_attribute$/, ""))) {
    load(interpreter, value, node);
    return loadedData(interpreter, value, name);
  }
  interpreter.use({
    kind: "resource-member",
    line: node.line,
    service: value.service,
    name,
    ...(value.type !== undefined && { type: value.type }),
  });
  return unknown;
}

/** Data that was loaded has the shape of the resource. */
function loadedData({ models }: Interpreter, value: ResourceValue, name: string): Values {
  const definition = definitionOf(models, value);
  const shape =
    definition?.shape === undefined ? undefined : models.model(value.service)?.shapes[definition.shape];
  const found = memberNamed(shape?.members, name);
  const operation = definition?.load?.request.operation ?? "";
  return found === undefined ? unknown : dataOf(models, { service: value.service, operation }, found.member);
}

/** `bucket.creation_date` is data, though boto3 adds it. */
function touched(
  interpreter: Interpreter,
  value: ResourceValue,
  name: string,
  node: Syntax,
): Values | undefined {
  if (name !== "creation_date") return undefined;
  if (!value.loaded) {
    const params = requestParams(value, { operation: "ListBuckets" }, interpreter, noArguments);
    interpreter.use({
      kind: "operation",
      line: node.line,
      service: "s3",
      operation: "ListBuckets",
      via: "load",
      ...params,
      certain: true,
    });
  }
  return unknown;
}

/** Reading data of a resource that did not come out of a list calls its load operation. */
function load(interpreter: Interpreter, value: ResourceValue, node: Syntax): void {
  const request = definitionOf(interpreter.models, value)?.load?.request;
  if (request === undefined || value.loaded) return;
  const params = requestParams(value, request, interpreter, noArguments);
  const { service } = value;
  interpreter.use({
    kind: "operation",
    line: node.line,
    service,
    operation: request.operation,
    via: "load",
    ...params,
    certain: true,
  });
}
