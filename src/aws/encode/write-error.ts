import { Encoder } from "cbor-x";
import type { WireResponse } from "../../core/source.ts";
import { escapeXml } from "../decode/parse-xml.ts";

export interface WriteError {
  /** The protocol of the service; undefined where it is not known. */
  readonly protocol: string | undefined;
  readonly service: string | undefined;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The headers by which the protocol is guessed where the service is not known. */
  readonly requestHeaders?: readonly (readonly [string, string])[];
}

/** An error in the service's own shape, so that an SDK raises its usual exception. */
export function writeError({
  protocol,
  service,
  status,
  code,
  message,
  requestHeaders = [],
}: WriteError): WireResponse {
  const spoken = protocol ?? guess(requestHeaders);
  const [type, text] = body(spoken, service, code, message);
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
  const error = type.startsWith("text/xml") ? [] : ([["x-amzn-errortype", code]] as const);
  const marked = type === "application/cbor" ? ([["smithy-protocol", "rpc-v2-cbor"]] as const) : [];
  return {
    status,
    headers: [
      ["content-type", type],
      ["content-length", String(bytes.length)],
      ["x-amzn-requestid", requestId],
      ...error,
      ...marked,
    ],
    body: bytes,
  };
}

/** Says that the answer came from this side of the wire. */
const requestId = "00000000-0000-0000-0000-000000000000";

function guess(headers: readonly (readonly [string, string])[]): string {
  const names = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  if (names.has("smithy-protocol")) return "smithy-rpc-v2-cbor";
  if (names.has("x-amz-target")) return "json";
  if (names.get("content-type")?.includes("urlencoded"))
    return /(^|\.)ec2[.-]/.test(names.get("host") ?? "") ? "ec2" : "query";
  return /(^|\.)s3[.-]|route53|cloudfront/.test(names.get("host") ?? "") ? "rest-xml" : "rest-json";
}

function body(
  protocol: string,
  service: string | undefined,
  code: string,
  message: string,
): readonly [type: string, body: string | Uint8Array] {
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (protocol === "ec2")
    return [
      "text/xml",
      `${declaration}<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    ];
  if (protocol === "query" || (protocol === "rest-xml" && service !== "s3" && service !== undefined)) {
    return [
      "text/xml",
      `${declaration}<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    ];
  }
  if (protocol === "rest-xml")
    return ["text/xml", `${declaration}<Error>${error}<RequestId>${requestId}</RequestId></Error>`];
  if (protocol === "smithy-rpc-v2-cbor")
    return ["application/cbor", new Encoder({ useRecords: false }).encode({ __type: code, message })];
  return ["application/x-amz-json-1.1", JSON.stringify({ __type: code, message, Message: message })];
}
