import { chmod, mkdir, mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createAgent } from "../../src/agent/create-agent.ts";
import { readSettings } from "../../src/app/config.ts";
import { promptsOf } from "../../src/app/prompts/prompts-of.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import { EventBody } from "../../src/core/event.ts";
import { isArray, isObject } from "../../src/core/json/json.ts";
import { makeWorld } from "../../src/testing/agent-world.ts";
import type { Behaviour, SeenRequest } from "../../src/testing/model-server/behaviour.ts";
import { openAiWire } from "../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../src/testing/model-server/start-model-server.ts";
import { runStart } from "../../src/testing/told-run.ts";

const closing = new AsyncDisposableStack();
afterAll(() => closing[Symbol.asyncDispose]());

/** A prompt library with a folder of its own, and a model that says `answers` one after the other. */
async function libraryWith(
  answers: readonly (string | Behaviour)[] = [],
  files: { readonly [path: string]: string } = {},
) {
  const userFolder = await mkdtemp(join(tmpdir(), "nephoscope-user-"));
  const server = closing.use(
    await startModelServer({
      wire: openAiWire,
      answer: (_request, n) => {
        const answer = answers[n - 1] ?? { kind: "status" as const, status: 400 };
        return typeof answer === "string" ? { kind: "answer", text: answer } : answer;
      },
    }),
  );
  await writeFile(
    join(userFolder, "models.yaml"),
    `models:\n  - {id: fake, provider: openai-compatible, baseUrl: "${server.url}/v1", prices: {input: 1, output: 2}}\n`,
  );
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(userFolder, path)), { recursive: true });
    await writeFile(join(userFolder, path), text);
  }
  const settings = { ...readSettings({ home: join(userFolder, "home") }), userFolder };
  const workshop = closing.use(openWorkshop({ settings, report: () => undefined }));
  const world = makeWorld();
  const recorded = { ...workshop, store: () => world.options.store, readers: [...world.options.readers] };
  return {
    userFolder,
    requests: server.requests,
    world,
    prompts: promptsOf({ workshop: recorded, now: () => new Date("2026-11-21T10:00:00Z") }),
  };
}

function told({ body }: SeenRequest): string {
  const messages = isArray(body["messages"]) ? body["messages"] : [];
  return messages.map((one) => (isObject(one) ? String(one["content"]) : "")).join("\n---\n");
}

const script = (code: string) => `Here it is:\n\`\`\`python\n${code}\`\`\`\n`;
const right = 'import json\n\nimport boto3\n\nprint(json.dumps(boto3.client("sts").get_caller_identity()))\n';
const task = {
  task: "Say who asks.",
  question: "who am I?",
  window: "a to b",
  now: "b",
  region: "us-east-1",
};

const greeting = `id: coder/greet
version: 4
role: coder
description: Greets.
variables:
  name: { type: string, description: "Who" }
output: { kind: text }
system: |
  You greet.
user: |
  Greet {{ name }}.
`;

