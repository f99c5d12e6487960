import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Attempt, Family } from "./attack/attempt.ts";
import { auditChain } from "./attack/audit.ts";
import { attackBroker } from "./attack/broker.ts";
import { fuzzers } from "./attack/fuzz.ts";
import { planted } from "./attack/injections.ts";
import { names } from "./attack/names.ts";
import { attackSandboxes } from "./attack/sandbox.ts";
import { secrets } from "./attack/secrets.ts";
import { sumUp } from "./attack/summary.ts";
import type { Summary } from "./attack/summary.ts";
import { writeTable } from "./attack/security-table.ts";

// Every family of attacks, a line each. The last line says how many attempts there were and how many escaped; the exit code is 1 unless none did.
// --only NAME   one family (the beginning of its name; several with commas); its figures take the place of its earlier ones
// --verbose     what each attempt was, and what was seen where it escaped

const families: readonly Family[] = [
  {
    name: "sandboxes",
    about: "ways out of a sandbox: files, network, processes, memory, time, output",
    attack: attackSandboxes,
  },
  {
    name: "broker",
    about:
      "forged and malformed requests; reads that mint, hide, cost, leave or carry data out; every operation that is no plain read",
    attack: attackBroker,
  },
  secrets,
  planted,
  names,
  auditChain,
  fuzzers,
];

const only = option("--only")?.split(",");
const chosen = families.filter(({ name }) => !only || only.some((word) => name.startsWith(word.trim())));
if (chosen.length === 0) {
  console.error(`  no family is called so; there are: ${families.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const began = performance.now();
const summaries: Summary[] = [];
console.log(
  `  ${"family".padEnd(18)} ${"attempts".padStart(8)} ${"escaped".padStart(8)} ${"succeed without".padStart(16)} ${"skipped".padStart(8)} ${"s".padStart(6)}`,
);
for (const family of chosen) summaries.push(await run(family));
const whole = chosen.length === families.length;
keep(summaries);
const attempts = summaries.reduce((sum, one) => sum + one.attempts, 0);
const escaped = summaries.reduce((sum, one) => sum + one.escaped + (one.failed === undefined ? 0 : 1), 0);
console.log(
  `  ${((performance.now() - began) / 1000).toFixed(0)} s; bench/results/attack.json and docs/security.md are written`,
);
console.log(`${attempts} attempts, ${escaped} escaped`);
process.exit(escaped === 0 && attempts > 0 ? 0 : 1);

async function run(family: Family): Promise<Summary> {
  const started = performance.now();
  const progress = (line: string) => {
    if (process.stderr.isTTY || process.argv.includes("--verbose"))
      console.error(`    ${family.name}: ${line}`);
  };
  const made = await attacked(family, progress);
  const summary = sumUp(family, made, (performance.now() - started) / 1000);
  console.log(
    `  ${summary.name.padEnd(18)} ${String(summary.attempts).padStart(8)} ${String(summary.escaped).padStart(8)} ${String(summary.succeedWithout).padStart(16)} ${String(summary.skipped).padStart(8)} ${summary.seconds.toFixed(1).padStart(6)}`,
  );
  if (summary.failed !== undefined) console.log(`    ✗ it could not be carried out: ${summary.failed}`);
  const told = Array.isArray(made) ? made : [];
  for (const one of told.filter((attempt) => attempt.escaped))
    console.log(`    ✗ ${[one.backend, one.name, one.detail].filter(Boolean).join(": ")}`);
  if (process.argv.includes("--verbose"))
    for (const one of told)
      console.error(
        `      ${one.skipped === undefined ? (one.escaped ? "ESCAPED" : "held   ") : "skipped"} ${[one.backend, one.name].filter(Boolean).join(": ")}`,
      );
  return summary;
}

/** A family that cannot be carried out proves nothing: that counts as an escape. */
async function attacked(
  family: Family,
  progress: (line: string) => void,
): Promise<readonly Attempt[] | string> {
  try {
    return await family.attack(progress);
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.stack ?? ""}`.slice(0, 1500) : String(error);
  }
}

function keep(results: readonly Summary[]): void {
  const folder = fileURLToPath(new URL("../bench/results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "attack.json");
  const measured = results.map(({ seconds: _seconds, ...figure }) => figure);
  // A part that was made alone takes the place of its own row.
  const before = whole || !existsSync(file) ? [] : familiesIn(file);
  const figures = families.flatMap(
    ({ name }) => [...measured, ...before].find((one) => one.name === name) ?? [],
  );
  writeFileSync(file, `${JSON.stringify({ families: figures }, undefined, 2)}\n`);
  writeTable(figures);
}

function familiesIn(file: string): readonly Omit<Summary, "seconds">[] {
  // A door: what this script wrote.
  return (
    JSON.parse(readFileSync(file, "utf8")) as { readonly families: readonly Omit<Summary, "seconds">[] }
  ).families;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
