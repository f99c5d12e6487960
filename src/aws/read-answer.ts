import { Decoder, Encoder } from "cbor-x";
import type { Json } from "../core/json/json.ts";
import { isObject } from "../core/json/json.ts";
import type { WireResponse } from "../core/source.ts";
import { bodyShape } from "./decode/body-shape.ts";
import { headerList } from "./decode/header-list.ts";
import { escapeXml, parseXml } from "./decode/parse-xml.ts";
import type { XmlElement } from "./decode/parse-xml.ts";
import type { ServiceModel, Shape, ShapeRef } from "./service-models.ts";
import { typed } from "./shape-of.ts";
import type { Typed } from "./shape-of.ts";
import { redactText } from "./redact/secret-text.ts";
import { bytesShown, bytesToText } from "./decode/slots.ts";
import type { Slots } from "./decode/slots.ts";
import { scalarFromText } from "./decode/value-from-form.ts";
import { valueFromJson, WireFault } from "./decode/value-from-json.ts";
import { structureFromXml, valueFromXml } from "./decode/value-from-xml.ts";
import type { XmlEdit } from "./decode/value-from-xml.ts";

/** An answer as boto3 returns it, and how to write it back with some strings replaced. */
export interface Answer {
  readonly value: Json;
  /** Strings by pointer, where slots were asked for. */
  readonly slots?: Slots;
  /** The body itself was blinded already, for it is too large to stand in the value: `rewrite` gives it. */
  readonly blinded?: true;
  /** The answer as bytes, after slots were written to. */
  rewrite(): { readonly headers: WireResponse["headers"]; readonly body: Uint8Array };
}

interface Part {
  readonly value: { readonly [name: string]: Json };
  /** The body after edits. */
  body(): Uint8Array;
  readonly blinded?: true;
}

/** Parses a successful answer. Throws a WireFault where it does not fit the model. */
export function readAnswer(
  model: ServiceModel,
  operation: string,
  response: WireResponse,
  slots?: Slots,
): Answer {
  const ref = model.operations[operation]?.output;
  const shape = typed(model, ref)?.shape;
  const headers = response.headers.map(([name, value]) => [name, value] as [string, string]);
  const outside =
    shape && model.metadata.protocol.startsWith("rest-")
      ? membersOutsideBody(model, shape, response.status, headers, slots)
      : {};
  const part =
    shape && ref
      ? readBody(model, ref, shape, response.body, slots)
      : { value: {}, body: () => response.body };
  return {
    value: { ...outside, ...part.value },
    ...(slots && { slots }),
    ...(part.blinded && { blinded: part.blinded }),
    rewrite: () => {
      const body = part.body();
      const kept = headers.filter(
        ([name]) =>
          !/^(content-length|transfer-encoding|content-md5|etag-body|x-amz-crc32|x-amz-checksum-.*)$/i.test(
            name,
          ),
      );
      return { headers: [...kept, ["content-length", String(body.length)]], body };
    },
  };
}

function membersOutsideBody(
  model: ServiceModel,
  shape: Shape,
  status: number,
  headers: [string, string][],
  slots: Slots | undefined,
): { [name: string]: Json } {
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const of = typed(model, member);
    if (!of || member.location === undefined) continue;
    if (member.location === "statusCode") result[name] = status;
    else if (member.location === "headers") {
      const prefix = (member.locationName ?? "").toLowerCase();
      const found = headers
        .filter(([key]) => key.toLowerCase().startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]);
      result[name] = Object.fromEntries(found);
    } else if (member.location === "header") {
      const entry = headers.find(
        ([key]) => key.toLowerCase() === (member.locationName ?? name).toLowerCase(),
      );
      if (!entry) continue;
      const text = entry[1];
      result[name] = of.shape.type === "list" ? headerItems(model, of, text) : scalarFromText(of, text);
      slots?.set(`/${name}`, (replacement) => void (entry[1] = encodeURIComponent(replacement)));
    }
  }
  return result;
}

function headerItems(model: ServiceModel, of: Typed, text: string): Json {
  const item = typed(model, of.shape.member);
  const dates = item?.shape.type === "timestamp" && /[A-Za-z]{3},/.test(text);
  return headerList(text, dates).map((part) => (item ? scalarFromText(item, part) : part));
}

function readBody(
  model: ServiceModel,
  ref: ShapeRef,
  shape: Shape,
  body: Uint8Array,
  slots: Slots | undefined,
): Part {
  const payload = shape.payload;
  const payloadRef = payload === undefined ? undefined : shape.members?.[payload];
  if (payload !== undefined && payloadRef) return readPayload(model, payload, payloadRef, body, slots);
  const protocol = model.metadata.protocol;
  if (Object.values(shape.members ?? {}).some((member) => isEventStream(model, member)))
    return { value: {}, body: () => body };
  if (protocol === "json" || protocol === "rest-json" || protocol === "smithy-rpc-v2-cbor")
    return readDocument(model, bodyRef(model, ref, shape), body, slots);
  return readXml(model, ref, shape, body, slots);
}

export function isEventStream(model: ServiceModel, member: ShapeRef): boolean {
  const shape = model.shapes[member.shape];
  return member.eventstream === true || (shape !== undefined && "eventstream" in shape);
}

/** The output without what stands in headers: a synthetic shape, so that the walk stays one. */
function bodyRef(
  model: ServiceModel,
  ref: ShapeRef,
  shape: Shape,
): { readonly model: ServiceModel; readonly ref: ShapeRef } {
  if (!Object.values(shape.members ?? {}).some((member) => member.location !== undefined))
    return { model, ref };
  return bodyShape(model, shape);
}

