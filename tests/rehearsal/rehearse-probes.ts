import { join } from "node:path";
import { readSettings } from "../../src/app/config.ts";
import { rehearsalTools } from "../../src/app/rehearsal/rehearsal-tools.ts";
import { rehearseScript } from "../../src/app/rehearsal/rehearse-script.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import type { Situation } from "../../src/core/record/rehearsal.ts";
import { renderProbe } from "../../src/reason/playbook/render-probe.ts";
import { valuesFor } from "../least-privilege/probe-values.ts";
import { forkingSandbox } from "./forking-sandbox.ts";

export interface ProbeInSituation {
  readonly probe: string;
  readonly situation: string;
  readonly result: string;
  readonly text?: string;
}

/** Every probe (or those that are named) in the given situations, with something in each of its variables. */
export async function rehearseProbes(
  situations: readonly Situation[],
  wanted: readonly string[] = [],
): Promise<readonly ProbeInSituation[]> {
  await using workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
  const python = await workshop.python();
  await using sandbox = forkingSandbox(python.path);
  const probes = [...(await workshop.probes()).values()].filter(
    ({ id }) => wanted.length === 0 || wanted.includes(id),
  );
  const tools = await rehearsalTools(workshop, {
    account: "123456789012",
    region: "us-east-1",
    now: () => new Date("2026-11-21T09:00:00Z"),
  });
  const checker = await workshop.checker();
  const rehearse = async (probe: (typeof probes)[number]): Promise<readonly ProbeInSituation[]> => {
    const code = renderProbe(probe, valuesFor(probe).at(-1) ?? {});
    const { policy } = await checker.check({ code, account: tools.account, region: tools.region });
    const runs = await rehearseScript({ ...tools, code, grant: tools.grant(policy), situations, sandbox });
    return runs.map(({ situation, turn, result, text }) => ({
      probe: probe.id,
      situation: turn === undefined ? situation : `${situation} ${turn}`,
      result,
      ...(text !== undefined && { text }),
    }));
  };
  const all: ProbeInSituation[] = [];
  const left = [...probes];
  const work = async (): Promise<void> => {
    for (let probe = left.shift(); probe; probe = left.shift()) all.push(...(await rehearse(probe)));
  };
  await Promise.all([work(), work()]);
  return all;
}

if (import.meta.main) {
  const started = performance.now();
  const runs = await rehearseProbes(
    ["minimal", "empty", "paged", "enum", "denied", "throttled", "not-found"],
    process.argv.slice(2),
  );
  const bad = runs.filter(({ result }) => result !== "passed" && result !== "stopped");
  for (const { probe, situation, result, text } of bad.toSorted((a, b) => (a.probe < b.probe ? -1 : 1)))
    process.stdout.write(
      `${result.padEnd(12)} ${join(probe).padEnd(36)} ${situation.padEnd(10)} ${text ?? ""}\n`,
    );
  process.stdout.write(
    `${new Set(runs.map(({ probe }) => probe)).size} probes, ${runs.length} rehearsals, ${runs.filter(({ result }) => result === "stopped").length} ended with the error that AWS gave, ${bad.length} failed, ${Math.round((performance.now() - started) / 100) / 10} s\n`,
  );
  process.exitCode = runs.length === 0 || bad.length > 0 ? 1 : 0;
}
