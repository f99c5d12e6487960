import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SignRequest {
  readonly method: string;
  /** Raw path and query as they are sent. */
  readonly target: string;
  /** Without any authorization; `host` among them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly region: string;
  readonly signing: string;
  readonly credentials: Credentials;
  readonly now: Date;
}

/** Headers with those of Signature Version 4 added (IAM User Guide, "Create a signed AWS API request"). */
export function signRequest(request: SignRequest): readonly (readonly [string, string])[] {
  const { credentials, headers, region, signing, now } = request;
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const payload = payloadHash(request);
  const own: readonly (readonly [string, string])[] = [
    ["x-amz-date", stamp],
    ...(signing.startsWith("s3") ? [["x-amz-content-sha256", payload] as const] : []),
    ...(credentials.sessionToken === undefined
      ? []
      : [["x-amz-security-token", credentials.sessionToken] as const]),
  ];
  const replaced = new Set(own.map(([name]) => name));
  const all = [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...own];
  const canonical = all
    .map(([name, value]) => [name.toLowerCase(), value.trim().replaceAll(/ +/g, " ")] as const)
    .filter(([name]) => !unsigned.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = canonical.map(([name]) => name).join(";");
  const [path = "/", ...query] = request.target.split("?");
  const lines = [
    request.method,
    canonicalPath(path, signing),
    canonicalQuery(query.join("?")),
    ...canonical.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    payload,
  ];
  const scope = `${stamp.slice(0, 8)}/${region}/${signing}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(lines.join("\n"))].join("\n");
  const key = [stamp.slice(0, 8), region, signing, "aws4_request"].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  const signature = hmac(key, toSign).toString("hex");
  return [
    ...all,
    [
      "authorization",
      `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    ],
  ];
}

/** Headers that something on the way may change. */
const unsigned = new Set([
  "connection",
  "expect",
  "transfer-encoding",
  "user-agent",
  "x-amzn-trace-id",
  "content-length",
  "accept-encoding",
]);

function payloadHash({ headers, body }: SignRequest): string {
  const given = headers.find(([name]) => name.toLowerCase() === "x-amz-content-sha256")?.[1];
  // Chunked uploads carry their own word for the payload; anything else is hashed here, whatever the sender said.
  return given?.startsWith("STREAMING-") ? given : sha256(body);
}

/** S3 signs the path as sent; all others encode each segment once more. */
function canonicalPath(path: string, signing: string): string {
  if (signing.startsWith("s3")) return path;
  return path
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replaceAll(
        /[!'()*]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query.split("&").map((part) => {
    const [name = "", ...value] = part.split("=");
    return [name, value.join("=")] as const;
  });
  return pairs
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
