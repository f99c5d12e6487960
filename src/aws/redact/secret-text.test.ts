import { describe, expect, it } from "vitest";
import { redactNamed, redactText } from "./secret-text.ts";
import { processorTime } from "../../testing/processor-time.ts";

describe("values under a name", () => {
  it.each([
    ["DB_PORT", "5432"],
    ["TABLE_NAME", "orders-v2"],
    ["QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/q"],
    ["USE_TOKEN_AUTH", "true"],
    ["LOG_LEVEL", "debug"],
    ["DB_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"],
    ["SMTP_HOST", ""],
    ["DB_PASSWORD", ""],
    ["SECRET_NAME", "prod/db"],
    ["REGION", "eu-west-1"],
    ["DB_HOST", "db.cluster-abc.eu-west-1.rds.amazonaws.com"],
    ["TOKEN_TTL_SECONDS", "3600"],
    ["STAGE", "prod"],
    ["PARTITION_KEY", "orderId"],
    ["FUNCTION", "arn:aws:lambda:us-east-1:123456789012:function:f"],
    ["API_URL", "https://api.example.com/v1"],
    ["SUBNET", "subnet-0123456789abcdef0"],
    ["COMMIT", "3f786850e387550fdab836ed7e6dc881de23001b"],
    ["PASSWORD_LAST_CHANGED", "2026-01-02T03:04:05Z"],
    ["aws:TokenIssueTime", "2026-01-02T03:04:05Z"],
    ["PASSWORD_FROM", "{{resolve:ssm:/db/password}}"],
  ])("leaves %s=%s", (name, value) => expect(redactNamed(name, value)).toBe(value));

  it.each([
    ["DB_PASSWORD", "hunter2"],
    ["DB_PASSWORD", "Sup3r.Secret"],
    ["API_KEY", "abc123"],
    ["apiToken", "x-y-z-1"],
    ["CLIENT_SECRET", "prod"],
    ["SOMETHING", "AKIAIOSFODNN7EXAMPLE"],
    ["ENCRYPTION_KEY", "00112233445566778899aabbccddeeff"],
    ["BLOB", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["HEADER", "Bearer abcdef123456"],
    ["DB_PASSWORD", "12345678"],
    ["SECRET_CHAT", "opensesame1"],
    ["TOKEN_UPDATE", "opensesame1"],
  ])("blinds %s=%s", (name, value) => expect(redactNamed(name, value)).toBe("«secret»"));

  it("keeps the host of a connection string", () => {
    expect(redactNamed("DATABASE_URL", "mysql://root:pw@db.example.com/x")).toBe(
      "mysql://«secret»@db.example.com/x",
    );
  });
});

describe("free text", () => {
  it.each([
    ["login with password=hunter2 failed", "login with password=«secret» failed"],
    ['{"user":"a","password":"hunter2"}', '{"user":"a","password":"«secret»"}'],
    [
      "GET https://b.s3.amazonaws.com/k?X-Amz-Signature=abc done",
      "GET https://b.s3.amazonaws.com/k?«secret» done",
    ],
    ["Authorization: Bearer abcdef123456", "Authorization: Bearer «secret»"],
    ["key AKIAIOSFODNN7EXAMPLE used", "key «secret» used"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "«secret»"],
  ])("replaces what is secret in %s", (text, shown) => expect(redactText(text)).toBe(shown));

  it.each([
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf",
    "password authentication failed for user app",
    "Task timed out after 3.00 seconds",
    '{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Condition":{"Null":{"aws:TokenIssueTime":"true"}}}',
    '{"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-01-02T03:04:05Z"}}}',
    "connect ECONNREFUSED 10.0.1.5:5432",
  ])("leaves %s", (text) => expect(redactText(text)).toBe(text));

  it("is quick on hostile text", () => {
    const hostile = [
      "http://".repeat(20_000),
      "password".repeat(20_000),
      "eyJ-".repeat(40_000),
      '"token":"'.repeat(20_000),
      "a".repeat(300_000) + "@",
    ];
    const start = processorTime();
    for (const text of hostile) redactText(text);
    expect(processorTime() - start).toBeLessThan(10_000);
  });

  it("takes a secret with an ampersand whole, and leaves the parameter behind one", () => {
    expect(redactText("it said password=Tr0ub4dor&3xyz to me")).toBe("it said password=«secret» to me");
    expect(redactText("login?password=Tr0ub4dor&user=bob")).toBe("login?password=«secret»&user=bob");
  });

  it("leaves what a program looks up or calls", () => {
    for (const text of ['more(NextToken=page["NextToken"])', 'secrets = boto3.client("secretsmanager")'])
      expect(redactText(text)).toBe(text);
  });

  it("knows a secret in a piece of JSON by the name beside it", () => {
    expect(redactText('the tags [{"Key":"DbPassword","Value":"c0rrecthorse-77"}] are set')).toBe(
      'the tags [{"Key":"DbPassword","Value":"«secret»"}] are set',
    );
    const plain = 'the tags [{"Key":"Name","Value":"web-1"},{"Value":"db-1","Key":"Name"}] are set';
    expect(redactText(plain)).toBe(plain);
  });
});