describe("prompts try", () => {
  it("asks a model once and finds nothing wrong with a right answer", async () => {
    const { prompts, requests, world } = await libraryWith([script(right)]);
    const tried = await prompts.try("coder/write", { variables: task, model: "fake" });
    expect(tried).toMatchObject({ id: "coder/write", model: "fake", ok: true, faults: [] });
    expect(tried.answer).toContain("get_caller_identity");
    expect(tried.tokens.input).toBeGreaterThan(100);
    expect(tried.usd).toBeCloseTo((tried.tokens.input + 2 * tried.tokens.output) / 1e6, 10);
    expect(requests).toHaveLength(1);
    expect(told(requests[0]!)).toContain("Task: Say who asks.");
    const audited = await world.options.store.audit.entries();
    expect(audited.map(({ kind, body }) => [kind, body])).toEqual([
      ["model", expect.objectContaining({ model: "fake", role: "coder", usd: tried.usd })],
    ]);
    expect(JSON.stringify(audited)).not.toContain("Say who asks");
  });

  it.each([
    [
      "coder/write",
      task,
      script(right.replace("get_caller", "get_the_caller")),
      /^line 5: .*get_the_caller_identity/,
    ],
    ["coder/write", task, "I would rather not.", /^there is no script in it/],
    [
      "router/route",
      { question: "why?", symptoms: ["access"] },
      '{"subjects": [], "asks": "cause"}',
      /^symptoms: /,
    ],
    [
      "router/route",
      { question: "why?", symptoms: ["access"] },
      "because",
      /^there is no JSON document in it/,
    ],
    ["probe/sqs/inventory", {}, script("import boto3\nprint(eval('1'))\n"), /^line/],
  ])("says what is wrong with an answer to %s", async (id, variables, answer, fault) => {
    const { prompts } = await libraryWith([answer]);
    const tried = await prompts.try(id, { variables, model: "fake" });
    expect(tried.ok).toBe(false);
    expect(tried.faults[0]).toMatch(fault);
    expect(tried.answer).toBe(answer);
  });

  it("has a failing model as a value", async () => {
    const { prompts } = await libraryWith([{ kind: "status", status: 401, message: "no such key" }]);
    const tried = await prompts.try("coder/write", { variables: task, model: "fake" });
    expect(tried).toMatchObject({ ok: false, failure: { kind: "refused" }, faults: [] });
  });

  it("asks nobody where a variable is wrong", async () => {
    const { prompts, requests } = await libraryWith([script(right)]);
    const wrong = (id: string, variables: { readonly [name: string]: string }) =>
      prompts.try(id, { variables, model: "fake" });
    await expect(wrong("coder/write", { ...task, tsk: "x" })).rejects.toThrow('there is no variable "tsk"');
    await expect(wrong("coder/write", { task: "x" })).rejects.toThrow('"question" is missing');
    await expect(wrong("coder/nothing", {})).rejects.toThrow('No prompt is called "coder/nothing"');
    await expect(prompts.try("coder/write", { variables: task, model: "nobody" })).rejects.toThrow("nobody");
    expect(requests).toHaveLength(0);
  });

  it("takes what is not set from a recorded run, and asks nothing of the account", async () => {
    const { prompts, requests, world } = await libraryWith([
      '{"decision": "conclude", "why": "enough", "tasks": []}',
      '{"verdict": "answered", "summary": "x", "causes": [], "claims": [], "gaps": []}',
    ]);
    const { question, scope, grant } = EventBody.options[0].parse(runStart());
    const run = await createAgent(world.options).ask({ question, scope, grant });
    await run.finished;
    const sent = world.sent().length;
    const planned = await prompts.try("orchestrator/plan", { run: run.id.slice(0, -2), model: "fake" });
    expect(planned).toMatchObject({ ok: true, faults: [] });
    const text = told(requests[0]!);
    expect(text).toContain(`Question: ${question}`);
    expect(text).toContain("sg-0aaaaaaaaaaaaaaa1");
    expect(text).toMatch(/<data name="read from the account" mark="[0-9a-f]{8}">/);
    const concluded = await prompts.try("analyst/conclude", {
      run: run.id,
      model: "fake",
      variables: { question: "what else?" },
    });
    expect(concluded.ok).toBe(true);
    expect(told(requests[1]!)).toContain("Question: what else?");
    expect(world.sent()).toHaveLength(sent);
    await expect(prompts.try("orchestrator/plan", { run: "nothing", model: "fake" })).rejects.toThrow(
      'There is no run "nothing"',
    );
  });
});

describe("prompts check", () => {
  it("tells of every broken file, with its line, and of the good ones", async () => {
    const { prompts } = await libraryWith([], {
      "prompts/a.yaml": "id: [",
      "prompts/b.yaml": greeting.replace("{{ name }}", "{{ nam }}"),
      "prompts/coder/greet.yaml": greeting,
    });
    const checks = await prompts.check();
    expect(checks.filter(({ ok }) => !ok).map(({ faults }) => faults[0])).toEqual([
      expect.stringMatching(/a\.yaml:1: /),
      expect.stringMatching(/b\.yaml:11: user: "nam" is not declared/),
    ]);
    expect(checks.find(({ id }) => id === "coder/greet")?.ok).toBe(true);
  });

  it.each([
    [
      "an example that would be refused",
      greeting.replace("{ kind: text }", "{ kind: script }") +
        `examples:\n  - given: x\n    answer: |\n      \`\`\`python\n      import boto3\n      boto3.client("s3").list_bucket()\n      \`\`\`\n`,
      /^examples\.0: line 2: .*list_bucket/,
    ],
    [
      "an example that is no JSON",
      greeting.replace("{ kind: text }", "{ kind: json, shape: route }") +
        "examples: [{given: x, answer: none}]\n",
      /^examples\.0: there is no JSON/,
    ],
    [
      "a shape that there is not",
      greeting.replace("{ kind: text }", "{ kind: json, shape: rout }"),
      /^output\.shape: there is no shape "rout"/,
    ],
    [
      "too many words",
      greeting.replace("You greet.", "You greet. ".repeat(3000)),
      /tokens; 6000 are the most$/,
    ],
    [
      "data without a fence",
      greeting.replaceAll("name", "facts"),
      /^system: facts may hold text from the account/,
    ],
    [
      "a canonical script that is none",
      `${greeting}canonical: ec2/nothing\n`,
      /^canonical ec2\/nothing: there is no such probe/,
    ],
  ])("finds %s", async (_what, text, fault) => {
    const { prompts } = await libraryWith([], { "prompts/coder/greet.yaml": text });
    const [check] = await prompts.check("coder/greet");
    expect(check?.faults[0]).toMatch(fault);
  });
});

