import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WireRequest } from "../core/source.ts";
import { createAuthenticate } from "./send/authenticate.ts";
import { createAwsSource } from "./create-aws-source.ts";
import { catalog, index, models, requestOf, wireOf } from "./fixtures/fixture-tools.ts";
import { parsePrices } from "./price.ts";
import { whoami } from "./send/whoami.ts";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const seen: Seen[] = [];
const identity =
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/u</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
const server: Server = createServer((request, response) => {
  seen.push({ method: request.method, url: request.url, headers: request.headers });
  response.end(request.headers.host?.startsWith("sts.") ? identity : "<ListBucketResult/>");
});

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

function sourceAt(port: number) {
  const now = () => new Date("2026-01-02T03:04:05Z");
  const authenticate = createAuthenticate({
    credentials: { accessKeyId: "AKID", secretAccessKey: "real", sessionToken: "token" },
    region: "eu-central-1",
    now,
  });
  const prices = parsePrices(
    "s3:\n  ListObjectsV2: { usd: 0.000005 }\ncloudwatch:\n  GetMetricData: { usd: 0.00001, per: MetricDataQueries }\n",
  );
  return createAwsSource({
    models,
    index,
    catalog,
    authenticate,
    effects: new Map(),
    prices,
    endpoint: `http://127.0.0.1:${port}`,
    bucketOwner: "123456789012",
    now,
  });
}

function port(): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

const scope = { account: "123456789012", region: "eu-central-1" };

function decoded(source: ReturnType<typeof sourceAt>, request: WireRequest) {
  const decoding = source.decode(request, scope);
  if (decoding.kind === "refused") throw new Error(decoding.why);
  return decoding.call;
}

describe("createAwsSource", () => {
  it("sends with the host it was made for, newly signed, and without what a script should not carry on", async () => {
    using source = sourceAt(port());
    const kept = wireOf(requestOf("s3", "ListObjectsV2"));
    const request = {
      ...kept,
      headers: [
        ...kept.headers,
        ["X-HTTP-Method-Override", "DELETE"],
        ["X-Amz-Security-Token", "dummy"],
        ["Cookie", "a=b"],
      ] as const,
    };
    const response = await source.forward(request, decoded(source, request), {});
    expect(response.status).toBe(200);
    const last = seen.at(-1);
    const headers: IncomingHttpHeaders = last?.headers ?? {};
    const url = last?.url;
    expect(url).toBe(kept.target);
    expect(headers.host).toBe("example-bucket.s3.eu-central-1.amazonaws.com");
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/20260102\/eu-central-1\/s3\/aws4_request, /,
    );
    expect(headers["x-amz-security-token"]).toBe("token");
    expect(headers["x-amz-expected-bucket-owner"]).toBe("123456789012");
    expect([headers["x-http-method-override"], headers.cookie]).toEqual([undefined, undefined]);
  });

  it("asks who it is by the same road", async () => {
    using source = sourceAt(port());
    expect(await whoami(source, "eu-central-1")).toEqual({
      account: "123456789012",
      arn: "arn:aws:iam::123456789012:user/u",
    });
  });

  it("says in words that nothing listens", async () => {
    using source = sourceAt(1);
    await expect(whoami(source, "eu-central-1")).rejects.toMatchObject({
      code: "endpoint",
      message: expect.stringContaining("nothing listens there"),
    });
  });

  it("gives up when it is told to", async () => {
    using source = sourceAt(port());
    await expect(whoami(source, "eu-central-1", AbortSignal.abort())).rejects.toMatchObject({
      code: "interrupted",
    });
  });

  it.each([
    ["ec2", "DescribeSecurityGroups", "<Errors><Error><Code>UnauthorizedOperation</Code>"],
    ["iam", "GetRolePolicy", "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"],
    ["s3", "ListObjectsV2", "<Error><Code>AccessDenied</Code>"],
    ["dynamodb", "ListTables", '"__type":"AccessDeniedException"'],
    ["lambda", "GetFunction", '"__type":"AccessDeniedException"'],
  ])("refuses %s in its own shape", (service, operation, shape) => {
    using source = sourceAt(port());
    const request = wireOf(requestOf(service, operation));
    const { status, body } = source.refuse(
      decoded(source, request),
      request,
      "AccessDenied",
      "not <allowed> & so on",
    );
    expect(status).toBe(403);
    expect(Buffer.from(body).toString()).toContain(shape);
    expect(
      source.read(
        decoded(source, request),
        source.refuse(decoded(source, request), request, "AccessDenied", "no & no"),
      ).error,
    ).toMatchObject({ kind: "denied", message: "no & no" });
  });

  it("prices by call and by item", () => {
    using source = sourceAt(port());
    expect(source.price("s3", "ListObjectsV2", {})).toBe(0.000005);
    expect(source.price("cloudwatch", "GetMetricData", { MetricDataQueries: [{}, {}, {}] })).toBeCloseTo(
      0.00003,
    );
    expect(source.price("ec2", "DescribeInstances", {})).toBe(0);
  });
});
