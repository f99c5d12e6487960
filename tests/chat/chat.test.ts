import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import type { RunRecord } from "../../src/core/record/record.ts";
import { createNephoscope } from "../../src/index.ts";
import type { Chat, Nephoscope } from "../../src/index.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import { simulatorWith } from "../scenarios/simulator.ts";

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const program = folder("../../bin/nephoscope.js");
const closing = new AsyncDisposableStack();
const world = { endpoint: "", python: "", home: mkdtempSync(join(tmpdir(), "nephoscope-chat-")) };
const first = "Why can nobody reach shop-alb?";

beforeAll(async () => {
  world.python = (await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined })).path;
  world.endpoint = closing.use(await simulatorWith("demo.yaml", "shop")).endpoint;
});

afterAll(async () => {
  await closing.disposeAsync();
  rmSync(world.home, { recursive: true, force: true });
});

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_") && name !== "NO_COLOR");
  return {
    ...Object.fromEntries(own),
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    NEPHOSCOPE_HOME: world.home,
    TERM: "xterm-256color",
  };
}

function words(): string[] {
  return ["chat", "--offline", "--endpoint-url", world.endpoint, "--region", "us-east-1"];
}

/** The chat with these lines on its standard input. */
async function piped(lines: readonly string[], more: readonly string[] = []) {
  const child = spawn(process.execPath, [program, ...words(), ...more], { env: environment() });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  child.stdin.end(`${lines.join("\n")}\n`);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { ...said, code };
}

async function library(): Promise<Nephoscope> {
  return createNephoscope({
    home: world.home,
    endpointUrl: world.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  });
}

async function answered(chat: Chat, text: string, more = {}): Promise<RunRecord> {
  const turn = await chat.ask(text, { offline: true, ...more });
  if (turn.kind !== "asking") throw new Error(`"${text}" was not asked: ${turn.kind}`);
  return turn.asking.record;
}

/** A command in a pseudo-terminal, talked to step by step. */
async function inTerminal(
  steps: readonly { readonly wait: string; readonly send: string; readonly after?: number }[],
  command: readonly string[],
): Promise<{ seen: string; code: number; left: number }> {
  const driver = [folder("drive_terminal.py"), JSON.stringify(steps), process.execPath, program, ...command];
  const { stdout } = await promisify(execFile)(world.python, driver, { env: environment() });
  return JSON.parse(stdout) as { seen: string; code: number; left: number };
}

const reused = (record: RunRecord) => record.calls.filter(({ earlier }) => earlier !== undefined);

