import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PolicyDocument } from "../../core/grant.ts";
import { createAuthenticate } from "./authenticate.ts";

/** What was asked of the made-up STS, newest last. */
const asked: URLSearchParams[] = [];
const rules = { largest: 2048, identity: true };
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    asked.push(form);
    const fault = faultOf(form);
    response.statusCode = fault ? (fault[0] === "AccessDenied" ? 403 : 400) : 200;
    response.setHeader("content-type", "text/xml");
    response.end(fault ? errorBody(...fault) : answer(asked.length));
  });
});

function faultOf(form: URLSearchParams): readonly [string, string] | undefined {
  if (form.has("SourceIdentity") && !rules.identity)
    return [
      "AccessDenied",
      "User: arn:aws:iam::1:user/u is not authorized to perform: sts:SetSourceIdentity on resource: arn:aws:iam::123456789012:role/reader",
    ];
  if ((form.get("Policy")?.length ?? 0) > rules.largest)
    return ["PackedPolicyTooLarge", "Packed size exceeds the limit."];
  return undefined;
}

const errorBody = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
const answer = (n: number) =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${n}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t${n}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());
beforeEach(() => {
  asked.length = 0;
  Object.assign(rules, { largest: 2048, identity: true });
});

function reader(notes: string[] = [], head: string | undefined = "audit.7.abc") {
  const address = server.address();
  return createAuthenticate({
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    roleArn: "arn:aws:iam::123456789012:role/reader",
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    sourceIdentity: () => Promise.resolve(head),
    note: (text) => notes.push(text),
    now: () => new Date("2026-01-02T03:04:05Z"),
  });
}

function policyOf(...resources: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "S3", Effect: "Allow", Action: ["s3:GetBucketPolicy"], Resource: [...resources] }],
  };
}
const bucket = (n: number) => `arn:aws:s3:::bucket-${n}`;

describe("a session held to a script's policy", () => {
  it("passes the policy and the head of the audit chain", async () => {
    await reader().narrowed?.(policyOf(bucket(1)))();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.get("SourceIdentity")).toBe("audit.7.abc");
    expect(JSON.parse(asked[0]?.get("Policy") ?? "")).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetBucketPolicy", Resource: bucket(1) }],
    });
  });

  it("asks STS once for a policy that was seen before", async () => {
    const authenticate = reader();
    const first = await authenticate.narrowed?.(policyOf(bucket(1)))();
    expect(await authenticate.narrowed?.(policyOf(bucket(1)))()).toEqual(first);
    expect(asked).toHaveLength(1);
    await authenticate.narrowed?.(policyOf(bucket(2)))();
    expect(asked).toHaveLength(2);
  });

  it("gives many policies one session with what they allow together", async () => {
    const authenticate = reader();
    for (let n = 0; n < 30; n += 1) await authenticate.narrowed?.(policyOf(bucket(n % 12)))();
    // Eight of their own, then unions that grow with each new policy; what is covered costs nothing.
    expect(asked).toHaveLength(12);
    const last = JSON.parse(asked.at(-1)?.get("Policy") ?? "{}");
    expect(last.Statement[0].Resource).toHaveLength(12);
  });

  it("widens what STS finds too large, one step at a time, and drops it at last", async () => {
    const notes: string[] = [];
    rules.largest = 110;
    await reader(notes).narrowed?.(policyOf(...[1, 2, 3, 4].map(bucket)))();
    const tried = asked.map((form) => JSON.parse(form.get("Policy") ?? "null")?.Statement[0].Resource);
    expect(tried).toEqual([[1, 2, 3, 4].map(bucket), "arn:aws:s3:::*", "*"]);
    expect(notes).toEqual([]);
    rules.largest = 10;
    await reader(notes).narrowed?.(policyOf(bucket(1)))();
    expect(asked.at(-1)?.has("Policy")).toBe(false);
    expect(notes).toEqual([expect.stringMatching(/does not fit into a session policy/)]);
  });

  it("does without the source identity where the trust policy does not allow it, and says so once", async () => {
    const notes: string[] = [];
    rules.identity = false;
    const authenticate = reader(notes);
    await authenticate();
    await authenticate.narrowed?.(policyOf(bucket(1)))();
    expect(asked.map((form) => form.has("SourceIdentity"))).toEqual([true, false, true, false]);
    expect(notes).toEqual([expect.stringMatching(/does not allow sts:SetSourceIdentity/)]);
  });

  it("sends no source identity that STS would not take", async () => {
    await reader([], "sha256:abc def")();
    expect(asked[0]?.has("SourceIdentity")).toBe(false);
  });

  it("is offered only where a role is assumed", () => {
    const plain = createAuthenticate({
      credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
      region: "us-east-1",
      now: () => new Date(),
    });
    expect(plain.narrowed).toBeUndefined();
  });
});
