import { authorization, form, formCall, json, requestBytes } from "./broker-request.ts";

export interface WireAttempt {
  readonly name: string;
  readonly bytes: Buffer;
  /** Requests that may reach the cloud: what is well-formed and allowed before the forgery begins. */
  readonly lawful?: number;
}

const read = "Action=DescribeVpcs&Version=2016-11-15";
const write = "Action=TerminateInstances&Version=2016-11-15&InstanceId.1=i-0123456789abcdef0";
const host = "ec2.eu-central-1.amazonaws.com";
const signed = `Authorization: ${authorization("ec2")}\r\n`;
const type = `${form[0]}: ${form[1]}\r\n`;
const length = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n`;

/** The read that every forgery is made from. It does pass. */
export const plainRead = formCall("ec2", read);

const raw = (name: string, text: string, lawful = 0): WireAttempt => ({
  name,
  bytes: Buffer.from(text, "latin1"),
  lawful,
});
const ec2 = (name: string, changes: Parameters<typeof formCall>[2], fields = read): WireAttempt => ({
  name,
  bytes: formCall("ec2", fields, changes),
});
const head = `POST / HTTP/1.1\r\nHost: ${host}\r\n${signed}${type}`;
const s3 = (name: string, changes: Partial<Parameters<typeof requestBytes>[0]>): WireAttempt => ({
  name,
  bytes: requestBytes({
    method: "GET",
    host: "ours.s3.eu-central-1.amazonaws.com",
    signing: "s3",
    ...changes,
  }),
});

/** Two readers that would see two different calls. */
const discriminators: readonly WireAttempt[] = [
  ec2("an operation in the query string, another in the body", { target: "/?Action=TerminateInstances" }),
  ec2("Action twice in the body", {}, `${read}&Action=TerminateInstances`),
  ec2("Action twice, the write first", {}, `Action=TerminateInstances&${read}`),
  ec2("Action in other capitals beside Action", {}, `${read}&action=TerminateInstances`),
  ec2("Operation beside Action", {}, `${read}&Operation=TerminateInstances`),
  ec2("Action by an escape beside Action", {}, `${read}&%41ction=TerminateInstances`),
  ec2("a semicolon between fields", {}, "Action=DescribeVpcs;Action=TerminateInstances&Version=2016-11-15"),
  ec2("Version twice", {}, `${read}&Version=2014-01-01`),
  ec2("no Version", {}, "Action=DescribeVpcs"),
  ec2("a Version of long ago", {}, "Action=DescribeVpcs&Version=2006-06-26"),
  ec2("X-Amz-Target on a service of forms", {
    headers: [form, ["X-Amz-Target", "DynamoDB_20120810.ListTables"]],
  }),
  ec2("smithy-protocol on a service of forms", { headers: [form, ["smithy-protocol", "rpc-v2-cbor"]] }),
  ec2("a broken escape in a field", {}, `${read}&Filter.1.Name=%zz`),
  ec2("a parameter that the model does not know", {}, `${read}&Backdoor=1`),
  ec2("JSON where a form is read", { headers: [json] }, '{"Action":"DescribeVpcs"}'),
  {
    name: "X-Amz-Target twice",
    bytes: requestBytes({
      host: "dynamodb.eu-central-1.amazonaws.com",
      signing: "dynamodb",
      headers: [
        json,
        ["X-Amz-Target", "DynamoDB_20120810.ListTables"],
        ["x-amz-target", "DynamoDB_20120810.DeleteTable"],
      ],
      body: '{"TableName":"t"}',
    }),
  },
  {
    name: "a key twice in a JSON body",
    bytes: requestBytes({
      host: "dynamodb.eu-central-1.amazonaws.com",
      signing: "dynamodb",
      headers: [json, ["X-Amz-Target", "DynamoDB_20120810.DescribeTable"]],
      body: '{"TableName":"mine","TableName":"arn:aws:dynamodb:eu-central-1:999999999999:table/theirs"}',
    }),
  },
  {
    name: "a target of another service",
    bytes: requestBytes({
      host,
      signing: "ec2",
      headers: [json, ["X-Amz-Target", "DynamoDB_20120810.ListTables"]],
      body: "{}",
    }),
  },
  s3("two sub-resources of S3 in one query", { target: "/?policy&acl&policy=x&delete" }),
  s3("a method override", {
    method: "POST",
    target: "/?policy",
    headers: [["X-HTTP-Method-Override", "DELETE"]],
  }),
];

/** Hosts that are not what they say. */
const hosts: readonly WireAttempt[] = [
  ec2("a host of nobody", { host: "ec2.eu-central-1.example.com" }),
  ec2("a host that only begins like AWS", { host: "ec2.eu-central-1.amazonaws.com.evil.example" }),
  ec2("a host that only ends like AWS", { host: "evil-amazonaws.com" }),
  ec2("another service's host", { host: "dynamodb.eu-central-1.amazonaws.com" }),
  ec2("another region's host", { host: "ec2.ap-south-1.amazonaws.com" }),
  ec2("a scope of another region", { region: "ap-south-1", host: "ec2.eu-central-1.amazonaws.com" }),
  ec2("host and scope of a region outside the mandate", {
    region: "ap-south-1",
    host: "ec2.ap-south-1.amazonaws.com",
  }),
  ec2("a scope of another service", { signing: "sts" }),
  ec2("a scope of no service", { signing: "nothing" }),
  ec2("a trailing dot", { host: `${host}.` }),
  ec2("user info in the host", { host: `user:pass@${host}` }),
  ec2("another port", { host: `${host}:8080` }),
  ec2("a path in the host", { host: `${host}/x` }),
  ec2("letters that look alike", { host: "\u0435c2.eu-central-1.amazonaws.com" }),
  ec2("a full-width dot", { host: "ec2\uff0eeu-central-1.amazonaws.com" }),
  ec2("an address in place of a host", { host: "169.254.169.254" }),
  ec2("an empty label", { host: "ec2..eu-central-1.amazonaws.com" }),
  ec2("two hosts in one header", { host: `${host}, evil.example` }),
  ec2("the China partition", { host: "ec2.cn-north-1.amazonaws.com.cn", region: "cn-north-1" }),
  s3("an Outposts host", { host: "x.s3-outposts.eu-central-1.amazonaws.com", target: "/?policy" }),
  s3("an Object Lambda host", {
    host: "x-123456789012.s3-object-lambda.eu-central-1.amazonaws.com",
    target: "/k",
  }),
  s3("a directory bucket", {
    host: "b--euc1-az1--x-s3.s3express-euc1-az1.eu-central-1.amazonaws.com",
    target: "/?list-type=2",
  }),
  s3("an access point of another account", {
    host: "ap-999999999999.s3-accesspoint.eu-central-1.amazonaws.com",
    target: "/?list-type=2",
  }),
  s3("an access point's alias", {
    host: "ap-x-0123456789abcdefghijklmnopqrs-s3alias.s3.eu-central-1.amazonaws.com",
    target: "/?list-type=2",
  }),
  s3("an access point's ARN in a path", {
    host: "s3.eu-central-1.amazonaws.com",
    target: "/arn%3Aaws%3As3%3Aeu-central-1%3A999999999999%3Aaccesspoint%2Fx?list-type=2",
  }),
  s3("an access point's alias in a path", {
    host: "s3.eu-central-1.amazonaws.com",
    target: "/ap-x-s3alias?list-type=2",
  }),
  s3("another account in the host of S3 Control", {
    host: "999999999999.s3-control.eu-central-1.amazonaws.com",
    target: "/v20180820/configuration/publicAccessBlock",
    headers: [["x-amz-account-id", "123456789012"]],
  }),
  s3("another account in the header of S3 Control", {
    host: "123456789012.s3-control.eu-central-1.amazonaws.com",
    target: "/v20180820/configuration/publicAccessBlock",
    headers: [["x-amz-account-id", "999999999999"]],
  }),
];

/** Signatures that would let somebody else's words through. */
const signatures: readonly WireAttempt[] = [
  ec2("no signature", { unsigned: true }),
  ec2("Signature Version 4A", {
    unsigned: true,
    headers: [
      form,
      ["Authorization", authorization("ec2").replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")],
      ["X-Amz-Region-Set", "*"],
    ],
  }),
  ec2("Signature Version 2", { unsigned: true, headers: [form, ["Authorization", "AWS AKIDEXAMPLE:AAAA"]] }),
  ec2("a bearer token", { unsigned: true, headers: [form, ["Authorization", "Bearer abc"]] }),
  ec2("two signatures", { headers: [form, ["Authorization", authorization("dynamodb")]] }),
  s3("a pre-signed link", {
    target:
      "/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260102%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Signature=0",
    unsigned: true,
  }),
  s3("a pre-signed link beside a signature", { target: "/?policy&X-Amz-Signature=0" }),
  s3("a pre-signed link of Version 2", {
    target: "/key?AWSAccessKeyId=AKID&Signature=0&Expires=1",
    unsigned: true,
  }),
  ec2("a session token of somebody else in the query", { target: "/?X-Amz-Security-Token=abc" }),
];

/** Paths that a server on the way may read in another way. */
const paths: readonly WireAttempt[] = [
  {
    name: "dot segments",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions/../../2015-03-31/functions",
    }),
  },
  {
    name: "escaped dot segments",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions/%2e%2e/functions",
    }),
  },
  {
    name: "twice escaped dot segments",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions/%252e%252e/policy",
    }),
  },
  {
    name: "an escaped slash in a name",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions/a%2F..%2Fb/policy",
    }),
  },
  {
    name: "a backslash",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions\\..\\x",
    }),
  },
  {
    name: "a foreign function by an escaped ARN",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A999999999999%3Afunction%3Ax/policy",
    }),
  },
  {
    name: "a foreign function by part of an ARN",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions/999999999999%3Afunction%3Ax/policy",
    }),
  },
  {
    name: "an empty name in the path",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions//policy",
    }),
  },
  {
    name: "a query that no parameter is sent as",
    bytes: requestBytes({
      method: "GET",
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2015-03-31/functions?Backdoor=1",
    }),
  },
  raw(
    "a fragment",
    `GET /2015-03-31/functions#x HTTP/1.1\r\nHost: lambda.eu-central-1.amazonaws.com\r\nAuthorization: ${authorization("lambda")}\r\n\r\n`,
  ),
];

