import { describe, expect, it } from "vitest";
import { redactDocument } from "./redact-document.ts";
import { processorTime } from "../../testing/processor-time.ts";

const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

describe("redactDocument", () => {
  it.each([
    [{ StartAt: "A", States: { A: { Type: "Pass", Result: { apiKey: "abc123" } } } }, "abc123"],
    [{ environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }, "hunter2"],
    [
      { configuration: JSON.stringify({ environment: { variables: { DB_PASSWORD: "hunter2" } } }) },
      "hunter2",
    ],
    [{ a: [JSON.stringify({ nested: JSON.stringify({ clientSecret: 'with "quotes" in it' }) })] }, "quotes"],
    [{ anything: key }, key],
    [{ url: "postgres://app:hunter2@db.example.com/x" }, "hunter2"],
    [[{ ParameterKey: "MasterPassword", ParameterValue: "hunter2" }], "hunter2"],
  ])("blinds what is secret in %j", (document, secret) => {
    const shown = redactDocument(JSON.stringify(document, undefined, 1));
    expect(shown).not.toContain(secret);
    expect(shown).toContain("«secret»");
    expect(() => JSON.parse(shown) as unknown).not.toThrow();
  });

  it.each([
    '{ "Statement": [ {"Effect": "Deny", "Condition": {"StringNotEquals": {"sts:ExternalId": "some-Id1"}}} ] }',
    '{"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-01-02T03:04:05Z"}}}',
    '{"TaskToken.$":"$$.Task.Token","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf"}',
    '{"environment":[{"name":"DB_HOST","value":"db.example.com"},{"name":"TABLE","value":"orders-v2"}]}',
    "{not json at all",
    "[1, 2, 3, 4, 5]",
  ])("leaves %s byte for byte", (text) => expect(redactDocument(text)).toBe(text));

  it("is quick on deep and wide documents", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const wide = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ Key: `k${n}`, Value: `v${n}` })));
    const start = processorTime();
    expect(redactDocument(wide)).toBe(wide);
    expect(redactDocument(deep)).toBe(deep);
    expect(processorTime() - start).toBeLessThan(3_000);
  });
});
