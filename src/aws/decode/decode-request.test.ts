import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WireRequest } from "../../core/source.ts";
import { decodeRequest } from "./decode-request.ts";
import { decoding, requestOf, requests, wireOf } from "../fixtures/fixture-tools.ts";

const scope = { account: "123456789012", region: "eu-central-1" };
const decode = (request: WireRequest) => decodeRequest(decoding, request, scope);

/** The same on the wire as something else, or never taken. */
const elsewhere: { readonly [name: string]: string } = {
  "neptune:ListTagsForResource": "rds:ListTagsForResource",
  "s3:GetBucketNotification": "s3:GetBucketNotificationConfiguration",
};

describe("requests that botocore made", () => {
  it.each(requests.map((request) => [`${request.service}:${request.operation}`, request] as const))(
    "decodes %s",
    (name, request) => {
      const decoded = decode(wireOf(request));
      if (name === "sts:AssumeRoleWithSAML")
        return expect(decoded).toMatchObject({ kind: "refused", why: expect.stringContaining("not signed") });
      expect(decoded).toMatchObject({ kind: "call" });
      if (decoded.kind !== "call") return undefined;
      expect(`${decoded.call.service}:${decoded.call.operation}`).toBe(elsewhere[name] ?? name);
      expect(decoded.call.params).toMatchObject(
        request.operation === "PutObject" ? { Bucket: "example-bucket" } : request.params,
      );
      // Global services are signed for their partition's region.
      return expect(decoded.call.region).toBe(
        ["iam", "route53"].includes(request.service) || request.service.startsWith("partner")
          ? "us-east-1"
          : "eu-central-1",
      );
    },
  );

  it("binds actions and resources", () => {
    const decoded = decode(wireOf(requestOf("s3", "GetObject")));
    expect(decoded).toMatchObject({
      call: { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::example-bucket/example"] },
    });
  });

  it("marks paged operations, and gives the token they carry", () => {
    const first = wireOf(requestOf("s3", "ListObjectsV2"));
    expect(decode(first)).toMatchObject({ call: { page: {} } });
    const next = { ...first, target: `${first.target}&continuation-token=abc` };
    expect(decode(next)).toMatchObject({ call: { page: { token: "abc" } } });
  });
});

const ec2 = wireOf(requestOf("ec2", "DescribeSecurityGroups"));
const dynamodb = wireOf(requestOf("dynamodb", "ListTables"));
const s3 = wireOf(requestOf("s3", "ListObjectsV2"));
const lambda = wireOf(requestOf("lambda", "GetFunctionConfiguration"));

function withHeader(request: WireRequest, name: string, value: string): WireRequest {
  return {
    ...request,
    headers: [...request.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase()), [name, value]],
  };
}

function added(request: WireRequest, name: string, value: string): WireRequest {
  return { ...request, headers: [...request.headers, [name, value]] };
}

const body = (text: string): Uint8Array => Buffer.from(text, "utf8");

