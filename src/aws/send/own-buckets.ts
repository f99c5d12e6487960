import { isArray, isObject } from "../../core/json/json.ts";
import type { DecodedCall, WireRequest, WireResponse } from "../../core/source.ts";
import { readS3Host } from "../decode/s3-host.ts";
import { readRequest } from "../decode/wire-request.ts";

export interface OwnBuckets {
  /** Whether a bucket call may carry text of the script's own: a reason when its bucket cannot be shown to be the account's. */
  admit(request: WireRequest, call: DecodedCall, signal?: AbortSignal): Promise<string | undefined>;
  /** An answer that only the owner's bucket gives, for every request says whose bucket is expected. */
  learn(call: DecodedCall, response: WireResponse): void;
}

export interface OwnBucketsOptions {
  readonly account: string;
  /** Signs and sends a request as the account; the expected owner is added. */
  send(request: WireRequest, call: DecodedCall, signal: AbortSignal | undefined): Promise<WireResponse>;
}

/**
 * The owner of a bucket sees in its access logs what was asked of it, refused or not (Amazon S3 User Guide, server access logging): a key or a
 * prefix would carry data to whoever owns the bucket. So such text is sent only to buckets that are known to be the account's: one of them
 * answered, or the broker's own question, which carries nothing, says so.
 */
export function createOwnBuckets({ account, send }: OwnBucketsOptions): OwnBuckets {
  const known = new Set<string>();
  const asking = new Map<string, Promise<boolean>>();
  return {
    async admit(request, call, signal) {
      const bucket = bucketOf(call);
      if (bucket === undefined || known.has(bucket) || !carriesText(call)) return undefined;
      const asked = asking.get(bucket) ?? isOwn(bucket, request, call, { send, signal });
      asking.set(bucket, asked);
      const own = await asked.finally(() => asking.delete(bucket));
      if (own) known.add(bucket);
      return own
        ? undefined
        : `the bucket ${bucket} cannot be shown to belong to the account ${account}, and its owner would see the names that are asked for. ` +
            "Allow s3:ListBucket on it, or s3:ListAllMyBuckets";
    },
    learn(call, response) {
      const bucket = bucketOf(call);
      if (bucket !== undefined && response.status < 300) known.add(bucket);
    },
  };
}

function bucketOf({ service, params }: DecodedCall): string | undefined {
  const bucket = service === "s3" ? params["Bucket"] : undefined;
  return typeof bucket === "string" ? bucket : undefined;
}

const fixed = new Set(["Bucket", "ExpectedBucketOwner", "EncodingType", "RequestPayer", "ChecksumMode"]);

function carriesText({ clearParams, params }: DecodedCall): boolean {
  return Object.entries(clearParams ?? params).some(
    ([name, value]) =>
      !fixed.has(name) && (typeof value === "string" ? value.length > 1 : isArray(value) || isObject(value)),
  );
}

interface Asking {
  readonly send: OwnBucketsOptions["send"];
  readonly signal: AbortSignal | undefined;
}

/** HeadBucket, and where that is not permitted or the region is another one, the account's own list. */
async function isOwn(
  bucket: string,
  request: WireRequest,
  call: DecodedCall,
  { send, signal }: Asking,
): Promise<boolean> {
  const reading = readRequest(request);
  if ("why" in reading) return false;
  const { host, region } = reading.request;
  const at = readS3Host(host, region);
  if (at?.service !== "s3") return false;
  const headers = (of: string) =>
    request.headers
      .filter(([name]) => /^(?:host|authorization)$/i.test(name))
      .map(([name, value]) => [name, name.toLowerCase() === "host" ? of : value] as const);
  const ask = (
    method: string,
    target: string,
    of: string,
    operation: string,
    params: DecodedCall["params"],
  ) =>
    send(
      { method, target, headers: headers(of), body: new Uint8Array() },
      { ...call, operation, params },
      signal,
    );
  const head = await ask("HEAD", at.bucket === "" ? `/${bucket}` : "/", host, "HeadBucket", {
    Bucket: bucket,
  });
  if (head.status === 200) return true;
  const plain = at.bucket === "" ? host : host.slice(at.bucket.length + 1);
  const list = await ask("GET", `/?prefix=${encodeURIComponent(bucket)}`, plain, "ListBuckets", {});
  if (list.status !== 200) return false;
  return new TextDecoder().decode(list.body).includes(`<Name>${bucket}</Name>`);
}