describe("a chat in a pipe", () => {
  it("answers a line each, without escape codes, and follows what was said before", async () => {
    const file = join(world.home, "saved.json");
    const { stdout, stderr, code } = await piped([
      first,
      "why?",
      "/why 99",
      "and the other one?",
      "/nothing",
      "/cost",
      `/save ${file}`,
      "/region eu-central-1",
      "is it healthy?",
      "/quit",
      "never read",
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout).not.toContain("never read");
    expect(stdout).toContain("Fault found.");
    expect(stdout).toMatch(/claim 1 of \d+, proved by network\.path/);
    expect(stdout).toMatch(/(\d+) of \1 citations hold/);
    expect(stdout).toContain("There is no such claim");
    expect(stdout).toContain("understood as: Why can nobody reach blog-alb?");
    expect(stdout).toContain("No fault was found for blog-alb");
    expect(stdout).toContain("There is no /nothing.");
    expect(stdout).toMatch(/2 questions: \d+ AWS calls, [1-9]\d* reads used again/);
    // In another region nothing is called so, and nothing else is taken for it.
    expect(stdout).toContain("understood as: is blog-alb healthy?");
    expect(stdout).toContain("nothing that was read is called blog-alb");
    const saved = JSON.parse(readFileSync(file, "utf8")) as { runs: RunRecord[] };
    expect(saved.runs.map(({ answer }) => answer.verdict)).toEqual(["fault-found", "no-fault-found"]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("goes on after a question that cannot be asked, and after an empty line", async () => {
    const { stdout, code } = await piped([
      "",
      "/model no-such-model",
      "/region nowhere",
      "is it up?",
      "/runs",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('No model is called "no-such-model"');
    expect(stdout).toContain('"nowhere" is not a region');
  });
});

describe("a thread", () => {
  it("begins a question with what earlier ones read, and its evidence holds by itself", async () => {
    await using nepho = await library();
    const chat = nepho.chat();
    const one = await answered(chat, first);
    const two = await answered(chat, "what about blog-alb?");
    expect(two.question).toBe("Why can nobody reach blog-alb?");
    expect(reused(one)).toEqual([]);
    expect(reused(two).length).toBeGreaterThan(10);
    expect(two.usage.awsCalls).toBeLessThan(one.usage.awsCalls / 4);
    for (const call of reused(two)) {
      const made = one.calls.find(({ n }) => n === call.earlier?.call);
      expect(call.earlier).toEqual({ run: one.id, call: made?.n, at: made?.at });
      expect([made?.operation, made?.responseDigest]).toEqual([call.operation, call.responseDigest]);
    }
    const verified = await nepho.runs.verify(two.id);
    expect(verified.citations).toBeGreaterThan(0);
    expect(verified.failed).toEqual([]);

    chat.refresh();
    const three = await answered(chat, "what about blog-alb?");
    expect(reused(three)).toEqual([]);
    expect(three.usage.awsCalls).toBeGreaterThan(10);
  });

  it("serves nothing that the new question's grant may not read, and nothing that is no longer fresh", async () => {
    await using nepho = await library();
    const chat = nepho.chat();
    await answered(chat, first);
    const narrow = await answered(chat, first, { services: ["ec2"] });
    expect(new Set(reused(narrow).map(({ service }) => service))).toEqual(new Set(["ec2"]));
    expect(narrow.calls.filter(({ service }) => service === "elbv2")).not.toEqual([]);
    for (const call of narrow.calls.filter(({ service }) => service === "elbv2"))
      expect(call).toMatchObject({ decision: "denied", deniedBy: "ceiling" });

    const stale = nepho.chat({ fresh: "0s", state: chat.state() });
    expect(reused(await answered(stale, first))).toEqual([]);
  });
});

describe("a chat in a terminal", () => {
  it("is interrupted question by question, keeps its history to itself, and is left by a second interrupt", async () => {
    const steps = [
      { wait: "nephoscope", send: `${first}\r` },
      { wait: "Plan", send: "\u0003", after: 0 },
      { wait: "interrupted", send: "" },
      { wait: "partial: cancelled", send: "/runs\r", after: 0.5 },
      { wait: "cancelled", send: "\u0003", after: 0.5 },
      { wait: "once more", send: "\u0003", after: 0.5 },
    ];
    const { seen, code, left } = await inTerminal(steps, words());
    expect(left, seen).toBe(0);
    expect(code).toBe(130);
    expect(seen).toContain("\u001b[");
    const history = join(world.home, "chat-history");
    expect(readFileSync(history, "utf8").split("\n").slice(0, 2)).toEqual(["/runs", first]);
    expect(statSync(history).mode & 0o777).toBe(0o600);
  });
});

describe("an estimate before a question", () => {
  it("is followed by the question whether to go on, in a terminal", async () => {
    const command = ["ask", first, ...words().slice(1), "--estimate"];
    await using nepho = await library();
    const before = (await nepho.runs.list()).length;
    const no = await inTerminal([{ wait: "Go on?", send: "n\r" }], command);
    expect([no.code, no.left]).toEqual([0, 0]);
    expect(no.seen).toContain("Nothing was sent.");
    expect((await nepho.runs.list()).length).toBe(before);
    const yes = await inTerminal([{ wait: "Go on?", send: "y\r" }], command);
    expect([yes.code, yes.left]).toEqual([0, 0]);
    expect(yes.seen).toContain("Fault found.");
    expect((await nepho.runs.list()).length).toBe(before + 1);
  });
});
