import { digestOf } from "../../core/json/digest.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import type { DecodedCall, ReadResponse, WireResponse } from "../../core/source.ts";
import { encodeAnswer } from "./encode-answer.ts";
import type { ServiceModels } from "../service-models.ts";
import { mapUrlEncoded } from "../url-encoded.ts";

/**
 * A recorded value (as `readResponse` gives it) in the service's own form again. Undefined where reading it would not give exactly the recorded value: bytes that were
 * only counted, streams, what the record cannot tell apart. Then the caller asks the cloud.
 */
export function encodeRecorded(
  models: ServiceModels,
  call: DecodedCall,
  value: Json,
  read: (call: DecodedCall, wire: WireResponse) => ReadResponse,
): WireResponse | undefined {
  const model = models.model(call.service);
  const wire = model && encodeAnswer(model, call.operation, unfinished(call, value));
  if (!wire) return undefined;
  const again = read(call, wire);
  return again.value !== undefined && digestOf(again.value) === digestOf(value) ? wire : undefined;
}

/** Takes back what boto3 does to some answers after parsing; documents become text when they are written. */
function unfinished(call: DecodedCall, value: Json): Json {
  if (!isObject(value)) return value;
  const { service, operation } = call;
  if (service === "ec2" && operation === "GetConsoleOutput" && typeof value["Output"] === "string")
    return { ...value, Output: Buffer.from(value["Output"], "utf8").toString("base64") };
  if (service === "s3" && value["EncodingType"] === "url" && operation.startsWith("List"))
    return mapUrlEncoded(value, encodeURIComponent);
  return value;
}
