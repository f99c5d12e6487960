import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPlaybooks, parsePlaybook } from "./load-playbooks.ts";

const good = 'id: slow\ntitle: Slow\nsymptoms: [slow]\nchecks: ["ec2.*"]\n';

describe("playbooks", () => {
  it("fills what may be left out", () => {
    expect(parsePlaybook(good, "slow.yaml")).toMatchObject({
      id: "slow",
      types: [],
      look_in: [],
      settled_by: [],
    });
  });

  it.each([
    ["broken YAML", "id: slow\ntitle: [\n", /slow\.yaml:\d+: /],
    ["a wrong value, with its line", good.replace("[slow]", "7"), /slow\.yaml:3: symptoms: /],
    ["a missing member", good.replace('checks: ["ec2.*"]\n', ""), /slow\.yaml:1: checks: /],
    ["an unknown member", `${good}chekcs: []\n`, /slow\.yaml:1: .*chekcs/],
  ])("refuses %s", (_what, text, message) => {
    expect(() => parsePlaybook(text, "slow.yaml")).toThrow(message);
  });

  it("reads every playbook of this repository, one of them general", async () => {
    const playbooks = await loadPlaybooks([join(import.meta.dirname, "../../content/playbooks")]);
    expect(playbooks.length).toBeGreaterThan(15);
    expect(playbooks.filter(({ symptoms }) => symptoms.includes("health"))).toHaveLength(1);
  });
});
