import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Event } from "../../../src/core/event.ts";
import { commandLine } from "../command-line.ts";
import { simulatorWith } from "../simulator.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A user's folder with the files of the page in it, and the library where `npm install` puts it. */
function extended() {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-extending-"));
  const page = readFileSync(join(root, "docs", "extending.md"), "utf8");
  const files = [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)];
  for (const [, name = "", text = ""] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const library = join(folder, "node_modules", "nephoscope");
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, "package.json"), '{"type":"module","exports":"./index.js"}');
  writeFileSync(
    join(library, "index.js"),
    `export * from ${JSON.stringify(pathToFileURL(join(root, "src", "index.ts")).href)};\n`,
  );
  symlinkSync(join(root, "node_modules", "@langchain"), join(folder, "node_modules", "@langchain"));
  return {
    folder,
    names: files.map(([, name = ""]) => name),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function node(folder: string, file: string, environment: { readonly [name: string]: string }) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [file], { cwd: folder, env: { ...process.env, ...environment } });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (text: Buffer) => (said.stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (said.stderr += text.toString()));
    child.on("close", (code) => resolve({ code, ...said }));
  });
}

describe("the page about extending", () => {
  it("is built as it stands, and runs", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using user = extended();
    expect(user.names).toEqual([
      "audit.mjs",
      "config/nephoscope/config.yaml",
      "my-model.mjs",
      "config/nephoscope/services/athena/probes/workgroups.py",
      "athena.mjs",
      "config/nephoscope/playbooks/analytics.yaml",
      "config/nephoscope/prompts/router/route.yaml",
      "ask.mjs",
    ]);
    const environment = {
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: simulator.endpoint,
      XDG_CONFIG_HOME: join(user.folder, "config"),
      NEPHOSCOPE_HOME: join(user.folder, "home"),
    };
    const ended = await node(user.folder, "ask.mjs", environment);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const said = JSON.parse(ended.stdout) as { id: string; verdict: string };
    // The simulator's own work group is enabled.
    expect(said.verdict).toBe("no-fault-found");

    using line = commandLine({ ...environment });
    const exported = await line.run(["runs", "export", said.id, "--out", join(user.folder, "run")]);
    expect([exported.code, exported.stderr.includes("Error")]).toEqual([0, false]);
    const events = readFileSync(join(user.folder, "run", "events.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as Event);
    const models = events.flatMap((event) => (event.kind === "model" ? [event] : []));
    expect(models.map(({ prompt }) => prompt)).toContain("router/route@100");
    expect(models.every(({ model, failure }) => model === "mine" && !failure)).toBe(true);
    expect(events).toContainEqual(expect.objectContaining({ kind: "plan", playbook: "analytics" }));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "verdict", check: "athena.state", result: "fine" }),
    );
    expect(events).toContainEqual(expect.objectContaining({ kind: "note", text: "audited: athena" }));
    expect(readFileSync(join(user.folder, "audit.jsonl"), "utf8")).toContain('"called":["athena"]');
  });

  it("has a node that can refuse, named on the command line, and one that is broken named by its file", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using user = extended();
    using line = commandLine({ AWS_ENDPOINT_URL: simulator.endpoint, AWS_REGION: "us-east-1" });
    const ask = (given: string) =>
      line.run([
        "ask",
        "Why does the queue orders keep its messages?",
        "--offline",
        "--json",
        "--node",
        given,
      ]);
    const refused = await ask(`before-run=${join(user.folder, "audit.mjs")}`);
    expect(refused.stdout).toContain("our list of services does not hold sqs");
    const broken = join(user.folder, "broken.mjs");
    writeFileSync(broken, "export default 7;\n");
    const failed = await ask(`before-run=${broken}`);
    expect(JSON.parse(failed.stdout)).toMatchObject({ status: "failed", calls: [] });
    expect(failed.stdout).toContain(`The node ${broken} has no function as its default export.`);
    const nowhere = await ask("before-lunch=./x.mjs");
    expect(nowhere.stderr + nowhere.stdout).toContain(
      'There is no slot \\"before-lunch\\"'.replaceAll("\\", ""),
    );
  });
});
