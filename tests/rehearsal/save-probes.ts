import { readSettings } from "../../src/app/config.ts";
import { rehearsalTools } from "../../src/app/rehearsal/rehearsal-tools.ts";
import { rehearseScript } from "../../src/app/rehearsal/rehearse-script.ts";
import { saveTests } from "../../src/app/rehearsal/save-tests.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import { Situation } from "../../src/core/record/rehearsal.ts";
import { renderProbe } from "../../src/reason/playbook/render-probe.ts";
import { valuesFor } from "../least-privilege/probe-values.ts";
import { forkingSandbox } from "./forking-sandbox.ts";

const place = { account: "123456789012", region: "us-east-1", now: () => new Date("2026-11-21T09:00:00Z") };

/** Rehearses probes with something in their variables and saves the cases as `script test --save` does; gives the files. */
export async function saveProbes(
  folder: string,
  wanted: readonly string[],
): Promise<{ readonly python: string; readonly files: readonly string[] }> {
  await using workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
  const python = (await workshop.python()).path;
  await using sandbox = forkingSandbox(python);
  const probes = await workshop.probes();
  const tools = await rehearsalTools(workshop, place);
  const checker = await workshop.checker();
  const files: string[] = [];
  for (const id of wanted.length > 0 ? wanted : probes.keys()) {
    const probe = probes.get(id);
    if (!probe) throw new Error(`there is no probe ${id}`);
    const code = renderProbe(probe, valuesFor(probe).at(-1) ?? {});
    const { policy } = await checker.check({ code, ...place });
    const runs = await rehearseScript({
      ...tools,
      sandbox,
      code,
      grant: tools.grant(policy),
      situations: Situation.options,
    });
    files.push(...saveTests({ folder, name: id, code, region: place.region, runs }).files);
  }
  return { python, files };
}

if (import.meta.main) {
  const [folder, ...wanted] = process.argv.slice(2);
  if (folder === undefined) throw new Error("usage: node save-probes.ts FOLDER [probe …]");
  const { files } = await saveProbes(folder, wanted);
  process.stdout.write(
    `${files.filter((file) => file.startsWith("test_")).length} scripts saved in ${folder}\n`,
  );
}
