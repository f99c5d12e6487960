import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine } from "../scenarios/command-line.ts";

/** A command line with a user's folder of its own. */
function withFolder() {
  const config = mkdtempSync(join(tmpdir(), "nephoscope-config-"));
  return { ...commandLine({ XDG_CONFIG_HOME: config }), folder: join(config, "nephoscope") };
}

describe("the commands of prompts", () => {
  it("print a canonical script, ready to be run, and refuse a value that does not fit", async () => {
    const { run } = withFolder();
    const printed = await run(["prompts", "canonical", "probe/ec2/inventory"]);
    expect(printed.code).toBe(0);
    expect(printed.stdout).toMatch(/^"""[\s\S]*boto3\.client\([\s\S]*print\(json\.dumps/);
    const refused = await run(["prompts", "canonical", "cloudtrail/events", "--set", 'event_names=["a b"]']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("does not match");
    expect(refused.stdout).toBe("");
  });

  it("refine a prompt where nobody can be asked: with an editor's command, and only if it passes", async () => {
    const { run, folder } = withFolder();
    const refine = (editor: string) =>
      run(["prompts", "refine", "router/route", "--yes", "--json", "--editor", editor]);
    const saved = await refine("sed -i 's/You read questions/You carefully read questions/'");
    expect(saved.code).toBe(0);
    expect(JSON.parse(saved.stdout)).toMatchObject({
      saved: true,
      id: "router/route",
      file: join(folder, "prompts/router/route.yaml"),
    });
    expect(readFileSync(join(folder, "prompts/router/route.yaml"), "utf8")).toContain("You carefully read");
    const faulty = await refine("sed -i 's/{{ question }}/{{ questoin }}/'");
    expect(faulty.code).toBe(1);
    expect(JSON.parse(faulty.stdout)).toMatchObject({
      saved: false,
      faults: [expect.stringMatching(/:\d+: user: "questoin" is not declared/)],
    });
    const alone = await run(["prompts", "refine", "router/route"]);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain("A prompt is refined in a terminal, and this is none.");
  });

  it("check a broken file by its line, beside the others", async () => {
    const { run, folder } = withFolder();
    mkdirSync(join(folder, "prompts"), { recursive: true });
    writeFileSync(join(folder, "prompts/x.yaml"), "id: coder/x\nversion: one\n");
    const checked = await run(["prompts", "check"]);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toMatch(/x\.yaml:2: version: /);
    expect(checked.stdout).toContain("coder/write");
  });
});

describe("the commands of the library", () => {
  it("keep nothing without a person's word", async () => {
    const { run } = withFolder();
    const kept = await run(["library", "keep", "some-run", "1"]);
    expect(kept.code).toBe(2);
    expect(kept.stderr).toContain("A script is kept on a person's word, and nobody can be asked here.");
    const unknown = await run(["library", "keep", "some-run", "1", "--yes"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('There is no run "some-run"');
    const listed = await run(["library", "list", "--json"]);
    expect(JSON.parse(listed.stdout)).toEqual([]);
  });
});
