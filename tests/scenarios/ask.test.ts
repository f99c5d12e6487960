import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunRecord } from "../../src/core/record/record.ts";
import type { Simulator } from "../../src/simulate/simulate.ts";
import { commandLine } from "./command-line.ts";
import { simulatorWith } from "./simulator.ts";

const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const words = (endpoint: string, text: string) => [
  "ask",
  text,
  "--offline",
  "--json",
  "--endpoint-url",
  endpoint,
  "--region",
  "us-east-1",
];

describe("ask, end to end on the simulator", () => {
  const state: { simulator?: Simulator } = {};
  const shop = () => {
    if (!state.simulator) throw new Error("there is no simulator");
    return state.simulator;
  };
  beforeAll(async () => {
    state.simulator = await simulatorWith("demo.yaml", "shop");
  });
  afterAll(() => state.simulator?.[Symbol.asyncDispose]());

  it("names the security group that does not admit the load balancer, with proof, and its record holds", async () => {
    const simulator = shop();
    using line = commandLine();
    const ended = await line.run(words(simulator.endpoint, question));
    expect(ended.stderr).not.toContain("bug");
    expect(ended.code).toBe(0);
    const record = RunRecord.parse(JSON.parse(ended.stdout));
    const first = record.answer.findings[0];
    expect(record.answer.verdict).toBe("fault-found");
    expect(first?.resource.id).toBe(simulator.bound["sg_web"]);
    expect(first?.standing).toBe("proved");
    expect(first?.fix?.proof).toMatchObject({ flips: true });
    expect(first?.evidence.length).toBeGreaterThan(0);
    expect(record.sandbox).toBe("bubblewrap");
    expect(record.steps.every((step) => step.script.code.includes("boto3"))).toBe(true);

    const verified = await line.run(["runs", "verify", record.id, "--json"]);
    const { citations, hold } = JSON.parse(verified.stdout) as { citations: number; hold: number };
    expect(citations).toBeGreaterThan(0);
    expect(hold).toBe(citations);

    const exported = await line.run(["runs", "export", record.id, "--json"]);
    expect(JSON.parse(exported.stdout)).toEqual(record);

    const out = join(line.home, "out");
    await line.run(["runs", "export", record.id, "--out", out]);
    expect(existsSync(join(out, "report.html"))).toBe(true);
    expect(readFileSync(join(out, "report.md"), "utf8")).toContain("web-servers");
    const [step = ""] = readdirSync(join(out, "steps"));
    expect(readdirSync(join(out, "steps", step, "attempt-1")).toSorted()).toEqual([
      "main.py",
      "policy.json",
      "requirements.txt",
      "stderr.txt",
      "stdout.txt",
    ]);

    const replayed = await line.run(["runs", "replay", record.id, "--json"]);
    expect(JSON.parse(replayed.stdout)).toMatchObject({ same: true });
  });

  it("finds no fault in the repaired twin", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop", { healed: true });
    using line = commandLine();
    const ended = await line.run(words(simulator.endpoint, question));
    const record = RunRecord.parse(JSON.parse(ended.stdout));
    expect(record.answer.verdict).toBe("no-fault-found");
    expect(record.answer.findings.filter((finding) => finding.severity !== "info")).toEqual([]);
    expect(record.answer.ruledOut.length).toBeGreaterThan(0);
  });

  it("prints events as lines whose fold is the record", async () => {
    using line = commandLine();
    const ended = await line.run([...words(shop().endpoint, question), "--events"]);
    const events = ended.stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as { seq: number; kind: string; run: string });
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(0)?.kind).toBe("run-start");
    expect(events.at(-1)?.kind).toBe("run-end");
  });
});
