import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import type { DecodedCall, WireResponse } from "../core/source.ts";
import { models, responses } from "./fixtures/fixture-tools.ts";
import type { KeptResponse } from "./fixtures/fixture-tools.ts";
import { withPolicies } from "./policy-documents.ts";
import { readResponse } from "./read-response.ts";

function callOf(service: string, operation: string): DecodedCall {
  return { service, operation, actions: [], params: {}, region: "us-east-1", resources: ["*"], cacheKey: "" };
}

function wireOf({ status, headers, body }: Pick<KeptResponse, "status" | "headers" | "body">): WireResponse {
  return { status, headers, body: Buffer.from(body, "utf8") };
}

const read = (service: string, operation: string, body: string, status = 200) =>
  readResponse(
    models,
    callOf(service, operation),
    wireOf({ status, headers: [["content-type", "x"]], body }),
  );

const secrets = new Set(["GetSecretValue"]);
const named = (kept: readonly KeptResponse[]) =>
  kept.map((one) => [`${one.service}:${one.operation}`, one] as const);

describe("answers as boto3 parsed them", () => {
  it.each(named(responses.filter((one) => one.error === null && !secrets.has(one.operation))))(
    "reads %s",
    (_, one) => {
      const { value, error } = readResponse(models, callOf(one.service, one.operation), wireOf(one));
      expect(error).toBeUndefined();
      expect(withoutMilliseconds(value)).toEqual(withoutMilliseconds(withPolicies(one.result)));
    },
  );

  it.each(named(responses.filter((one) => one.error !== null)))("reads the error of %s", (_, one) => {
    const { value, error } = readResponse(models, callOf(one.service, one.operation), wireOf(one));
    expect(value).toBeUndefined();
    expect(error?.code).toBe(one.error?.Code);
    expect(error?.kind).toBe(one.status === 403 ? "denied" : "not-found");
  });
});

/** botocore keeps microseconds, the record milliseconds: their last digit may be rounded. */
function withoutMilliseconds(value: Json | undefined): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(/(\d\d:\d\d:\d\d)\.\d{3}Z/g, "$1Z"));
}

const environment = {
  DB_PORT: "3306",
  TABLE_NAME: "orders",
  QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/123456789012/orders",
  SMTP_HOST: "",
  LOG_LEVEL: "debug",
  DB_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf",
  DB_PASSWORD: "hunter2-hunter2",
  DATABASE_URL: "postgres://app:s3cr3tpw@db.internal.example.com:5432/orders",
  AWS_KEY: "AKIAIOSFODNN7EXAMPLE",
};

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

describe("redaction", () => {
  const answer = read(
    "lambda",
    "GetFunctionConfiguration",
    JSON.stringify({ FunctionName: "f", Environment: { Variables: environment } }),
  );
  const variables =
    isObject(answer.value) && isObject(answer.value["Environment"])
      ? answer.value["Environment"]["Variables"]
      : undefined;

  it("blinds what is secret and leaves the rest readable", () => {
    expect(variables).toEqual({
      ...environment,
      DB_PASSWORD: "«secret»",
      AWS_KEY: "«secret»",
      DATABASE_URL: "postgres://«secret»@db.internal.example.com:5432/orders",
    });
  });

  it("gives the script the same as the record", () => {
    const sent = Buffer.from(answer.wire.body).toString("utf8");
    expect(sent).not.toMatch(/hunter2|s3cr3tpw|AKIA/);
    expect(readResponse(models, callOf("lambda", "GetFunctionConfiguration"), answer.wire).value).toEqual(
      answer.value,
    );
    expect(answer.wire.headers).toContainEqual(["content-length", String(answer.wire.body.length)]);
  });

  it("blinds in XML in place", () => {
    const data = Buffer.from("#!/bin/bash\nexport DB_PASSWORD='hunter2-hunter2'\nPORT=8080\n").toString(
      "base64",
    );
    const xml = `<DescribeInstanceAttributeResponse><requestId>1</requestId><instanceId>i-1</instanceId><userData><value>${data}</value></userData></DescribeInstanceAttributeResponse>`;
    const { value, wire } = read("ec2", "DescribeInstanceAttribute", xml);
    const shown =
      isObject(value) && isObject(value["UserData"])
        ? Buffer.from(text(value["UserData"]["Value"]), "base64").toString("utf8")
        : "";
    expect(shown).toBe("#!/bin/bash\nexport DB_PASSWORD='«secret»'\nPORT=8080\n");
    expect(readResponse(models, callOf("ec2", "DescribeInstanceAttribute"), wire).value).toEqual(value);
  });

  it("blinds a secret whose answer is nothing else", () => {
    const { value, wire } = read(
      "secretsmanager",
      "GetSecretValue",
      '{"Name":"prod/db","SecretString":"{\\"password\\":\\"hunter2\\"}"}',
    );
    expect(value).toEqual({ Name: "prod/db", SecretString: "«secret»" });
    expect(Buffer.from(wire.body).toString()).not.toContain("hunter2");
  });

  it("blinds the signature of the link to a function's code", () => {
    const link =
      "https://bucket.s3.amazonaws.com/code.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=abcdef";
    const { value } = read("lambda", "GetFunction", JSON.stringify({ Code: { Location: link } }));
    expect(value).toEqual({ Code: { Location: "https://bucket.s3.amazonaws.com/code.zip?«secret»" } });
  });
});

