import { describe, expect, it } from "vitest";
import { RunRecord } from "../../src/core/record/record.ts";
import { commandLine } from "./command-line.ts";
import { simulatorWith } from "./simulator.ts";

describe("an interrupt", () => {
  it("leaves a labelled partial record, and the run can be taken up again", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using line = commandLine();
    const cloud = ["--endpoint-url", simulator.endpoint, "--region", "us-east-1", "--json"];
    const killed = { done: false };
    const ended = await line.run(
      [
        "ask",
        "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?",
        "--offline",
        "--events",
        ...cloud,
      ],
      {
        onLine: (text, kill) => {
          if (killed.done || !text.includes('"kind":"call"')) return;
          killed.done = true;
          kill("SIGINT");
        },
      },
    );
    expect(ended.code).toBe(130);
    const first = JSON.parse(ended.stdout.slice(0, ended.stdout.indexOf("\n"))) as { run: string };
    const partial = RunRecord.parse(
      JSON.parse((await line.run(["runs", "show", first.run, "--json"])).stdout),
    );
    expect(partial.status).toBe("cancelled");
    expect(partial.calls.length).toBeGreaterThan(0);

    const resumed = await line.run(["runs", "resume", first.run, ...cloud]);
    expect(resumed.code).toBe(0);
    const record = RunRecord.parse(JSON.parse(resumed.stdout));
    expect(record.id).toBe(first.run);
    expect(record.answer.verdict).toBe("fault-found");
    expect(record.answer.findings[0]?.resource.id).toBe(simulator.bound["sg_web"]);
  });
});
