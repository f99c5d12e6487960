import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import type { WireRequest } from "../../core/source.ts";
import { createOwnBuckets } from "./own-buckets.ts";

const authorization =
  "AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0";

function callOf(params: JsonObject, operation = "ListObjectsV2") {
  return {
    service: "s3",
    operation,
    actions: [],
    params,
    region: "eu-west-1",
    resources: ["*"],
    cacheKey: "",
  };
}

function requestOf(host: string, target = "/?list-type=2&prefix=data"): WireRequest {
  return {
    method: "GET",
    target,
    headers: [
      ["Host", host],
      ["Authorization", authorization],
    ],
    body: new Uint8Array(),
  };
}

/** S3 as it treats an expected owner: ours is there, theirs is refused, and the list names only ours. */
function fakeS3({ mayHead = true, mayList = true } = {}) {
  const seen: string[] = [];
  const own = createOwnBuckets({
    account: "123456789012",
    send: async ({ method, target, headers }) => {
      const host = headers.find(([name]) => name === "Host")?.[1] ?? "";
      seen.push(`${method} ${host}${target}`);
      const ours = host.startsWith("ours.") || target.startsWith("/ours");
      const status = method === "HEAD" ? (ours && mayHead ? 200 : 403) : mayList ? 200 : 403;
      return {
        status,
        headers: [],
        body: Buffer.from("<Buckets><Bucket><Name>ours</Name></Bucket></Buckets>"),
      };
    },
  });
  return { own, seen };
}

describe("createOwnBuckets", () => {
  it("asks once for a bucket, with nothing of the script's in the question", async () => {
    const { own, seen } = fakeS3();
    const request = requestOf("ours.s3.eu-west-1.amazonaws.com");
    const call = callOf({ Bucket: "ours", Prefix: "data" });
    expect(await Promise.all([own.admit(request, call), own.admit(request, call)])).toEqual([
      undefined,
      undefined,
    ]);
    expect(await own.admit(request, call)).toBeUndefined();
    expect(seen).toEqual(["HEAD ours.s3.eu-west-1.amazonaws.com/"]);
  });

  it.each([
    ["theirs.s3.eu-west-1.amazonaws.com", "/?list-type=2&prefix=data"],
    ["s3.eu-west-1.amazonaws.com", "/theirs?list-type=2&prefix=data"],
  ])("sends no text to a bucket of someone else at %s", async (host, target) => {
    const { own, seen } = fakeS3();
    const call = callOf({ Bucket: "theirs", Prefix: "stolen-data" });
    expect(await own.admit(requestOf(host, target), call)).toContain("theirs cannot be shown to belong");
    expect(seen.join(" ")).not.toContain("data");
    expect(seen[1]).toBe("GET s3.eu-west-1.amazonaws.com/?prefix=theirs");
  });

  it("takes the account's own list where the bucket itself may not be asked", async () => {
    const { own } = fakeS3({ mayHead: false });
    const call = callOf({ Bucket: "ours", Key: "a-key" }, "HeadObject");
    expect(await own.admit(requestOf("ours.s3.eu-west-1.amazonaws.com"), call)).toBeUndefined();
  });

  it("refuses where neither may be asked", async () => {
    const { own } = fakeS3({ mayHead: false, mayList: false });
    const call = callOf({ Bucket: "ours", Key: "a-key" }, "HeadObject");
    expect(await own.admit(requestOf("ours.s3.eu-west-1.amazonaws.com"), call)).toContain(
      "s3:ListAllMyBuckets",
    );
  });

  it("asks nothing for a read that carries no text, and after the bucket has answered", async () => {
    const { own, seen } = fakeS3();
    const request = requestOf("ours.s3.eu-west-1.amazonaws.com");
    const plain = callOf({ Bucket: "ours" }, "GetBucketPolicy");
    expect(await own.admit(request, plain)).toBeUndefined();
    own.learn(plain, { status: 200, headers: [], body: new Uint8Array() });
    expect(await own.admit(request, callOf({ Bucket: "ours", Prefix: "data" }))).toBeUndefined();
    expect(seen).toEqual([]);
  });
});
