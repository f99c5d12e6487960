import { Decoder } from "cbor-x";
import { isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { Matched } from "./match-operation.ts";
import { bodyShape } from "./body-shape.ts";
import { headerList } from "./header-list.ts";
import { parseXml } from "./parse-xml.ts";
import type { ServiceModel, Shape, ShapeRef } from "../service-models.ts";
import { inputShape, typed } from "../shape-of.ts";
import type { Typed } from "../shape-of.ts";
import { bytesToText } from "./slots.ts";
import { scalarFromText, valueFromForm } from "./value-from-form.ts";
import { isRecord, valueFromJson, WireFault } from "./value-from-json.ts";
import { valueFromXml } from "./value-from-xml.ts";
import type { ReadRequest } from "./wire-request.ts";

/** Request parameters in boto3's shape. Throws a WireFault for what the model does not know: an unread member could mean anything. */
export function decodeParams(model: ServiceModel, matched: Matched, request: ReadRequest): JsonObject {
  const input = inputShape(model, matched.operation);
  const ref = model.operations[matched.operation]?.input;
  if (matched.form) return input ? valueFromForm(model, input, matched.form) : {};
  if (!input || !ref) return {};
  if (model.metadata.protocol === "smithy-rpc-v2-cbor")
    return fromDocument(model, ref, decodeCbor(request.body), true);
  if (model.metadata.protocol === "json") return fromDocument(model, ref, readJson(request.body), false);
  return fromRest(model, input, matched, request);
}

function fromDocument(model: ServiceModel, ref: ShapeRef, raw: unknown, byMemberName: boolean): JsonObject {
  const value = valueFromJson({ model, byMemberName, strict: true }, ref, raw, {
    pointer: "",
    set: () => undefined,
  });
  if (!isObject(value)) throw new WireFault("the body is not an object");
  return value;
}

function decodeCbor(body: Uint8Array): unknown {
  return body.length === 0 ? {} : new Decoder({ useRecords: false }).decode(body);
}

/** A JSON body without a key that stands twice in one object: two readers might take two values. */
function readJson(body: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  if (text.trim() === "") return {};
  const value: unknown = JSON.parse(text);
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(
    (match) => match[1] !== undefined,
  ).length;
  if (written !== countKeys(value)) throw new WireFault("a key stands twice in the body");
  return value;
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (!isRecord(value)) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeys(item), 0);
}

function fromRest(model: ServiceModel, input: Shape, matched: Matched, request: ReadRequest): JsonObject {
  const template = matched.wire.operations[matched.operation]?.u ?? "";
  const outside = outsideBody(
    model,
    input,
    matched,
    request,
    new URLSearchParams(template.split("?")[1] ?? ""),
  );
  return { ...bodyMembers(model, input, request), ...outside };
}

function outsideBody(
  model: ServiceModel,
  input: Shape,
  matched: Matched,
  request: ReadRequest,
  literal: URLSearchParams,
): JsonObject {
  const result: { [name: string]: Json } = {};
  const read = new Set([...literal.keys(), "x-id"]);
  const maps: string[] = [];
  for (const [name, member] of Object.entries(input.members ?? {})) {
    const of = typed(model, member);
    const wireName = member.locationName ?? name;
    if (!of || member.location === undefined) continue;
    if (member.location === "uri") {
      const label = matched.labels[wireName];
      if (label !== undefined) result[name] = scalarFromText(of, label);
    } else if (member.location === "querystring" && of.shape.type === "map") maps.push(name);
    else if (member.location === "querystring") {
      read.add(wireName);
      const value = queryValue(
        model,
        of,
        request.query.filter(([key]) => key === wireName).map(([, given]) => given),
      );
      if (value !== undefined) result[name] = value;
    } else {
      const value = headerValue(model, of, member, wireName, request);
      if (value !== undefined) result[name] = value;
    }
  }
  const rest = request.query.filter(([key]) => !read.has(key));
  const [map] = maps;
  if (rest[0] && map === undefined)
    throw new WireFault(`no parameter is sent as the query ${rest[0][0].slice(0, 80)}`);
  if (rest.length > 0 && map !== undefined) result[map] = queryMap(model, input, map, rest);
  return result;
}

function queryValue(model: ServiceModel, of: Typed, values: readonly string[]): Json | undefined {
  if (values[0] === undefined) return undefined;
  if (of.shape.type === "list") {
    const item = typed(model, of.shape.member);
    return values.map((value) => (item ? scalarFromText(item, value) : value));
  }
  if (values.length > 1) throw new WireFault(`${of.shapeName} is given twice`);
  return scalarFromText(of, values[0]);
}

function queryMap(
  model: ServiceModel,
  input: Shape,
  name: string,
  pairs: readonly (readonly [string, string])[],
): Json {
  const map = typed(model, input.members?.[name]);
  const lists = typed(model, map?.shape.value)?.shape.type === "list";
  const grouped = Map.groupBy(pairs, ([key]) => key);
  return Object.fromEntries(
    [...grouped].map(([key, values]) => [
      key,
      lists ? values.map(([, value]) => value) : (values[0]?.[1] ?? ""),
    ]),
  );
}

function headerValue(
  model: ServiceModel,
  of: Typed,
  member: ShapeRef,
  wireName: string,
  request: ReadRequest,
): Json | undefined {
  const name = wireName.toLowerCase();
  if (member.location === "headers") {
    const found = [...request.headers]
      .filter(([key]) => key.startsWith(name))
      .map(([key, value]) => [key.slice(name.length), value]);
    return found.length === 0 ? undefined : Object.fromEntries(found);
  }
  const text = request.headers.get(name);
  if (text === undefined) return undefined;
  if (of.shape.type === "list") return headerItems(model, of, text);
  if (member.jsonvalue) return Buffer.from(text, "base64").toString("utf8");
  return scalarFromText(of, text);
}

function headerItems(model: ServiceModel, of: Typed, text: string): Json {
  const item = typed(model, of.shape.member);
  const dates = item?.shape.type === "timestamp" && /[A-Za-z]{3},/.test(text);
  return headerList(text, dates).map((part) => (item ? scalarFromText(item, part) : part));
}

function bodyMembers(model: ServiceModel, input: Shape, request: ReadRequest): JsonObject {
  if (request.body.length === 0) return {};
  const payload = input.payload;
  const ref = payload === undefined ? undefined : input.members?.[payload];
  const of = typed(model, ref);
  if (payload !== undefined && ref && of) {
    if (of.shape.type === "string") return { [payload]: new TextDecoder().decode(request.body) };
    // Bytes that are sent are never needed to decide; large ones only by their size.
    if (of.shape.type === "blob")
      return {
        [payload]: request.body.length <= 1024 ? bytesToText(request.body) : `«${request.body.length} bytes»`,
      };
    if (ref.eventstream) return {};
    return { [payload]: parsedBody(model, ref, request) };
  }
  const body = bodyShape(model, input);
  if (body.empty) return {};
  const value = parsedBody(body.model, body.ref, request);
  return isObject(value) ? value : {};
}

function parsedBody(model: ServiceModel, ref: ShapeRef, request: ReadRequest): Json {
  if (model.metadata.protocol === "rest-json") {
    return valueFromJson({ model, strict: true }, ref, readJson(request.body), {
      pointer: "",
      set: () => undefined,
    });
  }
  const root = parseXml(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
  if (!root) throw new WireFault("the body is not XML");
  return valueFromXml({ model }, ref, [root], "");
}
