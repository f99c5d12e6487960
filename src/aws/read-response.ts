import { Decoder } from "cbor-x";
import { isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import type { DecodedCall, ReadResponse, WireResponse } from "../core/source.ts";
import { readError } from "./encode/error-answer.ts";
import { pagingOf, tokenOfAnswer } from "./page-token.ts";
import { withPolicies } from "./policy-documents.ts";
import { readAnswer } from "./read-answer.ts";
import { redactAnswer } from "./redact/redact-value.ts";
import { redactDocument } from "./redact/redact-document.ts";
import { redactText } from "./redact/secret-text.ts";
import type { ServiceModel, ServiceModels } from "./service-models.ts";
import type { Slots } from "./decode/slots.ts";
import { writeError } from "./encode/write-error.ts";
import { mapUrlEncoded } from "./url-encoded.ts";

/** Parses an answer as botocore does and blinds its secrets, in the value and on the wire alike. Never throws. */
export function readResponse(
  models: ServiceModels,
  call: DecodedCall,
  answer: WireResponse,
  { secretive = false }: { readonly secretive?: boolean } = {},
): ReadResponse {
  const response = { ...answer, headers: plainHeaders(answer.headers) };
  const model = models.model(call.service);
  try {
    if (!model) throw new Error(`there is no model of ${call.service}`);
    return response.status >= 301
      ? failed(model, call, response)
      : answered(model, call, response, secretive);
  } catch (fault) {
    const message = `the answer of ${call.service}:${call.operation} cannot be read: ${fault instanceof Error ? fault.message : "unknown"}`;
    return unreadable(model, call, 502, "UnreadableAnswer", message.slice(0, 500));
  }
}

/** Headers that the model knows are read with the answer; the others are text like any other, and no cookie is set. */
function plainHeaders(headers: WireResponse["headers"]): WireResponse["headers"] {
  return headers
    .filter(([name]) => !/^set-cookie2?$/i.test(name))
    .map(([name, value]) => [name, redactText(value)] as const);
}

function answered(
  model: ServiceModel,
  call: DecodedCall,
  response: WireResponse,
  secretive: boolean,
): ReadResponse {
  const ref = model.operations[call.operation]?.output;
  const answer = readAnswer(model, call.operation, response);
  const { value } = answer;
  const redacted = redactAnswer(model, ref, value, { secretive });
  const paging = pagingOf(model, call.operation);
  const nextToken = paging && tokenOfAnswer(paging, value);
  return {
    wire:
      redacted.found.size > 0 || answer.blinded ? rewritten(model, call, response, redacted.found) : response,
    value: withPolicies(finished(call, redacted.value)),
    ...(nextToken !== undefined && { nextToken }),
  };
}

/** Reads again, this time noting where each string stands; an answer whose secret cannot be replaced is not handed on. */
function rewritten(
  model: ServiceModel,
  call: DecodedCall,
  response: WireResponse,
  found: ReadonlyMap<string, string>,
): WireResponse {
  const slots: Slots = new Map();
  const answer = readAnswer(model, call.operation, response, slots);
  for (const [pointer, text] of found) {
    const slot = slots.get(pointer);
    if (!slot) throw new Error(`the secret at ${pointer} cannot be replaced`);
    slot(text);
  }
  return { status: response.status, ...answer.rewrite() };
}

/** What boto3 does to some answers after parsing. */
function finished(call: DecodedCall, value: Json): Json {
  if (
    call.service === "ec2" &&
    call.operation === "GetConsoleOutput" &&
    isObject(value) &&
    typeof value["Output"] === "string"
  ) {
    return { ...value, Output: Buffer.from(value["Output"], "base64").toString("utf8") };
  }
  if (call.service === "cloudformation" && call.operation === "GetTemplate" && isObject(value)) {
    return { ...value, ...parsedTemplate(value["TemplateBody"]) };
  }
  if (
    call.service !== "s3" ||
    !isObject(value) ||
    value["EncodingType"] !== "url" ||
    !call.operation.startsWith("List")
  )
    return value;
  return mapUrlEncoded(value, decodeKey);
}

/** A template in JSON becomes an object; one in YAML stays text. */
function parsedTemplate(body: Json | undefined): { readonly TemplateBody?: Json } {
  if (typeof body !== "string" || !body.trimStart().startsWith("{")) return {};
  try {
    // A door: JSON text from the wire.
    return { TemplateBody: JSON.parse(body) as Json };
  } catch {
    return {};
  }
}

function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function failed(model: ServiceModel, call: DecodedCall, response: WireResponse): ReadResponse {
  const cbor = model.metadata.protocol === "smithy-rpc-v2-cbor";
  // A door: CBOR holds JSON's values in an error.
  const { error, readable } = readError(response, () =>
    cbor ? (new Decoder({ useRecords: false }).decode(response.body) as Json) : undefined,
  );
  if (!readable) return unreadable(model, call, response.status, error.code, error.message);
  // Written anew: what else CBOR may hold is not looked at.
  if (cbor) return { ...unreadable(model, call, response.status, error.code, error.message), error };
  const text = new TextDecoder().decode(response.body);
  const shown = redactDocument(text);
  if (shown === text) return { wire: response, error };
  const body = Buffer.from(shown, "utf8");
  const headers = response.headers.filter(([name]) => name.toLowerCase() !== "content-length");
  return {
    wire: { status: response.status, headers: [...headers, ["content-length", String(body.length)]], body },
    error,
  };
}

/** What cannot be read is not handed on: the script gets an error that its SDK understands. */
function unreadable(
  model: ServiceModel | undefined,
  call: DecodedCall,
  status: number,
  code: string,
  message: string,
): ReadResponse {
  const wire = writeError({
    protocol: model?.metadata.protocol,
    service: call.service,
    status,
    code,
    message,
  });
  return {
    wire,
    error: { code, message, kind: status >= 500 ? "server" : status === 404 ? "not-found" : "other" },
  };
}
