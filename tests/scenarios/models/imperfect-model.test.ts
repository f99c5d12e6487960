import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import { loadProbes } from "../../../src/content/load-probes.ts";
import { loadScenarios } from "../../../src/content/load-scenarios.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import { noMistakes, usualMistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { forkingSandbox } from "../../rehearsal/forking-sandbox.ts";
import { falseWord, wrongModel } from "../../../src/testing/scripted-model/wrong-model.ts";
import { conclusionOf, tryScenario } from "./try-scenario.ts";

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const probes = await loadProbes([folder("src/services")]);
const { path: python } = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
/** Hundreds of scripts run here, all of them probes with a mistake in them. How a sandbox holds a script is shown elsewhere. */
const sandbox = forkingSandbox(python);
afterAll(() => sandbox[Symbol.asyncDispose]());
const catalogue = loadScenarios([folder("content/scenarios")]).filter(({ file }) =>
  file.endsWith("catalogue.yaml"),
);
/** The last scenario of each of some categories. `npm run bench models` asks all of them. */
const sample = ["connectivity", "permissions", "serverless", "storage", "messaging", "dns/tls"].flatMap(
  (category) => catalogue.findLast(({ scenario }) => scenario.cat === category)?.scenario ?? [],
);

describe("a model that errs at usual rates", () => {
  it.each(sample.map((scenario) => [scenario.cat, scenario] as const))(
    "comes to what the playbook alone finds: %s",
    async (_category, { id, ask }) => {
      const trial = await tryScenario({
        file: "catalogue.yaml",
        id,
        question: ask[0] ?? "",
        probes,
        sandbox,
      });
      expect(trial.model.mode).not.toBe("playbook");
      expect(trial.fates.length).toBeGreaterThan(0);
      expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, [], []]);
    },
  );
});

const shop = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const tryShop = (more: Partial<Parameters<typeof tryScenario>[0]>) =>
  tryScenario({ file: "demo.yaml", id: "shop", question: shop, probes, sandbox, ...more });

describe("a model that always makes one mistake", () => {
  it.each(["missingPermission", "truncated", "inventedId"] as const)("is put right: %s", async (mistake) => {
    const trial = await tryShop({ mistakes: { ...noMistakes, [mistake]: 1 } });
    expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, [], []]);
    expect(trial.fates.length).toBeGreaterThan(0);
  });

  it("repeats itself no longer than until it is noticed", async () => {
    const trial = await tryShop({ mistakes: { ...noMistakes, wrongName: 1, repeats: 1 } });
    expect([trial.same, trial.overLimits]).toEqual([true, []]);
    const again = trial.fates.filter(({ kind }) => kind === "script again");
    expect(again.length).toBeGreaterThan(0);
    const written = trial.events.flatMap((event) =>
      event.kind === "script-written" ? [`${event.step} ${event.script.code}`] : [],
    );
    expect(new Set(written).size).toBe(written.length);
    const rounds = trial.events.filter((event) => event.kind === "plan" && event.decision === "collect");
    expect(rounds.length).toBeLessThanOrEqual(3);
  });

  it("is wrong in everything, and the playbook's answer stands", async () => {
    const trial = await tryShop({ answer: wrongModel });
    expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, [], []]);
    const { answer, errors, steps } = trial.model;
    expect(errors).toEqual([]);
    expect(answer.decidedBy).toBe("playbook");
    expect(steps.every(({ status }) => status === "done")).toBe(true);
    // What it invented is on record, with the reasons, and nowhere else.
    expect(JSON.stringify(answer.rejectedClaims)).toContain(falseWord);
  });

  it("does without a read that the account refuses, and says what is missing", async () => {
    const script = fileURLToPath(new URL("../../least-privilege/limited_user.py", import.meta.url));
    const trial = await tryShop({
      mistakes: {
        ...usualMistakes,
        refusedRead: { rate: 1, code: 'boto3.client("ec2").describe_network_acls()' },
      },
      keys: async (endpoint) => {
        const seeded = spawnSync(python, [script, endpoint, "ec2:DescribeNetworkAcls"], {
          encoding: "utf8",
        });
        return JSON.parse(seeded.stdout);
      },
    });
    expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, [], []]);
    const errors = trial.events.flatMap((event) =>
      event.kind === "attempt-end" && event.error ? [event.error.kind] : [],
    );
    expect(errors).toContain("access-denied");
    const refused = trial.fates.filter(({ kind, by }) => kind === "refused read" && by === "run");
    expect(refused.length).toBeGreaterThan(0);
    for (const { mendedIn } of refused) expect(mendedIn).toBeGreaterThan(1);
    expect(trial.model.answer.gaps.join("\n")).toContain("ec2:DescribeNetworkAcls");
  });
});

describe("what counts as the same answer", () => {
  const top = {
    resource: { type: "AWS::EC2::SecurityGroup", id: "sg-1" },
    property: "IpPermissions",
    standing: "proved" as const,
    check: "network.path",
  };
  const finding = {
    rank: 1,
    title: "t",
    severity: "high" as const,
    confidence: 1,
    observed: "",
    expected: "",
  };
  const said = (more: object = {}, verdict: "fault-found" | "inconclusive" = "fault-found") =>
    conclusionOf({
      answer: {
        verdict,
        decidedBy: "x",
        summary: "whatever the words",
        findings: [{ ...finding, explanation: "", pillars: [], evidence: [], ...top, ...more }],
        ruledOut: [],
        gaps: [],
        rejectedClaims: [],
      },
    });

  it.each([
    ["verdict", said({}, "inconclusive")],
    ["resource", said({ resource: { ...top.resource, id: "sg-2" } })],
    ["property", said({ property: "IpPermissionsEgress" })],
    ["certainty", said({ standing: "supported" })],
    ["check", said({ check: "network.other" })],
  ])("is not one with another %s", (_what, other) => expect(other).not.toBe(said()));

  it("is one in other words", () => expect(said({ title: "u", explanation: "v" })).toBe(said()));
});
