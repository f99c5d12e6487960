import { describe, expect, it } from "vitest";
import { EventBody } from "../../core/event.ts";
import { foldRecord } from "../../core/fold/fold-record.ts";
import { RunRecord } from "../../core/record/record.ts";
import type { Rehearsal, RehearsedSituation } from "../../core/record/rehearsal.ts";
import { createFakeReasoner } from "../../testing/fake-reasoner.ts";
import { makeWorld } from "../../testing/agent-world.ts";
import { runStart } from "../../testing/told-run.ts";
import type { AgentOptions, Rehearse } from "../agent.ts";
import { createAgent } from "../create-agent.ts";

const { question, scope, grant } = EventBody.options[0].parse(runStart());
const outcome = { kind: "exited" as const, exitCode: 1, stdout: "", stderr: "", ms: 3 };

function rehearsalThat(result: RehearsedSituation["result"]): Rehearsal {
  const error = { kind: "exception" as const, message: `line 3: ${result}` };
  const situations = [{ situation: "paged" as const, result, calls: 1, ms: 3 }];
  return { outcome, situations, ...(result !== "passed" && { error }) };
}

/** Scripts that hold `bad` fail in rehearsal with what is told. */
function rehearsing(when: Rehearse["when"], result: RehearsedSituation["result"]) {
  const rehearsed: string[] = [];
  const rehearsal: Rehearse = {
    when,
    run: (_grant, code) => {
      rehearsed.push(code);
      return Promise.resolve(rehearsalThat(code.includes("bad") ? result : "passed"));
    },
  };
  return { rehearsal, rehearsed };
}

const draft = { verdict: "inconclusive" as const, summary: "Unknown.", findings: [], ruledOut: [], gaps: [] };

async function ask(scripts: readonly string[], more: Partial<AgentOptions>) {
  const reasoner = createFakeReasoner({
    tasks: ({ iteration }) => (iteration === 1 ? [{ task: "look", reason: "" }] : []),
    scripts: { look: scripts },
    conclude: () => draft,
  });
  const world = makeWorld({ reasoner, ...more });
  const run = await createAgent(world.options).ask({ question, scope, grant });
  return { record: RunRecord.parse(foldRecord(await run.finished)), sent: world.sent() };
}

describe("a script that is rehearsed first", () => {
  const bad = "# bad\nread ec2:DescribeInstances";
  const good = "read ec2:DescribeInstances\nprint {}";

  it("goes back to be repaired when it crashes, without a call", async () => {
    const { rehearsal, rehearsed } = rehearsing("always", "crashed");
    const { record, sent } = await ask([bad, good], { rehearsal });
    const attempts = record.steps[0]?.attempts ?? [];
    expect(
      attempts.map(({ verdict, error, outcome: ran }) => [verdict, error?.message, ran?.exitCode]),
    ).toEqual([
      ["rejected", "line 3: crashed", undefined],
      ["ran", undefined, 0],
    ]);
    expect(attempts[0]?.rehearsal?.situations).toMatchObject([{ situation: "paged", result: "crashed" }]);
    expect(attempts[1]?.rehearsal?.error).toBeUndefined();
    expect(rehearsed).toEqual([bad, good]);
    expect(sent).toHaveLength(1);
    expect(record.calls).toHaveLength(1);
  });

  it("is given up when it never gets through, and never touches the account", async () => {
    const { record, sent } = await ask([bad, bad, bad], rehearsing("always", "crashed"));
    expect(record.steps[0]).toMatchObject({ status: "abandoned", calls: [] });
    expect(sent).toEqual([]);
  });

  it.each(["unread-page", "denied"] as const)(
    "may lack a part at its last attempt, for that makes no fact false: %s",
    async (result) => {
      const { record } = await ask([bad, bad, bad], rehearsing("always", result));
      expect(record.steps[0]?.attempts.map(({ verdict }) => verdict)).toEqual([
        "rejected",
        "rejected",
        "ran",
      ]);
      expect(record.steps[0]?.status).toBe("done");
    },
  );

  it("is one of a model, where only those are asked for", async () => {
    const { rehearsal, rehearsed } = rehearsing("auto", "crashed");
    await ask([bad], { rehearsal });
    expect(rehearsed).toEqual([]);
  });
});
