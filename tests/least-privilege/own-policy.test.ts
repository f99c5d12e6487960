import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import { renderProbe } from "../../src/reason/playbook/render-probe.ts";
import { forkingSandbox } from "../rehearsal/forking-sandbox.ts";
import { valuesFor } from "./probe-values.ts";
import { rehearseText } from "./run-text.ts";

const workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
// What decides is the broker. A sandbox for each of these trusted texts would take a minute and show nothing more.
const sandbox = forkingSandbox((await workshop.python()).path);
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await workshop[Symbol.asyncDispose]();
});

// Every probe with something in its variables, against made-up answers that hold one of everything: what its own text
// derives must allow every call that it then makes.
describe("every probe under the policy derived from its own text", async () => {
  const probes = [...(await workshop.probes()).values()];

  it("finds the probes", () => expect(probes.length).toBeGreaterThan(100));

  it.concurrent.each(probes.map((probe) => [probe.id, probe] as const))(
    "%s",
    async (_, probe) => {
      const made: number[] = [];
      for (const values of valuesFor(probe).toReversed()) {
        const { calls, outcome } = await rehearseText(workshop, {
          code: renderProbe(probe, values),
          situation: "minimal",
          sandbox,
        });
        const refused = calls.filter(({ deniedBy }) => deniedBy === "policy");
        expect(refused.map(({ action, resources, reason }) => ({ action, resources, reason }))).toEqual([]);
        expect(outcome.kind).toBe("exited");
        made.push(calls.length);
        // Some read nothing unless, or nothing but, what their variables name.
        if (calls.length > 0) break;
      }
      expect(Math.max(...made)).toBeGreaterThan(0);
    },
    60_000,
  );
});
