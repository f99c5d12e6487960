import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import { loadProbes } from "../../../src/content/load-probes.ts";
import { loadScenarios } from "../../../src/content/load-scenarios.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import { usualMistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { tryScenario } from "./try-scenario.ts";

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const probes = await loadProbes([folder("src/services")]);
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
      const trial = await tryScenario({ file: "catalogue.yaml", id, question: ask[0] ?? "", probes });
      expect(trial.model.mode).not.toBe("playbook");
      expect(trial.fates.length).toBeGreaterThan(0);
      expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, false, []]);
    },
  );
});

const shop = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const none = {
  wrongName: 0,
  missingImport: 0,
  missingPermission: 0,
  truncated: 0,
  prose: 0,
  inventedId: 0,
  repeats: 0,
};
const tryShop = (more: Partial<Parameters<typeof tryScenario>[0]>) =>
  tryScenario({ file: "demo.yaml", id: "shop", question: shop, probes, ...more });

describe("a model that always makes one mistake", () => {
  it.each(["missingPermission", "truncated", "inventedId"] as const)("is put right: %s", async (mistake) => {
    const trial = await tryShop({ mistakes: { ...none, [mistake]: 1 } });
    expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, false, []]);
    expect(trial.fates.length).toBeGreaterThan(0);
  });

  it("repeats itself no longer than until it is noticed", async () => {
    const trial = await tryShop({ mistakes: { ...none, wrongName: 1, repeats: 1 } });
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

  it("does without a read that the account refuses, and says what is missing", async () => {
    const script = fileURLToPath(new URL("../../least-privilege/limited_user.py", import.meta.url));
    const python = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
    const trial = await tryShop({
      mistakes: {
        ...usualMistakes,
        refusedRead: { rate: 1, code: 'boto3.client("ec2").describe_network_acls()' },
      },
      keys: async (endpoint) => {
        const seeded = spawnSync(python.path, [script, endpoint, "ec2:DescribeNetworkAcls"], {
          encoding: "utf8",
        });
        return JSON.parse(seeded.stdout);
      },
    });
    expect([trial.same, trial.lies, trial.overLimits]).toEqual([true, false, []]);
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