function readDocument(
  _model: ServiceModel,
  { model, ref }: { model: ServiceModel; ref: ShapeRef },
  body: Uint8Array,
  slots: Slots | undefined,
): Part {
  const cbor = model.metadata.protocol === "smithy-rpc-v2-cbor";
  const raw = cbor ? decodeCbor(body) : parseJson(body);
  const value = valueFromJson({ model, byMemberName: cbor, ...(slots && { slots }) }, ref, raw, {
    pointer: "",
    set: () => undefined,
  });
  return {
    value: isObject(value) ? value : {},
    body: () => (slots ? (cbor ? encodeCbor(raw) : Buffer.from(JSON.stringify(raw), "utf8")) : body),
  };
}

function decodeCbor(body: Uint8Array): unknown {
  return body.length === 0 ? {} : new Decoder({ useRecords: false }).decode(body);
}

function encodeCbor(raw: unknown): Uint8Array {
  return new Encoder({ useRecords: false, variableMapSize: true, tagUint8Array: false }).encode(raw);
}

function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new WireFault("the answer is not JSON");
  }
}

function readXml(
  model: ServiceModel,
  ref: ShapeRef & { readonly resultWrapper?: string },
  shape: Shape,
  body: Uint8Array,
  slots: Slots | undefined,
): Part {
  if (body.length === 0) return { value: {}, body: () => body };
  const source = new TextDecoder().decode(body);
  const root = parseXml(source);
  if (!root) throw new WireFault("the answer is not XML");
  const wrapper = ref.resultWrapper;
  const start = wrapper === undefined ? root : root.children.find((child) => child.name === wrapper);
  if (!start) throw new WireFault(`the answer has no ${wrapper}`);
  // A page of something in between is well-formed XML too.
  if (root.name.toLowerCase() === "html") throw new WireFault("the answer is an HTML page");
  const edits: XmlEdit[] = [];
  const of = typed(model, ref) ?? {
    shape,
    shapeName: ref.shape,
    locationName: undefined,
    flattened: false,
    timestampFormat: undefined,
  };
  const value = structureFromXml({ model, edits, ...(slots && { slots }) }, of, start, "");
  return { value: { ...value, ...quirks(ref.shape, root) }, body: () => edited(source, edits, body) };
}

/** S3's GetBucketLocation has no element for its only member; boto3 gives None where it is empty. */
function quirks(shape: string, root: XmlElement): { [name: string]: Json } {
  if (shape !== "GetBucketLocationOutput") return {};
  return { LocationConstraint: root.text === "" ? null : root.text };
}

function edited(source: string, edits: readonly XmlEdit[], body: Uint8Array): Uint8Array {
  if (edits.length === 0) return body;
  const ordered = edits.toSorted((a, b) => a.start - b.start);
  const pieces = ordered.map(
    (edit, index) => source.slice(ordered[index - 1]?.end ?? 0, edit.start) + escapeXml(edit.text),
  );
  return Buffer.from(pieces.join("") + source.slice(ordered.at(-1)?.end ?? 0), "utf8");
}

/** Text that fits is read; other bytes are only counted, for no citation needs them. */
const largestText = 64 * 1024;
const largestBlinded = 4 * 1024 ** 2;

function readPayload(
  model: ServiceModel,
  name: string,
  ref: ShapeRef,
  body: Uint8Array,
  slots: Slots | undefined,
): Part {
  const of = typed(model, ref);
  if (isEventStream(model, ref)) return { value: {}, body: () => body };
  if (of?.shape.type === "blob" || of?.shape.type === "string") {
    const blob = of.shape.type === "blob";
    const replaced: Uint8Array[] = [];
    if (body.length > largestText) return largePayload(name, body);
    const text = decodeText(body);
    slots?.set(
      `/${name}`,
      (shown) => void replaced.push(blob ? bytesShown(shown) : Buffer.from(shown, "utf8")),
    );
    const value = text === undefined ? `«${body.length} bytes»` : blob ? bytesToText(body) : text;
    return { value: { [name]: value }, body: () => replaced[0] ?? body };
  }
  if (body.length === 0) return { value: {}, body: () => body };
  const inner: Slots | undefined = slots && new Map();
  const part =
    model.metadata.protocol === "rest-json"
      ? readDocument(model, { model, ref }, body, inner)
      : readXmlPayload(model, ref, body, inner);
  for (const [pointer, set] of inner ?? []) slots?.set(`/${name}${pointer}`, set);
  return { value: { [name]: part.value }, body: () => part.body() };
}

/** Only counted in the value; what is text is read for secrets all the same, and not handed on where that would take too long. */
function largePayload(name: string, body: Uint8Array): Part {
  const value = { [name]: `«${body.length} bytes»` };
  const text = decodeText(body);
  if (text === undefined) return { value, body: () => body };
  if (body.length > largestBlinded)
    throw new WireFault(
      `a text of ${body.length} bytes is too long to be read for secrets; ask for a part of it`,
    );
  const shown = redactText(text);
  return shown === text
    ? { value, body: () => body }
    : { value, body: () => Buffer.from(shown, "utf8"), blinded: true };
}

function readXmlPayload(
  model: ServiceModel,
  ref: ShapeRef,
  body: Uint8Array,
  slots: Slots | undefined,
): Part {
  const source = new TextDecoder().decode(body);
  const root = parseXml(source);
  if (!root || root.name.toLowerCase() === "html") throw new WireFault("the answer is not XML");
  const edits: XmlEdit[] = [];
  const value = valueFromXml({ model, edits, ...(slots && { slots }) }, ref, [root], "");
  return { value: isObject(value) ? value : {}, body: () => edited(source, edits, body) };
}

function decodeText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
