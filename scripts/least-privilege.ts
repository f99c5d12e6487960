import { openWorkshop } from "../src/app/workshop.ts";
import { readSettings } from "../src/app/config.ts";
import { enforcedProbes } from "./least-privilege/enforced-probes.ts";

// Each probe of the services where the simulator enforces IAM, run as a user who holds exactly the policy derived from its text.
await using workshop = openWorkshop({ settings: readSettings(), report: (line) => console.error(line) });
const wanted = process.argv.slice(2);
const results = await enforcedProbes(workshop, wanted.length > 0 ? wanted : undefined);
const width = Math.max(...results.map(({ probe }) => probe.length));
console.log(
  `${"probe".padEnd(width)}  calls  refused  of those scoped  actions lacking  one action taken away`,
);
for (const { probe, calls, refused, scoped, lacking, withoutOne } of results)
  console.log(
    `${probe.padEnd(width)}  ${String(calls).padStart(5)}  ${String(refused.length).padStart(7)}  ${String(scoped).padStart(15)}  ${String(lacking.length).padStart(15)}  ${withoutOne > 0 ? "refused" : "not used"}`,
  );
const unexplained = results.flatMap(({ probe, refused, scoped }) => (refused.length > scoped ? [probe] : []));
const lacking = results.flatMap(({ probe, lacking: calls }) =>
  calls.map(({ action, error }) => `${probe}: ${action} ${error?.message ?? ""}`),
);
for (const line of lacking) console.log(`  lacking  ${line}`);
console.log(
  `${results.length} probes under their own policy: ${results.length - new Set([...unexplained, ...lacking]).size} allowed, ${unexplained.length} refused without reason, ${lacking.length} calls whose action is missing (scoped: this simulator compares resources with a star only)`,
);
process.exit(results.length === 0 || unexplained.length + lacking.length > 0 ? 1 : 0);