describe("prompts refine", () => {
  /** An editor that puts one text in the place of another. */
  async function editor(from: string, to: string): Promise<string> {
    const file = join(await mkdtemp(join(tmpdir(), "editor-")), "edit.sh");
    await writeFile(file, `#!/bin/sh\nsed -i 's/${from}/${to}/' "$1"\n`);
    await chmod(file, 0o700);
    return file;
  }

  it("saves an edit of a shipped prompt as a new version in the user's folder, which then stands", async () => {
    const { prompts, userFolder, requests } = await libraryWith([script(right)]);
    const shipped = await prompts.show("coder/write");
    await using refining = await prompts.refine("coder/write", { variables: task, model: "fake" });
    expect(await refining.state()).toMatchObject({ faults: [], changed: false });
    await refining.edit(await editor("You write one Python", "You carefully write one Python"));
    expect(await refining.state()).toMatchObject({ faults: [], changed: true });
    expect(await refining.diff()).toMatch(/^--- shipped\n\+\+\+ draft\n[\s\S]*^\+ {2}You carefully write/m);
    expect((await refining.render()).system).toMatch(/^You carefully write/);
    expect((await refining.dryRun()).ok).toBe(true);
    expect(told(requests[0]!)).toContain("You carefully write");
    const saved = await refining.save();
    expect(saved).toEqual({
      id: "coder/write",
      version: shipped.version + 1,
      file: join(userFolder, "prompts/coder/write.yaml"),
    });
    const now = await prompts.show("coder/write");
    expect(now).toMatchObject({ version: shipped.version + 1, file: saved.file });
    expect(now.system).toMatch(/^You carefully/);
    expect(await readFile(shipped.file, "utf8")).toBe(shipped.text);
  });

  it("keeps the user's version before beside the new one", async () => {
    const { prompts, userFolder } = await libraryWith([], { "prompts/mine.yaml": greeting });
    await using refining = await prompts.refine("coder/greet", {});
    await refining.edit(await editor("You greet", "You greet loudly"));
    expect(await refining.diff()).toContain("--- before");
    expect(await refining.save()).toEqual({
      id: "coder/greet",
      version: 5,
      file: join(userFolder, "prompts/mine.yaml"),
      kept: join(userFolder, "prompt-versions/coder/greet@4.yaml"),
    });
    expect(await readFile(join(userFolder, "prompt-versions/coder/greet@4.yaml"), "utf8")).toBe(greeting);
    expect((await prompts.list()).filter(({ id }) => id === "coder/greet")).toMatchObject([{ version: 5 }]);
  });

  it.each([
    ["{{ name }}", "{{ name | shout }}", /:11: user: undefined filter: shout/],
    ["coder.greet", "coder\\/other", /:1: the id is coder\/greet/],
    ["role: coder", "role: poet", /:3: role: /],
  ])("does not save a draft with a fault (%s)", async (from, to, fault) => {
    const { prompts, userFolder } = await libraryWith([], { "prompts/mine.yaml": greeting });
    await using refining = await prompts.refine("coder/greet", {});
    await refining.edit(await editor(from, to));
    expect((await refining.state()).faults[0]).toMatch(fault);
    await expect(refining.save()).rejects.toThrow("The prompt is not saved");
    expect(await readFile(join(userFolder, "prompts/mine.yaml"), "utf8")).toBe(greeting);
  });

  it("judges each save while it is edited elsewhere", async () => {
    const { prompts } = await libraryWith([], { "prompts/mine.yaml": greeting });
    await using refining = await prompts.refine("coder/greet", {});
    const seen = Promise.withResolvers<readonly string[]>();
    const stop = refining.watch(({ faults }) => seen.resolve(faults));
    await writeFile(refining.file, greeting.replace("{{ name }}", "{{ nam }}"));
    expect((await seen.promise)[0]).toMatch(/:11: user: "nam" is not declared/);
    stop();
  });

  it("makes a canonical prompt the user's own", async () => {
    const { prompts, userFolder } = await libraryWith();
    await using refining = await prompts.refine("probe/sqs/inventory", {});
    await refining.edit(await editor("Lists the queues", "Lists all queues"));
    expect((await refining.save()).file).toBe(join(userFolder, "prompts/probe/sqs/inventory.yaml"));
    expect((await prompts.render("probe/sqs/inventory", {})).user).toContain("Lists all queues");
    expect(await prompts.canonical("sqs/inventory")).toContain("list_queues");
  });

  it("says which editor failed, and leaves nothing behind", async () => {
    const { prompts } = await libraryWith();
    const place = { file: "" };
    {
      await using refining = await prompts.refine("coder/write", {});
      place.file = refining.file;
      await expect(refining.edit("false")).rejects.toThrow('The editor "false" ended with 1');
    }
    await expect(readFile(place.file)).rejects.toThrow("ENOENT");
  });
});

