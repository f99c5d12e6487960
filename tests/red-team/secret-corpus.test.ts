import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { redactDocument } from "../../src/aws/redact/redact-document.ts";
import { isSecretName, redactNamed, redactText } from "../../src/aws/redact/secret-text.ts";
import { corpus, readable } from "./secret-corpus.ts";

describe("planted secrets, by what the broker knows of them", () => {
  it.each(corpus.map((one) => [one.kind, one] as const))(
    "blinds %s",
    (_kind, { name, text, secrets, keeps }) => {
      const shown = name === undefined ? redactText(text) : redactNamed(name, text);
      expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
      for (const kept of keeps ?? []) expect(shown).toContain(kept);
    },
  );

  it.each(corpus.filter(({ name }) => name === undefined).map((one) => [one.kind, one] as const))(
    "blinds %s in the middle of a longer text",
    (_kind, { text, secrets }) => {
      const shown = redactText(`2026-11-21T10:00:00Z INFO begin\n${text}\n2026-11-21T10:00:01Z INFO end`);
      expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
      expect(shown).toContain("INFO begin");
      expect(shown).toContain("INFO end");
    },
  );

  it.each(corpus.filter(({ name }) => name === undefined).map((one) => [one.kind, one] as const))(
    "blinds %s in JSON, and in JSON in JSON",
    (_kind, { text, secrets }) => {
      const once = JSON.stringify({ message: text });
      const twice = JSON.stringify({ body: once });
      for (const wrapped of [once, twice])
        expect(secrets.filter((secret) => redactDocument(wrapped).includes(secret))).toEqual([]);
    },
  );

  it.each(readable)("leaves %s=%s", (name, value) => expect(redactNamed(name, value)).toBe(value));

  it.each([
    "Task timed out after 3.00 seconds",
    "password authentication failed for user app",
    "The security token included in the request is expired",
    "The provided token has expired: ExpiredTokenException",
    "secret: not found",
    "token: expired",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf is scheduled for deletion",
    "Access to KMS is not allowed: kms:Decrypt on arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "connect to https://db.internal:5432/shop@v2 failed",
    "GET https://registry.example.com/@scope/package@1.2.3 404",
    "see s3://bucket/key?versionId=abc",
    '{"Action":["secretsmanager:GetSecretValue","ssm:GetParameter"],"Resource":"*"}',
    "REPORT RequestId: 8f5a0e0a-8d1a-4d3b-9b7e-5a1f3c2d4e5f Duration: 3.2 ms Billed Duration: 4 ms",
    "usage: input_tokens=1200000 output_tokens=88",
  ])("leaves the line: %s", (text) => expect(redactText(text)).toBe(text));

  it("leaves every canonical script and every prompt as it is: a model is shown them", () => {
    const root = fileURLToPath(new URL("../../", import.meta.url));
    const files = globSync(["src/services/*/probes/*.py", "content/prompts/**/*.yaml"], { cwd: root });
    expect(files.length).toBeGreaterThan(100);
    const changed = files.filter((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return redactText(text) !== text;
    });
    expect(changed).toEqual([]);
  });

  it("knows a name that is only about a secret", () => {
    for (const name of ["PASSWORD_POLICY", "SecretArn", "token_ttl", "credentialProvider"])
      expect(isSecretName(name)).toBe(false);
  });

  it("is quick on text made to be slow", () => {
    const hostile = [
      "http://a:".repeat(20_000),
      "password".repeat(20_000),
      "password=\\".repeat(20_000),
      'password="'.repeat(20_000),
      "eyJhbGci.".repeat(20_000),
      "curl -u ".repeat(20_000),
      "mysql -p".repeat(20_000),
      "login -p".repeat(20_000),
      "Cookie: a=".repeat(20_000),
      "%41".repeat(50_000),
      "QUJD".repeat(50_000),
      "<password>".repeat(20_000),
      "-----BEGIN PRIVATE KEY-----".repeat(5_000),
      "a".repeat(300_000),
      "login a password ".repeat(20_000),
      `x:${"y".repeat(100_000)}|chpasswd`,
      "$6$".repeat(50_000),
    ];
    for (const text of hostile) {
      // Its own time on the processor: the machine may be busy.
      const before = process.cpuUsage();
      redactText(text);
      const spent = process.cpuUsage(before);
      expect([text.slice(0, 20), spent.user + spent.system < 3e6]).toEqual([text.slice(0, 20), true]);
    }
  });
});
