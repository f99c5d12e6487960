import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ScriptCheck } from "../core/script.ts";
import type { ScriptInput } from "../script/script.ts";
import { rememberChecks } from "./remember-checks.ts";

const input: ScriptInput = { code: "print(1)", account: "123456789012", region: "us-east-1" };

function counting() {
  const asked: ScriptInput[] = [];
  const check = (given: ScriptInput): Promise<ScriptCheck> => {
    asked.push(given);
    return Promise.resolve({
      ok: true,
      diagnostics: [],
      fixedCode: given.code,
      diff: "",
      calls: [],
      policy: { Statement: [] },
      unresolved: [],
      requirements: [],
      estimate: { awsCalls: 0, usd: 0 },
    });
  };
  return { asked, checker: { check, warm: () => undefined, [Symbol.asyncDispose]: () => Promise.resolve() } };
}

function inFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "nephoscope-checks-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

describe("rememberChecks", () => {
  it("checks a text once, also for another process", async () => {
    using folder = inFolder();
    const { asked, checker } = counting();
    const first = await rememberChecks(checker, { cacheFolder: folder.path, models: "1" }).check(input);
    const second = await rememberChecks(checker, { cacheFolder: folder.path, models: "1" }).check(input);
    expect(second).toEqual(first);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["another text", { ...input, code: "print(2)" }, "1"],
    ["another account", { ...input, account: "210987654321" }, "1"],
    ["another region", { ...input, region: "eu-west-1" }, "1"],
    ["other requirements", { ...input, requirements: ["requests"] }, "1"],
    ["other service models", input, "2"],
  ])("checks again for %s", async (_what, other, models) => {
    using folder = inFolder();
    const { asked, checker } = counting();
    await rememberChecks(checker, { cacheFolder: folder.path, models: "1" }).check(input);
    await rememberChecks(checker, { cacheFolder: folder.path, models }).check(other);
    expect(asked).toHaveLength(2);
  });

  it("does not trust what it cannot read", async () => {
    using folder = inFolder();
    const { asked, checker } = counting();
    const remembering = rememberChecks(checker, { cacheFolder: folder.path, models: "1" });
    await remembering.check(input);
    const [file = ""] = readdirSync(join(folder.path, "checks"));
    writeFileSync(join(folder.path, "checks", file), '{"ok": true}');
    await remembering.check(input);
    expect(asked).toHaveLength(2);
  });
});
