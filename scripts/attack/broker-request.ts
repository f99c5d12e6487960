import { region as home } from "./broker-world.ts";

export interface Forgery {
  readonly method?: string;
  readonly host: string;
  readonly target?: string;
  readonly signing: string;
  readonly region?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
  /** Without the Authorization header. */
  readonly unsigned?: boolean;
}

export function authorization(signing: string, region = home): string {
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/${region}/${signing}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`;
}

/** The bytes of a request as boto3 would write it, but for what the caller changes. */
export function requestBytes({
  method = "POST",
  host,
  target = "/",
  signing,
  region,
  headers = [],
  body = "",
  unsigned,
}: Forgery): Buffer {
  const bytes = Buffer.from(body);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    ...(unsigned ? [] : [`Authorization: ${authorization(signing, region)}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${bytes.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), bytes]);
}

export const form = ["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"] as const;
export const json = ["Content-Type", "application/x-amz-json-1.1"] as const;

/** A call of a JSON service. */
export function jsonCall(
  service: string,
  target: string,
  params: object,
  changes: Partial<Forgery> = {},
): Buffer {
  return requestBytes({
    host: `${service}.${changes.region ?? home}.amazonaws.com`,
    signing: service,
    headers: [json, ["X-Amz-Target", target]],
    body: JSON.stringify(params),
    ...changes,
  });
}

/** A call of a service that reads forms. */
export function formCall(service: string, fields: string, changes: Partial<Forgery> = {}): Buffer {
  return requestBytes({
    host: `${service}.${changes.region ?? home}.amazonaws.com`,
    signing: service,
    headers: [form],
    body: fields,
    ...changes,
  });
}
