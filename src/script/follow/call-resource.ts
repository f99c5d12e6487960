import { lineOf } from "./call-client.ts";
import type { Interpreter } from "./interpreter.ts";
import { iterate } from "./iterate.ts";
import { addedMember, definitionOf, madeResource, memberNamed, subresources } from "./resource-model.ts";
import { responseOf } from "./response-data.ts";
import { requestParams } from "./resource-request.ts";
import type { Syntax } from "../syntax.ts";
import type { Use } from "./use.ts";
import { stringsOf, unknown } from "./value.ts";
import type { Arguments, ResourceValue, Value, Values } from "./value.ts";

type Via = Extract<Use, { kind: "operation" }>["via"];

/** A method of a resource: makes another resource, or calls an operation. */
export function callResource(
  interpreter: Interpreter,
  receiver: ResourceValue,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  const { models } = interpreter;
  const definition = definitionOf(models, receiver);
  const made = subresources(models, receiver)[name];
  if (made !== undefined)
    return madeResource(receiver, made, inputsOf(made.resource.identifiers ?? [], given));
  const operation = (
    named: string,
    via: Via,
    params = requestParams(receiver, { operation: named }, interpreter, given),
  ): void => {
    interpreter.use({
      kind: "operation",
      line: lineOf(node),
      service: receiver.service,
      operation: named,
      via,
      ...params,
      certain: true,
    });
  };
  const action = memberNamed(definition?.actions, name);
  if (action !== undefined) {
    const { request } = action.member;
    operation(request.operation, "resource", requestParams(receiver, request, interpreter, given));
    const { resource, path } = action.member;
    if (resource === undefined && (path === undefined || path === "@" || path === "$"))
      return responseOf(models, { service: receiver.service, operation: request.operation });
    return madeResource(receiver, action.member, []);
  }
  if (/^(re)?load$/.test(name) && definition?.load !== undefined) {
    const { request } = definition.load;
    operation(request.operation, "load", requestParams(receiver, request, interpreter, given));
    return unknown;
  }
  for (const named of addedMember(receiver, name) ?? [])
    operation(named, "transfer", { ...openParams(receiver, interpreter, named) });
  const waiter = memberNamed(definition?.waiters, name.replace(/^wait_until_/, ""));
  const waited =
    waiter === undefined
      ? undefined
      : models.model(receiver.service)?.waiterOperations?.[waiter.member.waiterName];
  if (waited !== undefined) operation(waited, "waiter", openParams(receiver, interpreter, waited));
  return unknown;
}

/** What boto3's own methods send is not checked: only the bucket and the key are known. */
function openParams(receiver: ResourceValue, interpreter: Interpreter, operation: string) {
  const identifiers = receiver.service === "s3" ? s3Identifiers(receiver) : [];
  const none = { positional: [], keywords: new Map(), open: true };
  return requestParams(receiver, { operation, params: identifiers }, interpreter, none);
}

function s3Identifiers({ type }: ResourceValue) {
  const bucket = { target: "Bucket", source: "identifier", name: type === "Bucket" ? "Name" : "BucketName" };
  return type === "Bucket" ? [bucket] : [bucket, { target: "Key", source: "identifier", name: "Key" }];
}

function inputsOf(
  identifiers: readonly { readonly target: string; readonly source: string }[],
  given: Arguments,
): readonly (string | undefined)[] {
  const inputs = identifiers.filter((identifier) => identifier.source === "input");
  return inputs.map((identifier, index) => {
    const named = [...given.keywords].find(
      ([name]) => name.replaceAll("_", "") === identifier.target.toLowerCase(),
    );
    const { strings, whole } = stringsOf(named?.[1].values ?? given.positional[index] ?? []);
    return whole && strings.length === 1 ? strings[0] : undefined;
  });
}

/** `all()`, `filter(…)`, `limit(n)`, `page_size(n)`, `pages()` of a collection, and its batch actions. */
export function callCollection(
  interpreter: Interpreter,
  receiver: Extract<Value, { kind: "collection" }>,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  const { models } = interpreter;
  const collection = definitionOf(models, receiver.of)?.hasMany?.[receiver.name];
  if (collection === undefined) return unknown;
  const read = (from: Arguments): void => {
    const params = requestParams(receiver.of, collection.request, interpreter, from);
    const { operation } = collection.request;
    interpreter.use({
      kind: "operation",
      line: lineOf(node),
      service: receiver.of.service,
      operation,
      via: "collection",
      ...params,
      certain: true,
    });
  };
  const nothing = { ...given, positional: [], keywords: new Map() };
  if (name === "filter" || name === "iterator") {
    const { limit: _, page_size: __, ...own } = Object.fromEntries(given.keywords);
    read({ ...given, keywords: new Map(Object.entries(own)) });
    return [receiver];
  }
  if (["all", "limit", "page_size", "pages"].includes(name)) {
    read(nothing);
    return name === "pages"
      ? interpreter.made("list", { entries: new Map(), others: [receiver], open: true })
      : [receiver];
  }
  const element = iterate(interpreter, [receiver])[0]?.[0];
  const batch =
    element?.kind === "resource" ? memberNamed(definitionOf(models, element)?.batchActions, name) : undefined;
  if (batch === undefined || element?.kind !== "resource") {
    const { service } = receiver.of;
    interpreter.use({
      kind: "resource-member",
      line: lineOf(node),
      service,
      name,
      type: `${receiver.of.type ?? ""}.${receiver.name}`,
    });
    return unknown;
  }
  const params = requestParams(element, batch.member.request, interpreter, given);
  const { service } = element;
  interpreter.use({
    kind: "operation",
    line: lineOf(node),
    service,
    operation: batch.member.request.operation,
    via: "resource",
    ...params,
    certain: true,
  });
  return unknown;
}
