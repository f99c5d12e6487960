import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PolicyDocument } from "../../core/grant.ts";
import { createAuthenticate } from "./authenticate.ts";
import { createAwsSource } from "../create-aws-source.ts";
import { catalog, index, models, requestOf, wireOf } from "../fixtures/fixture-tools.ts";

const policies: (string | null)[] = [];
const used: (string | undefined)[] = [];

/** An STS that gives what it is asked for, and an S3 whose bucket only a session on `*` may list. */
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const text = Buffer.concat(chunks).toString("utf8");
    response.setHeader("content-type", "text/xml");
    if (text.includes("Action=AssumeRole")) {
      policies.push(new URLSearchParams(text).get("Policy"));
      const n = policies.length;
      response.end(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${n}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>session-${n}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
      return;
    }
    const session = String(request.headers["x-amz-security-token"]);
    used.push(session);
    const wide = policies[Number(session.split("-")[1]) - 1]?.includes('"Resource":"*"');
    response.statusCode = wide ? 200 : 403;
    response.end(
      wide
        ? "<ListBucketResult/>"
        : '<Error><Code>AccessDenied</Code><Message>User: arn:aws:sts::123456789012:assumed-role/r/s is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::b" because no session policy allows the s3:ListBucket action</Message></Error>',
    );
  });
});

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

it("asks again in a wider session when AWS refuses by ours, and says so", async () => {
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const now = () => new Date("2026-01-02T03:04:05Z");
  const notes: string[] = [];
  const authenticate = createAuthenticate({
    credentials: { accessKeyId: "AKID", secretAccessKey: "s" },
    roleArn: "arn:aws:iam::123456789012:role/r",
    region: "us-east-1",
    endpoint,
    note: (text) => notes.push(text),
    now,
  });
  using source = createAwsSource({
    models,
    index,
    catalog,
    authenticate,
    effects: new Map(),
    prices: {},
    endpoint,
    now,
  });
  const request = wireOf(requestOf("s3", "ListObjectsV2"));
  const decoding = source.decode(request, { account: "123456789012", region: "us-east-1" });
  if (decoding.kind === "refused") throw new Error(decoding.why);
  const policy: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::other"] }],
  };
  const response = await source.forward(request, decoding.call, { policy });
  expect(response.status).toBe(200);
  expect(used).toEqual(["session-1", "session-2"]);
  expect(notes).toEqual([
    expect.stringMatching(/^The session policy was widened: AWS refused s3:ListBucket/),
  ]);
});