/** HTTP itself: what proxies disagree about. */
const messages: readonly WireAttempt[] = [
  raw(
    "absolute form",
    `POST http://elsewhere.example/ HTTP/1.1\r\nHost: ${host}\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw(
    "absolute form of the right host",
    `POST https://${host}/ HTTP/1.1\r\nHost: ${host}\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw(
    "CONNECT, and a request in the tunnel",
    `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n${plainRead.toString("latin1")}`,
  ),
  raw("asterisk form", `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\n${signed}\r\n`),
  raw("TRACE", `TRACE / HTTP/1.1\r\nHost: ${host}\r\n${signed}\r\n`),
  raw(
    "a method of one's own",
    `STEAL / HTTP/1.1\r\nHost: ${host}\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw(
    "both lengths",
    `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${plainRead.toString("latin1")}`,
  ),
  raw("two lengths", `${head}${length(read)}Content-Length: 0\r\n\r\n${read}`),
  raw("a length with a sign", `${head}Content-Length: +${read.length}\r\n\r\n${read}`),
  raw("lengths in a list", `${head}Content-Length: ${read.length}, ${read.length}\r\n\r\n${read}`),
  raw("a chunked encoding that is not last", `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`),
  raw("chunked, written in another way", `${head}Transfer-Encoding: xchunked\r\n${length(read)}\r\n${read}`),
  raw(
    "a space before the colon of Transfer-Encoding",
    `${head}Transfer-Encoding : chunked\r\n${length(read)}\r\n${read}`,
  ),
  raw(
    "a chunk size too large to count",
    `${head}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${read}\r\n0\r\n\r\n`,
  ),
  raw(
    "a chunk whose size is no number",
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${read}\r\n0\r\n\r\n`,
  ),
  raw(
    "a chunk that ends without CRLF",
    `${head}Transfer-Encoding: chunked\r\n\r\n${read.length.toString(16)}\r\n${read}XX0\r\n\r\n`,
  ),
  raw(
    "a write in a trailer",
    `${head}Transfer-Encoding: chunked\r\n\r\n${write.length.toString(16)}\r\n${write}\r\n0\r\nX-Amz-Target: x\r\n\r\n`,
  ),
  raw(
    "a folded header",
    `POST / HTTP/1.1\r\nHost: ${host}\r\n elsewhere\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw(
    "two Host headers",
    `POST / HTTP/1.1\r\nHost: ${host}\r\nHost: dynamodb.eu-central-1.amazonaws.com\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw("no Host header", `POST / HTTP/1.1\r\n${signed}${type}${length(read)}\r\n${read}`),
  raw("a NUL in a header", `${head}X-A: a\0b\r\n${length(read)}\r\n${read}`),
  raw(
    "a NUL in the path",
    `POST /\0 HTTP/1.1\r\nHost: ${host}\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw(
    "a bare line feed between headers",
    `POST / HTTP/1.1\nHost: ${host}\n${signed}${type}${length(read)}\n${read}`,
  ),
  raw("a bare line feed in a header", `${head}X-A: b\nX-Amz-Target: x\r\n${length(read)}\r\n${read}`),
  raw("a bare carriage return in a header", `${head}X-A: b\rX-Amz-Target: x\r\n${length(read)}\r\n${read}`),
  raw("a header without a name", `${head}: b\r\n${length(read)}\r\n${read}`),
  raw("a header of 1 MB", `${head}X-Pad: ${"x".repeat(1024 ** 2)}\r\n${length(read)}\r\n${read}`),
  raw("10,000 headers", `${head}${"X-A: b\r\n".repeat(10_000)}${length(read)}\r\n${read}`),
  raw(
    "a target of 100,000 characters",
    `POST /${"a".repeat(100_000)} HTTP/1.1\r\nHost: ${host}\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw("HTTP/0.9", `GET /\r\n\r\n`),
  raw("HTTP/2 with prior knowledge", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0`),
  raw(
    "an upgrade to HTTP/2",
    `${head}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n${length(read)}\r\n${read}`,
  ),
  raw(
    "an upgrade to a WebSocket",
    `GET / HTTP/1.1\r\nHost: ${host}\r\n${signed}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  ),
  raw("TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
  raw(
    "an HTTP version of the future",
    `POST / HTTP/9.9\r\nHost: ${host}\r\n${signed}${type}${length(read)}\r\n${read}`,
  ),
  raw("a body that never ends", `${head}Content-Length: 1000\r\n\r\n${read}`),
  raw("headers that never end", `${head}X-A: `),
  raw(
    "a write pipelined behind a read",
    `${plainRead.toString("latin1")}${formCall("ec2", write).toString("latin1")}`,
    1,
  ),
  raw(
    "a read of another region pipelined behind a read",
    `${plainRead.toString("latin1")}${formCall("ec2", read, { region: "ap-south-1" }).toString("latin1")}`,
    1,
  ),
  raw(
    "a write after a HEAD with a body",
    `HEAD / HTTP/1.1\r\nHost: ${host}\r\n${signed}${length(write)}\r\n${write}${formCall("ec2", write).toString("latin1")}`,
  ),
];

export const forgeries: readonly WireAttempt[] = [
  ...discriminators,
  ...hosts,
  ...signatures,
  ...paths,
  ...messages,
];