const attacks: readonly (readonly [string, WireRequest])[] = [
  ["an action in the query beside one in the form", { ...ec2, target: "/?Action=TerminateInstances" }],
  [
    "an action given twice",
    { ...ec2, body: body("Action=DescribeSecurityGroups&Version=2016-11-15&Action=TerminateInstances") },
  ],
  [
    "a second discriminator by another name",
    { ...ec2, body: body("Action=DescribeSecurityGroups&Version=2016-11-15&Operation=TerminateInstances") },
  ],
  ["a target on a form service", added(ec2, "X-Amz-Target", "DynamoDB_20120810.ListTables")],
  ["another API version", { ...ec2, body: body("Action=DescribeSecurityGroups&Version=2014-10-01") }],
  [
    "a parameter that the model does not know",
    { ...ec2, body: body("Action=DescribeSecurityGroups&Version=2016-11-15&Evil=1") },
  ],
  ["the host of another service", withHeader(dynamodb, "Host", "ec2.eu-central-1.amazonaws.com")],
  ["the host of another region", withHeader(dynamodb, "Host", "dynamodb.us-east-1.amazonaws.com")],
  ["a host outside AWS", withHeader(dynamodb, "Host", "dynamodb.eu-central-1.amazonaws.com.evil.example")],
  ["a host that ends like one of AWS's", withHeader(dynamodb, "Host", "evilamazonaws.com")],
  ["two hosts", added(dynamodb, "host", "dynamodb.eu-central-1.amazonaws.com")],
  ["a form where JSON is read", withHeader(dynamodb, "Content-Type", "application/x-www-form-urlencoded")],
  ["a key twice in the body", { ...dynamodb, body: body('{"Limit":1,"Limit":2}') }],
  [
    "no signature",
    { ...dynamodb, headers: dynamodb.headers.filter(([name]) => name.toLowerCase() !== "authorization") },
  ],
  [
    "a signature of version 4a",
    withHeader(
      dynamodb,
      "Authorization",
      "AWS4-ECDSA-P256-SHA256 Credential=A/20260101/dynamodb/aws4_request, x",
    ),
  ],
  ["a pre-signed S3 request", { ...s3, target: "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=1" }],
  ["an S3 host of Outposts", withHeader(s3, "Host", "example.s3-outposts.eu-central-1.amazonaws.com")],
  [
    "an S3 host of Object Lambda",
    withHeader(s3, "Host", "example.s3-object-lambda.eu-central-1.amazonaws.com"),
  ],
  ["an S3 access point", withHeader(s3, "Host", "ap-123456789012.s3-accesspoint.eu-central-1.amazonaws.com")],
  ["an S3 sub-resource that is not known", { ...s3, target: "/?list-type=2&unknown" }],
  ["two S3 sub-resources", { ...s3, target: "/?policy&notification" }],
  ["absolute form", { ...lambda, target: `https://lambda.eu-central-1.amazonaws.com${lambda.target}` }],
  ["CONNECT", { ...lambda, method: "CONNECT", target: "evil.example:443" }],
  ["a dotted path", { ...lambda, target: "/2015-03-31/functions/../functions/example/configuration" }],
  ["an encoded dotted path", { ...lambda, target: "/2015-03-31/functions/%2e%2e/configuration" }],
  ["a space in the target", { ...lambda, target: `${lambda.target} HTTP/1.1` }],
];

describe("requests that are refused", () => {
  it("starts from requests that are taken", () => {
    for (const request of [ec2, dynamodb, s3, lambda]) expect(decode(request).kind).toBe("call");
  });
  it.each(attacks)("refuses %s", (_, request) => expect(decode(request).kind).toBe("refused"));
});

describe("any bytes", () => {
  const hosts = [
    "s3.eu-central-1.amazonaws.com",
    "ec2.eu-central-1.amazonaws.com",
    "lambda.eu-central-1.amazonaws.com",
    "dynamodb.eu-central-1.amazonaws.com",
  ];
  const signed = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=A/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const headers = fc.constantFrom(...hosts).map(
    (host) =>
      [
        ["host", host],
        ["authorization", signed(host.split(".")[0] ?? "")],
        ["content-type", "application/x-www-form-urlencoded"],
      ] as const,
  );

  it("always gives a value", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("GET", "POST", "PUT", "DELETE", "X"),
        fc.string(),
        headers,
        fc.uint8Array({ maxLength: 300 }),
        (method, path, head, bytes) => {
          const decoded = decode({ method, target: `/${path}`, headers: head, body: bytes });
          return decoded.kind === "call" || decoded.why.length > 0;
        },
      ),
      { numRuns: 400 },
    );
  });

  it("gives a value for any bytes in the body of a kept request", () => {
    fc.assert(
      fc.property(fc.constantFrom(...requests), fc.uint8Array({ maxLength: 300 }), (request, bytes) => {
        const decoded = decode({ ...wireOf(request), body: bytes });
        return decoded.kind === "call" || decoded.why.length > 0;
      }),
      { numRuns: 400 },
    );
  });
});
