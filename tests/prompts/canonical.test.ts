import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import { promptLibrary } from "../../src/app/prompts/prompt-library.ts";
import { promptsOf } from "../../src/app/prompts/prompts-of.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import { ModelEntry } from "../../src/content/load-models.ts";
import { parsePrompt } from "../../src/content/load-prompts.ts";
import { promptFile } from "../../src/content/write-prompt-file.ts";
import { openChat } from "../../src/models/open-chat.ts";
import { readScript } from "../../src/reason/model/read-script.ts";
import { openAiWire } from "../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../src/testing/model-server/start-model-server.ts";
import { createScriptedModel } from "../../src/testing/scripted-model/scripted-model.ts";
import { canonicalPrompt, canonicalScript } from "../../src/reason/model/canonical-prompts.ts";
import { probeTask } from "../../src/reason/model/probe-task.ts";
import { renderProbe } from "../../src/reason/playbook/render-probe.ts";
import { valuesFor } from "../least-privilege/probe-values.ts";

const userFolder = "/nonexistent/nephoscope";
const workshop = openWorkshop({ settings: { ...readSettings(), userFolder }, report: () => undefined });
afterAll(() => workshop[Symbol.asyncDispose]());
const prompts = promptsOf({ workshop, now: () => new Date() });

describe("canonical prompts", async () => {
  const probes = [...(await workshop.probes()).values()];
  const coder = await promptLibrary(workshop).one("coder/write");

  it("exist for every probe", async () => {
    const all = (await prompts.list({ all: true })).map(({ id }) => id);
    expect(probes.length).toBeGreaterThan(100);
    expect(all).toEqual(expect.arrayContaining(probes.map(({ id }) => `probe/${id}`)));
    expect((await prompts.list()).filter(({ id }) => id.startsWith("probe/"))).toEqual([]);
  });

  it.each(probes.map((probe) => [probe.id, probe] as const))(
    "%s: prompt in, canonical script out, and it passes its check",
    async (id, probe) => {
      const checker = await workshop.checker();
      for (const variables of valuesFor(probe)) {
        const { user } = await prompts.render(`probe/${id}`, variables);
        expect(user).toContain(`Task: ${probeTask(probe, { probe: id, variables, reason: "" })}\n`);
        const code = await prompts.canonical(`probe/${id}`, variables);
        expect(code).toBe(renderProbe(probe, variables));
        const { ok, diagnostics } = await checker.check({ code, account: "*", region: "*" });
        expect(diagnostics.filter(({ severity, fixed }) => severity === "error" && !fixed)).toEqual([]);
        expect(ok).toBe(true);
      }
      const prompt = canonicalPrompt(probe, coder, "x.yaml");
      const { lines: _lines, ...again } = parsePrompt(promptFile(prompt), "x.yaml");
      const trimmed = (text: string) => `${text.trimEnd()}\n`;
      const { lines: _none, ...expected } = prompt;
      expect(again).toEqual({ ...expected, system: trimmed(prompt.system), user: trimmed(prompt.user) });
    },
  );

  it("are answered by a model that knows the canonical scripts, each with its own", async () => {
    const none = {
      wrongName: 0,
      missingImport: 0,
      missingPermission: 0,
      truncated: 0,
      prose: 0,
      inventedId: 0,
    };
    const known = await workshop.probes();
    const model = createScriptedModel({ probes: known, mistakes: { ...none, repeats: 0 } });
    await using server = await startModelServer({
      wire: openAiWire,
      answer: (one, n) => model.answer(one, n),
    });
    const entry = ModelEntry.parse({
      id: "knows",
      provider: "openai-compatible",
      baseUrl: `${server.url}/v1`,
    });
    const chat = openChat({ entry, access: { region: "us-east-1" } });
    const wrong: string[] = [];
    for (const probe of probes) {
      const variables = valuesFor(probe).at(-1) ?? {};
      const { system, user } = await prompts.render(`probe/${probe.id}`, variables, "knows");
      const outcome = await chat({
        messages: [
          { role: "system", text: system },
          { role: "user", text: user },
        ],
      });
      const answer = outcome.kind === "answered" ? outcome.result.text : outcome.failure.message;
      if (readScript(answer)?.code.trim() !== (await prompts.canonical(probe.id, variables)).trim())
        wrong.push(`${probe.id}: ${answer.slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
  });

  it("pass the check of prompts", async () => {
    const checks = await prompts.check(undefined, { all: true });
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.length).toBeGreaterThan(probes.length + 6);
  });

  const odd = {
    id: "x/odd",
    summary: "Reads {{ system }} and {% include 'x' %}.",
    variables: {
      names: { type: "list" as const, description: "as {{ this }}", pattern: "^[a-z]+$" },
      most: { type: "integer" as const, description: "how many", default: 5 },
    },
    code: '"""x"""\n# variables\nnames = []\nmost = 5\n# end of variables\nprint(names)\n',
  };

  it("read nothing into what a probe's header says", async () => {
    const { renderPrompt } = await import("../../src/content/render-prompt.ts");
    const { user } = renderPrompt(canonicalPrompt(odd, coder, "x"), { names: ["{{ a }}"].slice(1) }, "m");
    expect(user).toContain(
      "Task: Reads {{ system }} and {% include 'x' %}.\nWith:\n- names (as {{ this }}): []\n- most (how many): 5\n",
    );
  });

  it.each([
    [{}, 'the variable "names" is missing'],
    [{ names: ["A"] }, 'the variable "names" is "A", which does not match ^[a-z]+$'],
    [{ names: ['"]; import os #'] }, "does not match"],
    [{ names: "a" }, 'the variable "names" is string, not list'],
    [{ names: ["a"], most: 1.5 }, 'the variable "most" is not an integer'],
    [{ names: ["a"], most: { a: 1 } }, 'the variable "most" has a value of no known type'],
    [{ names: ["a"], other: 1 }, 'there is no variable "other"'],
  ])("hold variables to what the probe says: %j", (variables, message) => {
    expect(() => canonicalScript(odd, variables)).toThrow(message);
  });

  it("hold variables to it when they are rendered, too", async () => {
    await expect(prompts.render("probe/cloudtrail/events", { event_names: ["a b"] })).rejects.toThrow(
      '"event_names" is "a b", which does not match',
    );
    await expect(prompts.canonical("coder/write")).rejects.toThrow("has no canonical script");
  });
});
