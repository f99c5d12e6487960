import type { WireRequest } from "../../core/source.ts";

/** What every rule looks at, taken from a request once. */
export interface ReadRequest {
  readonly method: string;
  /** Raw path, without query. */
  readonly path: string;
  /** Query in order, decoded; a name without `=` has the value "". */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: ReadonlyMap<string, string>;
  readonly host: string;
  readonly body: Uint8Array;
  /** From the credential scope. */
  readonly region: string;
  readonly signing: string;
}

export type Reading = { readonly request: ReadRequest } | { readonly why: string };

const allowedHost = /^[a-z0-9][a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/;
const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]);
const scopePattern =
  /^AWS4-HMAC-SHA256 +Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]+)\/([A-Za-z0-9_-]+)\/aws4_request\s*,/;
/** Headers that decide something: twice, and two servers may read two things. */
const single = [
  "host",
  "authorization",
  "x-amz-target",
  "smithy-protocol",
  "content-type",
  "content-length",
  "x-amz-copy-source",
  "x-amz-expected-bucket-owner",
];
/** Query parameters of pre-signed and other signing schemes. */
const presigned = /^(x-amz-(algorithm|credential|signature|security-token)|awsaccesskeyid|signature)$/i;

/** The rules that hold for any AWS request: origin form, one allowed host, one SigV4 header, nothing pre-signed. */
export function readRequest({ method, target, headers, body }: WireRequest): Reading {
  if (!methods.has(method)) return { why: `the method ${method.slice(0, 16)} is not one of AWS's` };
  if (!/^\/[\u0021-\u007e]*$/.test(target)) return { why: "the request target is not in origin form" };
  if (target.length > 16_384 || target.includes("#"))
    return { why: "the request target is too long or has a fragment" };
  const names = headers.map(([name]) => name.toLowerCase());
  const twice = single.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) return { why: `the header ${twice} is given twice` };
  const map = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const host = (map.get("host") ?? "").toLowerCase().replace(/:443$/, "");
  if (!allowedHost.test(host) || host.includes(".."))
    return { why: `the host ${host.slice(0, 100)} is not one of AWS's` };
  const [path = "/", ...queries] = target.split("?");
  const query = readForm(queries.join("?"));
  if (!query) return { why: "the query string cannot be decoded" };
  if (query.some(([name]) => presigned.test(name))) return { why: "pre-signed requests are not taken" };
  const scope = scopePattern.exec(map.get("authorization") ?? "");
  if (!scope) return { why: "the request is not signed with AWS Signature Version 4" };
  return {
    request: {
      method,
      path,
      query,
      headers: map,
      host,
      body,
      region: scope[1] ?? "",
      signing: scope[2] ?? "",
    },
  };
}

/** `a=1&b` as pairs; undefined where an escape is broken. */
export function readForm(text: string): readonly (readonly [string, string])[] | undefined {
  if (text === "") return [];
  try {
    return text
      .split("&")
      .filter((part) => part !== "")
      .map((part) => {
        const [name = "", ...rest] = part.split("=");
        return [decode(name), decode(rest.join("="))] as const;
      });
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