describe("prompts write", () => {
  const written = greeting
    .replace("version: 4", "version: 1")
    .replace("coder/greet", "coder/list-queues")
    .replace("{ kind: text }", "{ kind: script }");

  it("keeps a prompt that passes its check", async () => {
    const { prompts, userFolder, requests } = await libraryWith([`Sure.\n\`\`\`yaml\n${written}\`\`\`\n`]);
    const made = await prompts.write("list queues well", { model: "fake" });
    expect(made).toMatchObject({ ok: true, id: "coder/list-queues", turns: 1, faults: [], model: "fake" });
    expect(made.file).toBe(join(userFolder, "prompts/coder/list-queues.yaml"));
    expect(await prompts.show("coder/list-queues")).toMatchObject({ version: 1, file: made.file });
    const text = told(requests[0]!);
    expect(text).toContain("What it is for: list queues well");
    expect(text).toContain("- task (string): What the script is to read");
    expect(text).toContain("{ output: { kind: script } }");
  });

  it("shows the model its faults once, and keeps what is right then", async () => {
    const { prompts, requests } = await libraryWith([
      `\`\`\`yaml\n${written.replace("{{ name }}", "{{ nam }}")}\`\`\``,
      `\`\`\`yaml\n${written}\`\`\``,
    ]);
    expect(await prompts.write("x", { model: "fake" })).toMatchObject({ ok: true, turns: 2 });
    expect(told(requests[1]!)).toContain('- prompt.yaml:11: user: "nam" is not declared under variables');
  });

  it.each([
    ["broken YAML", "id: [", /^prompt\.yaml:2: /],
    ["words", "I cannot do that.", /^prompt\.yaml:1: /],
    ["another role", written.replace("role: coder", "role: analyst"), /^role: it has to be coder/],
    [
      "a shipped prompt's id",
      written.replace("coder/list-queues", "coder/write"),
      /^id: coder\/write is taken/,
    ],
    [
      "an output that nobody reads",
      written.replace("kind: script", "kind: text"),
      /^output: it has to be one of/,
    ],
    ["an id that leads elsewhere", written.replace("coder/list-queues", "../../x"), /^prompt\.yaml:1: id/],
    [
      "another file drawn in",
      written.replace("You greet.", "{% render '/etc/passwd' %}"),
      /tag "render" not found/,
    ],
    ["account text without a fence", written.replaceAll("name", "facts"), /^system: facts may hold/],
  ])("keeps nothing of %s", async (_what, text, fault) => {
    const answer = `\`\`\`yaml\n${text}\n\`\`\``;
    const { prompts, userFolder, requests } = await libraryWith([answer, answer]);
    const made = await prompts.write("x", { model: "fake" });
    expect(made).toMatchObject({ ok: false, turns: 2 });
    expect(made.faults[0]).toMatch(fault);
    expect(requests).toHaveLength(2);
    expect(await readdir(userFolder)).toEqual(["models.yaml"]);
  });

  it("says what is no role", async () => {
    const { prompts } = await libraryWith();
    await expect(prompts.write("x", { role: "poet" })).rejects.toThrow('"poet" is no role');
  });
});
