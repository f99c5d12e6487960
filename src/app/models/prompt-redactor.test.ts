import { describe, expect, it } from "vitest";
import { readSettings } from "../config.ts";
import { promptRedactor } from "./prompt-redactor.ts";

const settings = readSettings(
  {},
  {
    XDG_CONFIG_HOME: "/nonexistent",
    HTTPS_PROXY: "http://me:secret%2Fof-the-proxy@proxy:3128",
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "a-plain-looking-key",
  },
);

describe("what a prompt is blinded of", () => {
  it.each(["Tr0ub4dor&3xyz", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"])(
    "a secret of the question, also where nothing marks it: %s",
    (secret) => {
      const redact = promptRedactor(settings, [], `Why does password=${secret} fail?`);
      expect(redact(`mentions: ["${secret}"]`)).toBe('mentions: ["«secret»"]');
    },
  );

  it("a secret at the end of the question", () => {
    const redact = promptRedactor(settings, [], "Is it password=Tr0ub4dor&3xyz?");
    expect(redact("it is Tr0ub4dor&3xyz then")).toBe("it is «secret» then");
  });

  it("not of the names that the question asks about", () => {
    const redact = promptRedactor(settings, [], "Why can web-1 not read the secret: prod/orders-db?");
    expect(redact("AWS::SecretsManager::Secret prod/orders-db")).toBe(
      "AWS::SecretsManager::Secret prod/orders-db",
    );
  });

  it("the keys and the proxy's password of this process", () => {
    const redact = promptRedactor(settings, []);
    expect(redact("said a-plain-looking-key and secret/of-the-proxy")).toBe("said «secret» and «secret»");
  });
});
