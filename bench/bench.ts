import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { benchAnalyzers } from "./analyzers.ts";
import { benchAsk } from "./ask.ts";
import { benchAudit } from "./audit.ts";
import { benchBroker } from "./broker.ts";
import { benchCheckScript } from "./check-script.ts";
import { benchModels } from "./models.ts";
import { benchRehearsal } from "./rehearsal.ts";
import { benchPolicy } from "./policy.ts";
import { benchStep } from "./step.ts";
import { benchSandbox, print, type Figure } from "./sandbox.ts";

// Medians of one run on one machine: compare lines with each other, never with another machine's.
const sections: readonly {
  readonly name: string;
  readonly run: () => readonly Figure[] | Promise<readonly Figure[]>;
}[] = [
  { name: "check", run: () => benchCheckScript() },
  { name: "policy", run: () => benchPolicy() },
  { name: "sandbox", run: () => benchSandbox() },
  { name: "step", run: () => benchStep() },
  { name: "rehearsal", run: () => benchRehearsal() },
  { name: "broker", run: () => benchBroker() },
  { name: "audit", run: () => benchAudit() },
  { name: "analyzers", run: () => benchAnalyzers() },
  { name: "ask", run: () => benchAsk() },
  { name: "models", run: () => benchModels(others) },
];
const words = process.argv.slice(2);
const wanted = words.filter((word) => sections.some(({ name }) => name === word));
// Other words are for the section that takes them: `npm run bench models [usual|twice|wrong|plain] [resume] [<id> …]`.
const others = words.filter((word) => !wanted.includes(word));
const results: { readonly name: string; readonly figures: readonly Figure[] }[] = [];
for (const { name, run } of sections) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name} (ms)`);
  const figures = await run();
  print(figures);
  results.push({ name, figures });
}
const folder = join(import.meta.dirname, "results");
mkdirSync(folder, { recursive: true });
const at = new Date().toISOString();
writeFileSync(
  join(folder, `${at.slice(0, 19).replaceAll(":", "")}.json`),
  `${JSON.stringify({ at, node: process.versions.node, cpu: cpus()[0]?.model, cores: cpus().length, results }, null, 2)}\n`,
);
process.exit();
