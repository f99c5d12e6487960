import { Encoder } from "cbor-x";
import { isArray, isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { WireResponse } from "../../core/source.ts";
import { jsonFromValue } from "./encode-json.ts";
import { scalarText, timeFormat, timeText } from "./encode-text.ts";
import { structureXml, xmlFromValue } from "./encode-xml.ts";
import type { ServiceModel, Shape, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import { bytesShown } from "../decode/slots.ts";

type Header = readonly [name: string, value: string];

/** Says that the answer was made on this side of the wire. */
const requestId = "00000000-0000-0000-0000-000000000000";

/**
 * A value in boto3's shape (without ResponseMetadata; times ISO, bytes base64) as a successful answer of the service's own protocol, as botocore's
 * parsers read it. Undefined where it cannot be written: event streams, and header values that HTTP does not carry.
 */
export function encodeAnswer(model: ServiceModel, operation: string, value: Json): WireResponse | undefined {
  const described = model.operations[operation];
  const ref = described?.output;
  const shape = typed(model, ref)?.shape;
  const given = isObject(value) ? value : {};
  const rest = model.metadata.protocol.startsWith("rest-");
  const outside =
    rest && shape ? membersOutsideBody(model, shape, given) : { headers: [], status: undefined };
  const body =
    ref && shape && described.http.method !== "HEAD"
      ? encodeBody({ model, operation, ref, shape, value: given })
      : emptyBody(model, described?.http.method === "HEAD");
  if (!body || outside.headers.some(([, text]) => !/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text)))
    return undefined;
  const own = outside.headers.filter(([name]) => !/^content-length$/i.test(name));
  const typedBySelf = own.some(([name]) => /^content-type$/i.test(name));
  return {
    status: outside.status ?? described?.http.responseCode ?? 200,
    headers: [
      ...(typedBySelf ? [] : ([["content-type", body.type]] as const)),
      ...own,
      ...(model.metadata.protocol === "smithy-rpc-v2-cbor"
        ? ([["smithy-protocol", "rpc-v2-cbor"]] as const)
        : []),
      ["x-amzn-requestid", requestId],
      ["content-length", contentLength(outside.headers, body.bytes)],
    ],
    body: body.bytes,
  };
}

interface Body {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A HEAD answer tells the object's length and has no body. */
function contentLength(headers: readonly Header[], bytes: Uint8Array): string {
  const told = headers.find(([name]) => /^content-length$/i.test(name))?.[1];
  return bytes.length === 0 && told !== undefined ? told : String(bytes.length);
}

function membersOutsideBody(
  model: ServiceModel,
  shape: Shape,
  value: JsonObject,
): { readonly headers: readonly Header[]; readonly status: number | undefined } {
  const headers: Header[] = [];
  const found: { status?: number } = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const given = value[name];
    if (given === undefined || given === null) continue;
    if (member.location === "statusCode" && typeof given === "number") found.status = given;
    if (member.location === "headers" && isObject(given))
      for (const [key, text] of Object.entries(given))
        headers.push([`${member.locationName ?? ""}${key}`, scalarText("", text)]);
    if (member.location === "header")
      headers.push([member.locationName ?? name, headerText(model, member, given)]);
  }
  return { headers, status: found.status };
}

function headerText(model: ServiceModel, ref: ShapeRef, value: Json): string {
  const of = typed(model, ref);
  if (of?.shape.type === "timestamp" && typeof value === "string")
    return String(timeText(value, timeFormat(of.timestampFormat, "rfc822")));
  if (isArray(value)) return value.map((item) => scalarText("", item)).join(",");
  return isObject(value)
    ? Buffer.from(JSON.stringify(value), "utf8").toString("base64")
    : scalarText(model.service, value);
}

interface EncodeBody {
  readonly model: ServiceModel;
  readonly operation: string;
  readonly ref: ShapeRef & { readonly resultWrapper?: string };
  readonly shape: Shape;
  readonly value: JsonObject;
}

function encodeBody(encoding: EncodeBody): Body | undefined {
  const { model, ref, shape, value } = encoding;
  const payload = shape.payload;
  const payloadRef = payload === undefined ? undefined : shape.members?.[payload];
  if (Object.values(shape.members ?? {}).some((member) => isEventStream(model, member))) return undefined;
  if (payload !== undefined && payloadRef) return encodePayload(model, payloadRef, value[payload]);
  const inBody = Object.entries(shape.members ?? {}).filter(([, member]) => member.location === undefined);
  if (!isXml(model)) {
    const kept = Object.fromEntries(
      inBody.flatMap(([name]) => (value[name] === undefined ? [] : [[name, value[name]]])),
    );
    return document(model, jsonFromValue(model, ref, kept, isCbor(model)));
  }
  return inBody.length === 0 && model.metadata.protocol === "rest-xml"
    ? emptyBody(model)
    : encodeXml(encoding);
}

/** Query answers are wrapped, EC2's are not; S3's GetBucketLocation has no element for its only member. */
function encodeXml({ model, operation, ref, shape, value }: EncodeBody): Body {
  const of = typed(model, ref);
  const inner = of ? structureXml(model, of, value).inner : "";
  if (ref.shape === "GetBucketLocationOutput")
    return xml(
      `<LocationConstraint>${scalarText("", value["LocationConstraint"] ?? null)}</LocationConstraint>`,
    );
  const { protocol } = model.metadata;
  if (protocol === "rest-xml") {
    const root = ref.locationName ?? shape.locationName ?? ref.shape;
    return xml(`<${root}>${inner}</${root}>`);
  }
  const wrapped =
    ref.resultWrapper === undefined ? inner : `<${ref.resultWrapper}>${inner}</${ref.resultWrapper}>`;
  const told =
    protocol === "ec2"
      ? `<requestId>${requestId}</requestId>`
      : `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return xml(`<${operation}Response>${wrapped}${told}</${operation}Response>`);
}

function encodePayload(model: ServiceModel, ref: ShapeRef, value: Json | undefined): Body | undefined {
  const of = typed(model, ref);
  if (of?.shape.type === "blob") {
    // Bytes that the record only counted cannot be written again.
    if (typeof value === "string" && /^«\d+ bytes»$/.test(value)) return undefined;
    return {
      type: "application/octet-stream",
      bytes: typeof value === "string" ? bytesShown(value) : new Uint8Array(),
    };
  }
  if (value === undefined || value === null) return emptyBody(model, true);
  if (of?.shape.type === "string")
    return { type: "text/plain", bytes: Buffer.from(scalarText(model.service, value), "utf8") };
  if (!isXml(model)) return document(model, jsonFromValue(model, ref, value, false));
  return xml(xmlFromValue(model, ref, of?.locationName ?? ref.shape, value));
}

function isEventStream(model: ServiceModel, member: ShapeRef): boolean {
  const shape = model.shapes[member.shape];
  return member.eventstream === true || shape?.eventstream === true;
}

function isXml(model: ServiceModel): boolean {
  return /^(?:query|ec2|rest-xml)$/.test(model.metadata.protocol);
}

function isCbor(model: ServiceModel): boolean {
  return model.metadata.protocol === "smithy-rpc-v2-cbor";
}

function xml(text: string): Body {
  return { type: "text/xml", bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`, "utf8") };
}

function document(model: ServiceModel, raw: unknown): Body {
  if (isCbor(model))
    return {
      type: "application/cbor",
      bytes: new Encoder({ useRecords: false, variableMapSize: true, tagUint8Array: false }).encode(raw),
    };
  const type =
    model.metadata.protocol === "json"
      ? `application/x-amz-json-${model.metadata.jsonVersion ?? "1.1"}`
      : "application/json";
  return { type, bytes: Buffer.from(JSON.stringify(raw), "utf8") };
}

/** What an operation without output sends. */
function emptyBody(model: ServiceModel, nothing = false): Body {
  const { protocol } = model.metadata;
  if (nothing || protocol === "rest-xml") return { type: "application/xml", bytes: new Uint8Array() };
  return isXml(model) ? xml("<Response/>") : document(model, {});
}