describe("answers that are no answers", () => {
  it("takes an HTML page for a server error, and writes one that the SDK understands", () => {
    const { error, wire } = read(
      "ec2",
      "DescribeSecurityGroups",
      "<!doctype html>\n<html lang=en><title>500</title>",
      500,
    );
    expect(error).toMatchObject({ code: "500", kind: "server" });
    expect(Buffer.from(wire.body).toString()).toContain("<Errors><Error><Code>500</Code>");
  });

  it("does not hand on what it cannot read", () => {
    const { error, value, wire } = read("dynamodb", "ListTables", "not json");
    expect([error?.code, value, wire.status]).toEqual(["UnreadableAnswer", undefined, 502]);
  });

  it.each([
    [
      "ec2",
      "DescribeSecurityGroups",
      "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
      403,
      "denied",
    ],
    [
      "iam",
      "GetRolePolicy",
      "<ErrorResponse><Error><Code>Throttling</Code><Message>slow</Message></Error></ErrorResponse>",
      400,
      "throttled",
    ],
    [
      "dynamodb",
      "ListTables",
      '{"__type":"com.amazonaws#AccessDeniedException","Message":"no"}',
      400,
      "denied",
    ],
    ["s3", "GetObject", "<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>", 404, "not-found"],
  ])("reads the error of %s", (service, operation, body, status, kind) => {
    expect(read(service, operation, body, status).error?.kind).toBe(kind);
  });

  it("never throws", () => {
    const calls = fc.constantFrom(
      ["ec2", "DescribeSecurityGroups"],
      ["s3", "ListObjectsV2"],
      ["dynamodb", "ListTables"],
      ["lambda", "GetFunction"],
      ["x", "y"],
    );
    fc.assert(
      fc.property(
        calls,
        fc.string(),
        fc.integer({ min: 200, max: 599 }),
        ([service = "", operation = ""], body, status) => {
          const answer = read(service, operation, body, status);
          return answer.value !== undefined || answer.error !== undefined;
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("paging", () => {
  it("gives the token of the next page", () => {
    expect(
      read("dynamodb", "ListTables", '{"TableNames":["a"],"LastEvaluatedTableName":"a"}').nextToken,
    ).toBe("a");
    expect(read("dynamodb", "ListTables", '{"TableNames":["a"]}').nextToken).toBeUndefined();
  });

  it("believes IsTruncated", () => {
    const list = (truncated: boolean) =>
      `<ListBucketResult><IsTruncated>${truncated}</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>`;
    expect(read("s3", "ListObjectsV2", list(true)).nextToken).toBe("t");
    expect(read("s3", "ListObjectsV2", list(false)).nextToken).toBeUndefined();
  });
});
