import { createInterface } from "node:readline/promises";
import { AppError } from "../../core/errors.ts";
import type { Nephoscope } from "../../index.ts";
import { connect, printJson } from "../connect.ts";
import type { Json } from "../connect.ts";
import { paintFor, plain, plainLines } from "../show/paint.ts";

type Kept = Awaited<ReturnType<Nephoscope["library"]["show"]>>;

export interface KeepFlags extends Json {
  readonly name?: string;
  readonly task?: string;
  readonly yes?: boolean;
}

/** `library keep`: shows what would be kept, and keeps it on a person's word. Exit code 1 when the word is no. */
export async function keep(run: string, step: string, flags: KeepFlags): Promise<void> {
  const number = Number(step);
  if (!Number.isInteger(number))
    throw new AppError("usage", `"${step}" is no number of a step.`, { next: `nephoscope runs show ${run}` });
  if (flags.yes !== true && !(process.stdin.isTTY && process.stderr.isTTY))
    throw new AppError("usage", "A script is kept on a person's word, and nobody can be asked here.", {
      next: `Read it (nephoscope runs show ${run} --json), then say so with --yes.`,
    });
  await using nepho = await connect();
  const asked = {
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.task !== undefined && { task: flags.task }),
  };
  const proposed = await nepho.library.propose(run, number, asked);
  if (flags.yes !== true) {
    for (const line of told(proposed)) console.error(line);
    if (!(await agreed(proposed))) {
      process.exitCode = 1;
      console.error("  It is not kept.");
      return;
    }
  }
  const kept = await nepho.library.keep(run, number, { ...asked, name: proposed.name });
  if (flags.json) printJson({ ...kept, script: proposed });
  else console.log(`  kept as ${kept.name}: ${kept.file}`);
}

async function agreed({ name }: Kept): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const said = await terminal.question(`  Keep it as "${name}", to be offered for like tasks? (y/N) `);
    return /^y(?:es)?$/i.test(said.trim());
  } finally {
    terminal.close();
  }
}

export async function list(flags: Json): Promise<void> {
  await using nepho = await connect();
  const scripts = await nepho.library.list();
  if (flags.json) {
    printJson(scripts);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const { name, task, services } of scripts)
    console.log(
      `  ${name.padEnd(32)} ${services.join(", ").padEnd(16)} ${paint("dim", plain(task).slice(0, 80))}`,
    );
  if (scripts.length === 0)
    console.error("  Nothing is kept: nephoscope library keep RUN STEP   keeps a step's script.");
}

export async function show(name: string, flags: Json): Promise<void> {
  await using nepho = await connect();
  const script = await nepho.library.show(name);
  if (flags.json) {
    printJson(script);
    return;
  }
  for (const line of told(script)) console.log(line);
}

export async function remove(name: string, flags: Json): Promise<void> {
  await using nepho = await connect();
  const removed = await nepho.library.remove(name);
  if (flags.json) printJson(removed);
  else console.log(`  removed ${removed.file}`);
}

/** `library check`: exit code 1 when one is not in order. */
export async function check(flags: Json): Promise<void> {
  await using nepho = await connect();
  const checks = await nepho.library.check();
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
  if (flags.json) {
    printJson(checks);
    return;
  }
  const paint = paintFor(process.stdout);
  if (checks.length === 0) console.log("  Nothing is kept.");
  for (const one of checks) {
    console.log(`  ${one.ok ? paint("green", "●") : paint("red", "●")} ${plain(one.name)}`);
    for (const fault of one.faults) console.log(`      ${plain(fault)}`);
  }
}

/** A script with all that a person should know before saying yes. */
function told({ name, task, calls, bound, provenance, code }: Kept): readonly string[] {
  const { run, step, decidedBy, account, region, endpoint } = provenance;
  return [
    plainLines(code.trimEnd()),
    "",
    `  ${name}: ${plain(task)}`,
    `  calls   ${calls.join(", ")}`,
    `  from    run ${run}, step ${step}, by ${plain(decidedBy)}, account ${account} (a mark), ${region}${endpoint === undefined ? "" : `, ${plain(endpoint)}`}`,
    ...(bound.length > 0
      ? [`  names of that account in it (it runs as it is only there): ${bound.map(plain).join(", ")}`]
      : []),
  ];
}
