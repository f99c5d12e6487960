import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadProbes, parseProbe } from "./load-probes.ts";

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "probes-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const simple = (summary: string) => `"""${summary}\n\nvariables: {}\n"""\nprint(1)\n`;

describe("loading probes", () => {
  it("names each by folder and file, and lets a later folder replace one", async () => {
    const ours = await folderWith({
      "sqs/probes/queues.py": simple("Ours."),
      "sqs/facts.ts": "",
      "sns/probes/topics.py": simple("Topics."),
    });
    const theirs = await folderWith({ "sqs/probes/queues.py": simple("Theirs.") });
    const probes = await loadProbes([ours, theirs, join(ours, "missing")]);
    expect([...probes.values()].map(({ id, summary }) => [id, summary])).toEqual([
      ["sns/topics", "Topics."],
      ["sqs/queues", "Theirs."],
    ]);
  });

  it.each([
    ["no docstring", "print(1)\n", /y\.py:1: a probe begins with a docstring/],
    ["broken YAML", '"""S.\n\nvariables: {a: [\n"""\n', /y\.py:\d+: /],
    [
      "an unknown type",
      '"""S.\n\nvariables:\n  a: {type: float, description: x}\n"""\n',
      /y\.py:1: the header is not understood/,
    ],
    [
      "a variable without its line",
      '"""S.\n\nvariables:\n  a: {type: string, description: x}\n"""\n# variables\nb = 1\n# end of variables\n',
      /y\.py:1: no default stands .* for a/,
    ],
  ])("refuses %s", (_what, code, message) => {
    expect(() => parseProbe("x/y", code, "y.py")).toThrow(message);
  });

  it("reads every probe of this repository", async () => {
    const probes = await loadProbes([join(import.meta.dirname, "../services")]);
    expect(probes.size).toBeGreaterThan(20);
    expect([...probes.keys()].filter((id) => id.endsWith("/inventory")).length).toBeGreaterThan(20);
  });
});
