import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScripts, parseScript, scriptFile, sealed } from "./load-scripts.ts";

const kept = sealed({
  name: "list-queues",
  task: "List the queues.",
  services: ["sqs"],
  calls: ["sqs:ListQueues"],
  requirements: ["boto3"],
  policy: { Version: "2012-10-17", Statement: [] },
  provenance: {
    run: "20261121-100000-ab",
    step: 2,
    account: "0a1b2c3d",
    region: "us-east-1",
    decidedBy: "fake",
    keptAt: "2026-11-21T10:00:00.000Z",
    ran: "sha256:0",
  },
  bound: [],
  code: 'import boto3\n\nprint(boto3.client("sqs").list_queues())\n',
});

describe("a kept script", () => {
  it("is read as it was written", () => {
    expect(parseScript(scriptFile(kept), "x.yaml")).toEqual(kept);
  });

  it.each([
    ["its code", "list_queues()", "list_queues(QueueNamePrefix='x')"],
    ["its task", "List the queues.", "List the topics."],
    ["what it is bound to", "bound: []", "bound: [x]"],
    ["its run", "20261121-100000-ab", "20261121-100000-ac"],
  ])("is no longer what was kept when %s was changed", (_what, from, to) => {
    const changed = scriptFile(kept).replace(from, to);
    expect(changed).not.toBe(scriptFile(kept));
    expect(() => parseScript(changed, "x.yaml")).toThrow("x.yaml: it is not what was kept");
  });

  it.each([
    ["broken YAML", "name: [", /^x\.yaml:\d: /],
    ["another member", `${scriptFile(kept)}more: 1\n`, /^x\.yaml: /],
    ["a name that leads elsewhere", scriptFile(sealed({ ...kept, name: "../x" })), /^x\.yaml: name: /],
    [
      "what nobody sees",
      (() => {
        const { digest: _digest, ...rest } = kept;
        return scriptFile(sealed({ ...rest, task: "List\u202e the queues." }));
      })(),
      /characters that nobody sees/,
    ],
  ])("is refused with %s", (_what, text, message) => {
    expect(() => parseScript(text, "x.yaml")).toThrow(message);
  });

  it("is ignored alone, with a note", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kept-"));
    await writeFile(join(folder, "list-queues.yaml"), scriptFile(kept));
    await writeFile(join(folder, "broken.yaml"), scriptFile(kept).replace("sqs", "sns"));
    await writeFile(join(folder, "other-name.yaml"), scriptFile(kept));
    const notes: string[] = [];
    const scripts = await loadScripts(folder, (error) => notes.push(error.message));
    expect(scripts).toEqual([kept]);
    expect(notes).toEqual([
      expect.stringContaining("broken.yaml: it is not what was kept"),
      expect.stringContaining("other-name.yaml: it is called list-queues"),
    ]);
    expect(await loadScripts(join(folder, "missing"), () => undefined)).toEqual([]);
  });
});
