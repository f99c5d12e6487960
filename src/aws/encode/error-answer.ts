import type { ReadResponse, WireResponse } from "../../core/source.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import { parseXml } from "../decode/parse-xml.ts";
import type { XmlElement } from "../decode/parse-xml.ts";
import { redactText } from "../redact/secret-text.ts";

export type AnswerError = NonNullable<ReadResponse["error"]>;

/** The error of an answer of 301 and above. `readable` is false where the body is not a service's error (an HTML page of something in between). */
export function readError(
  response: WireResponse,
  decodeBody: () => Json | undefined,
): { readonly error: AnswerError; readonly readable: boolean } {
  const found = fromHeaders(response) ?? fromBody(response, decodeBody);
  const empty = response.body.length === 0;
  const code = found?.code ?? String(response.status);
  const message =
    found?.message ??
    (empty
      ? (statusTexts[response.status] ?? "")
      : `HTTP ${response.status} with a body that is no error of AWS`);
  // An empty body is how HEAD requests fail; botocore takes the status for the code.
  return {
    error: { code, message: redactText(message).slice(0, 2000), kind: kindOf(code, response.status) },
    readable: found !== undefined || empty,
  };
}

const statusTexts: { readonly [status: number]: string } = {
  301: "Moved Permanently",
  304: "Not Modified",
  307: "Temporary Redirect",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  412: "Precondition Failed",
  416: "Range Not Satisfiable",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** What an error code means for the reader of a record, by AWS's naming conventions and the HTTP status. */
export function kindOf(code: string, status: number): AnswerError["kind"] {
  if (
    /thrott|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughputExceeded|PriorRequestNotComplete|BandwidthLimitExceeded/i.test(
      code,
    ) ||
    status === 429
  )
    return "throttled";
  if (status >= 500) return "server";
  if (
    /AccessDenied|Unauthorized|AuthorizationError|NotAuthorized|Forbidden|OptInRequired|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|MissingAuthenticationToken/i.test(
      code,
    )
  )
    return "denied";
  if (
    /NotFound|NoSuch|NonExistent|DoesNotExist|NotExist|UnknownResource|UndefinedResource|^404$/i.test(code) ||
    status === 404
  )
    return "not-found";
  return status === 403 ? "denied" : "other";
}

type Found = { readonly code: string; readonly message: string } | undefined;

function header(response: WireResponse, name: string): string | undefined {
  return response.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

function fromHeaders(response: WireResponse): Found {
  // Services that once spoke `query` keep its error codes in this header.
  const query = header(response, "x-amzn-query-error")?.split(";")[0];
  if (query === undefined || query === "") return undefined;
  const body = parseJson(response.body);
  return { code: query, message: messageOf(body) };
}

function fromBody(response: WireResponse, decodeBody: () => Json | undefined): Found {
  const text = new TextDecoder().decode(response.body.subarray(0, 1024 * 1024)).trim();
  if (text.startsWith("<")) return /^<(?:!doctype )?html/i.test(text) ? undefined : fromXml(parseXml(text));
  const type = header(response, "x-amzn-errortype");
  const body = text.startsWith("{") ? parseJson(response.body) : decodeBody();
  if (!isObject(body)) return type === undefined ? undefined : { code: plainCode(type), message: "" };
  const own = [type, body["__type"], body["code"], body["Code"]]
    .filter((code) => typeof code === "string")
    .find((code) => code !== "");
  return {
    code: own === undefined ? String(response.status) : plainCode(own),
    message: messageOf(body),
  };
}

/** `com.amazonaws.dynamodb#ResourceNotFoundException:http://…` names one code. */
function plainCode(text: string): string {
  const last = text.split("#").at(-1) ?? text;
  return (text.includes("#") ? last : text).split(":")[0] ?? text;
}

function messageOf(body: Json | undefined): string {
  if (!isObject(body)) return "";
  const message = [body["message"], body["Message"], body["errorMessage"]].find(
    (text) => typeof text === "string",
  );
  return typeof message === "string" ? message : "";
}

function parseJson(body: Uint8Array): Json | undefined {
  try {
    // A door: JSON from the wire.
    return JSON.parse(new TextDecoder().decode(body)) as Json;
  } catch {
    return undefined;
  }
}

/** `<ErrorResponse><Error>`, EC2's `<Response><Errors><Error>`, S3's `<Error>`. */
function fromXml(root: XmlElement | undefined): Found {
  const error = root && findError(root, 0);
  const code = error?.children.find((child) => child.name === "Code")?.text;
  if (code === undefined) return undefined;
  return { code, message: error?.children.find((child) => child.name === "Message")?.text ?? "" };
}

function findError(node: XmlElement, depth: number): XmlElement | undefined {
  if (node.name === "Error") return node;
  return depth > 2
    ? undefined
    : node.children.map((child) => findError(child, depth + 1)).find((found) => found !== undefined);
}
