import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { Decoder } from "cbor-x";
import { afterAll, describe, expect, it } from "vitest";
import { createAwsSource } from "../../../src/aws/create-aws-source.ts";
import { loadServiceModels } from "../../../src/aws/load-service-models.ts";
import { loadWireIndex } from "../../../src/aws/decode/load-wire-index.ts";
import { readSettings } from "../../../src/app/config.ts";
import type { WireRequest } from "../../../src/core/source.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import { services } from "../../../src/services/services.ts";

const { cache } = readSettings();
const python = await ensurePython({ cacheFolder: cache, report: () => undefined });
const botocore = { dataFolder: join(python.sitePackages, "botocore", "data"), cacheFolder: cache };
const seen: IncomingHttpHeaders[] = [];
const answers: { body: string | Buffer } = { body: "{}" };
const server = createServer((request, response) => {
  seen.push(request.headers);
  response.end(answers.body);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
using source = createAwsSource({
  models: loadServiceModels(botocore),
  index: loadWireIndex(botocore),
  authenticate: () => Promise.resolve({ accessKeyId: "AKID", secretAccessKey: "real" }),
  effects: new Map(services.map((service) => [service.name, service.effects])),
  prices: {},
  endpoint: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
  bucketOwner: "123456789012",
  now: () => new Date("2026-01-02T03:04:05Z"),
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const scope = { account: "123456789012", region: "eu-central-1" };
const signed = (signing: string) =>
  [
    "Authorization",
    `AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-central-1/${signing}/aws4_request, SignedHeaders=host, Signature=0`,
  ] as const;

function json(service: string, target: string, params: object, host = service): WireRequest {
  return {
    method: "POST",
    target: "/",
    headers: [
      ["Host", `${host}.eu-central-1.amazonaws.com`],
      signed(service),
      ["X-Amz-Target", target],
      ["Content-Type", "application/x-amz-json-1.1"],
    ],
    body: Buffer.from(JSON.stringify(params)),
  };
}

function call(request: WireRequest) {
  const decoding = source.decode(request, scope);
  if (decoding.kind === "refused") throw new Error(decoding.why);
  return decoding.call;
}

async function answered(request: WireRequest, body: string | Buffer) {
  answers.body = body;
  const decoded = call(request);
  const response = await source.forward(request, decoded, {});
  return source.read(decoded, response);
}

describe("answers that change by themselves", () => {
  it.each([
    ["logs", "Logs_20140328.GetQueryResults", { queryId: "q" }, true],
    ["logs", "Logs_20140328.StartQuery", { startTime: 1, endTime: 2, queryString: "x" }, true],
    ["logs", "Logs_20140328.DescribeLogGroups", {}, undefined],
    ["dynamodb", "DynamoDB_20120810.DescribeTable", { TableName: "t" }, undefined],
  ])("%s %s", (service, target, params, fresh) =>
    expect(call(json(service, target, params)).fresh).toBe(fresh),
  );
});

describe("what is not read though its operation is", () => {
  it.each([
    ["unmask", json("logs", "Logs_20140328.GetLogEvents", { logStreamName: "s", unmask: true })],
    [
      "includeLinkedAccounts",
      json("logs", "Logs_20140328.DescribeLogGroups", { includeLinkedAccounts: true }),
    ],
    [
      "event stream",
      json("logs", "Logs_20140328.StartLiveTail", { logGroupIdentifiers: ["g"] }, "stream-logs"),
    ],
  ])("%s", (why, request) => {
    const decoding = source.decode(request, scope);
    expect(decoding).toMatchObject({ kind: "refused", why: expect.stringContaining(why) });
  });

  it("unmask that is off is a read", () =>
    expect(
      call(json("logs", "Logs_20140328.GetLogEvents", { logStreamName: "s", unmask: false })).operation,
    ).toBe("GetLogEvents"));
});

describe("secret answers, even where they are allowed", () => {
  it("say which secret it is, and not what", async () => {
    const secret = {
      ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf",
      Name: "x",
      VersionId: "12345678-1234-1234-1234-123456789012",
      SecretString: "opensesame",
      VersionStages: ["AWSCURRENT"],
    };
    const { value, wire } = await answered(
      json("secretsmanager", "secretsmanager.GetSecretValue", { SecretId: "x" }),
      JSON.stringify(secret),
    );
    expect(value).toEqual({ ...secret, SecretString: "«secret»" });
    expect(Buffer.from(wire.body).toString()).not.toContain("opensesame");
  });

  it("of plain parameters keep what is no secret by any reading", async () => {
    const read = (Value: string, Type: string) =>
      answered(
        json("ssm", "AmazonSSM.GetParameter", { Name: "x" }),
        JSON.stringify({ Parameter: { Name: "/app/x", Type, Value } }),
      );
    expect((await read("opensesame", "String")).value).toMatchObject({ Parameter: { Value: "«secret»" } });
    expect((await read("5432", "SecureString")).value).toMatchObject({ Parameter: { Value: "«secret»" } });
    expect((await read("eu-west-1", "String")).value).toMatchObject({ Parameter: { Value: "eu-west-1" } });
  });
});

describe("payloads too large for the record", () => {
  const request: WireRequest = {
    method: "GET",
    target: "/key",
    headers: [["Host", "ours.s3.eu-central-1.amazonaws.com"], signed("s3")],
    body: new Uint8Array(),
  };

  it("are blinded all the same where they are text", async () => {
    const text = `${"a plain line of text\n".repeat(5000)}DB_PASSWORD=opensesame1\n`;
    const { value, wire } = await answered(request, text);
    expect(value).toMatchObject({ Body: `«${text.length} bytes»` });
    expect(Buffer.from(wire.body).toString()).not.toContain("opensesame1");
    expect(Buffer.from(wire.body).toString()).toContain("a plain line of text");
  });

  it("stop being read at the limit", async () => {
    answers.body = Buffer.alloc(3 * 1024 ** 2, 65);
    const response = await source.forward(request, call(request), { maxBytes: 100_000 });
    expect(response.body.length).toBeGreaterThan(100_000);
    expect(response.body.length).toBeLessThan(1024 ** 2);
  });
});

describe("a copy", () => {
  it("says whose buckets are expected on both sides, whatever the script said", async () => {
    const request: WireRequest = {
      method: "PUT",
      target: "/key",
      headers: [
        ["Host", "ours.s3.eu-central-1.amazonaws.com"],
        signed("s3"),
        ["x-amz-copy-source", "/ours/other"],
        ["x-amz-source-expected-bucket-owner", "999999999999"],
        ["x-amz-expected-bucket-owner", "999999999999"],
      ],
      body: new Uint8Array(),
    };
    seen.length = 0;
    await source.forward(request, call(request), {});
    expect(seen[0]).toMatchObject({
      "x-amz-expected-bucket-owner": "123456789012",
      "x-amz-source-expected-bucket-owner": "123456789012",
    });
  });
});

describe("headers and errors", () => {
  it("set no cookie, and echo no secret", async () => {
    const request = json("dynamodb", "DynamoDB_20120810.DescribeTable", { TableName: "t" });
    const { wire, error } = source.read(call(request), {
      status: 400,
      headers: [
        ["Set-Cookie", "a=b"],
        ["X-Debug", "token=abcdef123456"],
        ["Content-Type", "application/x-amz-json-1.0"],
      ],
      body: Buffer.from(
        JSON.stringify({ __type: "ValidationException", message: "bad password=opensesame1 given" }),
      ),
    });
    expect(error?.message).toBe("bad password=«secret» given");
    expect(JSON.stringify([wire.headers, Buffer.from(wire.body).toString()])).not.toMatch(
      /opensesame1|abcdef123456|Set-Cookie/,
    );
  });

  it("speak CBOR to who speaks CBOR", () => {
    const request: WireRequest = {
      method: "POST",
      target: "/service/X/operation/Y",
      headers: [["smithy-protocol", "rpc-v2-cbor"]],
      body: new Uint8Array(),
    };
    const { headers, body } = source.refuse(undefined, request, "AccessDenied", "because");
    expect(headers).toContainEqual(["smithy-protocol", "rpc-v2-cbor"]);
    expect(headers).toContainEqual(["content-type", "application/cbor"]);
    expect(new Decoder({ useRecords: false }).decode(body)).toEqual({
      __type: "AccessDenied",
      message: "because",
    });
  });
});
