import { describe, expect, it } from "vitest";
import type { Fault } from "./check.ts";
import { rankFaults } from "./rank-faults.ts";
import type { CandidateFault } from "./rank-faults.ts";

function candidate(
  id: string,
  {
    place = 0,
    distance = 0,
    ...fault
  }: Partial<Fault> & { place?: number | undefined; distance?: number } = {},
): CandidateFault {
  return {
    check: `check.${id}`,
    place,
    distance,
    fault: {
      title: id,
      severity: "high",
      standing: "proved",
      confidence: 0.9,
      resource: { type: "T", id },
      property: "P",
      observed: 1,
      expected: 2,
      explanation: "",
      pillars: [],
      evidence: [],
      role: "root",
      ...fault,
    },
  };
}

const order = (...candidates: readonly CandidateFault[]) =>
  rankFaults(candidates).map(({ fault }) => `${fault.title} ${fault.role} ${fault.severity}`);

describe("ranking", () => {
  it("tells causes before contributions before consequences before bystanders", () => {
    const roles = ["bystander", "symptom", "contributing", "root"] as const;
    expect(order(...roles.map((role) => candidate(role, { role })))).toEqual([
      "root root high",
      "contributing contributing high",
      "symptom symptom high",
      "bystander bystander info",
    ]);
  });

  it("puts the check that fits the trouble best, then the nearest, first", () => {
    expect(
      order(candidate("far", { distance: 2 }), candidate("later", { place: 3 }), candidate("near")),
    ).toEqual(["near root high", "far root high", "later root high"]);
  });

  it("keeps two independent causes", () => {
    expect(order(candidate("a"), candidate("b"))).toEqual(["a root high", "b root high"]);
  });

  it("does not blame what no playbook names where a fitting cause stands", () => {
    const off = { ...candidate("off"), place: undefined };
    expect(order(off, candidate("on", { place: 5 }))).toEqual(["on root high", "off bystander info"]);
  });

  it("blames what no playbook names only on the subject itself", () => {
    const off = { ...candidate("off"), place: undefined };
    expect(order(off)).toEqual(["off root high"]);
    expect(order({ ...off, distance: 1 })).toEqual(["off bystander info"]);
  });

  it("does not blame a consequence that nothing explains", () => {
    expect(order(candidate("a", { role: "symptom" }))).toEqual(["a bystander info"]);
  });

  it("puts what is proved before what is only supported", () => {
    expect(order(candidate("a", { standing: "supported" }), candidate("b", { place: 4 }))).toEqual([
      "b root high",
      "a root high",
    ]);
  });

  it("tells the same setting once", () => {
    expect(rankFaults([candidate("a", { place: 3 }), candidate("a")]).map(({ place }) => place)).toEqual([0]);
    expect(rankFaults([candidate("a"), candidate("a", { property: "Q" })])).toHaveLength(2);
  });
});
