import { describe, expect, it } from "vitest";
import type { Event } from "../../src/core/event.ts";
import { RunRecord } from "../../src/core/record/record.ts";
import { commandLine } from "./command-line.ts";
import { simulatorWith } from "./simulator.ts";

const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const ask = (endpoint: string) => [
  "ask",
  question,
  "--offline",
  "--json",
  "--events",
  "--endpoint-url",
  endpoint,
  "--region",
  "us-east-1",
];
const resume = (endpoint: string, id: string) => [
  "runs",
  "resume",
  id,
  "--json",
  "--endpoint-url",
  endpoint,
  "--region",
  "us-east-1",
];

/** As many moments as a suite has time for, spread over the whole run; every one of them is tried in process in `src/agent/resume.test.ts`. */
const moments = 6;

function eventsIn(stdout: string): Event[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
  return lines.map((line) => JSON.parse(line) as Event);
}

function endedSteps(events: readonly Event[]): readonly number[] {
  return events.flatMap((event) => (event.kind === "step-end" ? [event.step] : []));
}

/** What the answer says, without the numbers of the calls it cites: a resumed run may number them otherwise. */
function saidBy(record: RunRecord) {
  const { verdict, findings, ruledOut } = record.answer;
  return {
    verdict,
    findings: findings.map(({ evidence: _evidence, ...finding }) => finding),
    ruledOut: ruledOut.map((claim) => claim.check).toSorted(),
  };
}

/** Reads that went to the cloud and were answered more than once: what the killed process had recorded is served from the record. */
function sentTwice({ calls }: RunRecord): readonly string[] {
  const keys = calls.flatMap(({ service, operation, region, params, decision, cached, error }) =>
    decision === "denied" || cached || error ? [] : [JSON.stringify([service, operation, region, params])],
  );
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

describe("kill -9 in the middle of a question", () => {
  it("resumes to the same answer, and repeats no finished step", { timeout: 300_000 }, async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using whole = commandLine();
    const events = eventsIn((await whole.run(ask(simulator.endpoint))).stdout);
    const [first] = events;
    expect(events.at(-1)?.kind).toBe("run-end");
    const shown = await whole.run(["runs", "show", first?.run ?? "", "--json"]);
    const expected = saidBy(RunRecord.parse(JSON.parse(shown.stdout)));
    expect(expected.verdict).toBe("fault-found");

    const last = events.length - 1;
    const killAt = new Set(
      Array.from({ length: moments }, (_, index) => 1 + Math.round((index * (last - 1)) / (moments - 1))),
    );
    for (const after of killAt) {
      using line = commandLine();
      const seen = { lines: 0, id: "" };
      const killed = await line.run(ask(simulator.endpoint), {
        onLine: (text, kill) => {
          seen.lines += 1;
          seen.id = (JSON.parse(text) as Event).run;
          if (seen.lines === after) kill("SIGKILL");
        },
      });
      const resumed = await line.run(resume(simulator.endpoint, seen.id));
      expect([after, resumed.code, resumed.stderr.includes("bug")]).toEqual([after, 0, false]);
      const record = RunRecord.parse(JSON.parse(resumed.stdout));
      expect([after, record.status, saidBy(record)]).toEqual([after, "answered", expected]);
      expect([after, sentTwice(record)]).toEqual([after, []]);

      // A finished step has exactly the attempts that it had when the process died.
      const told = eventsIn(killed.stdout);
      for (const step of endedSteps(told)) {
        const before = told.filter((event) => event.kind === "attempt-start" && event.step === step).length;
        expect([after, step, record.steps.find((one) => one.step === step)?.attempts.length]).toEqual([
          after,
          step,
          before,
        ]);
      }
      const verified = await line.run(["runs", "verify", seen.id, "--json"]);
      expect(JSON.parse(verified.stdout)).toMatchObject({ failed: [] });
    }
  });
});
