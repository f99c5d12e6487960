import { AppError, errorCode } from "../../core/errors.ts";
import { connect, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { paintFor, plain, wrap } from "../show/paint.ts";

export interface DoctorFlags extends CloudFlags {
  readonly fix?: boolean;
  readonly live?: boolean;
}

export async function doctor(flags: DoctorFlags): Promise<void> {
  if (flags.live) return live(flags);
  await using nepho = await connect();
  const report = await nepho.doctor({ fix: flags.fix ?? false });
  if (!report.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(report);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const need of report.needs) {
    const mark = need.present
      ? paint("green", "✓")
      : need.required
        ? paint("red", "✗")
        : paint("yellow", "–");
    console.log(`  ${mark} ${need.name.padEnd(20)} ${need.detail}`);
    if (!need.present && need.fix) console.log(`      ${need.fix}`);
  }
}

type LiveReport = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["doctorLive"]>>;

/** Tries the real account. */
async function live(flags: DoctorFlags): Promise<void> {
  await using nepho = await connect(flags);
  const report = await nepho.doctorLive();
  if (!report.ok)
    process.exitCode = report.error ? exitCodeOf(new AppError(errorCode.parse(report.error.code), "")) : 1;
  if (flags.json) printJson(report);
  else showLive(report);
}

function showLive(report: LiveReport): void {
  const paint = paintFor(process.stdout);
  const { identity, credentials, clockOffsetSeconds = 0, error, reads } = report;
  if (identity)
    console.log(
      `  ${paint("green", "✓")} ${"identity".padEnd(16)} ${plain(identity.arn)}, account ${identity.account}, ${report.region}`,
    );
  if (credentials) {
    const until = credentials.expiresAt === undefined ? "no expiry told" : `until ${credentials.expiresAt}`;
    const profile = credentials.profile === undefined ? "" : ` of the profile "${credentials.profile}"`;
    console.log(
      `  ${paint("green", "✓")} ${"credentials".padEnd(16)} ${plain(`${credentials.kind}${profile}, ${until}`)}`,
    );
  }
  if (Math.abs(clockOffsetSeconds) > 0)
    console.log(
      `  ${paint("yellow", "!")} ${"clock".padEnd(16)} this machine is ${Math.abs(clockOffsetSeconds)} s ${clockOffsetSeconds > 0 ? "behind" : "ahead of"} AWS; requests are corrected, set it anyway`,
    );
  const marks = {
    ok: "✓",
    denied: "–",
    "not-enabled": "–",
    throttled: "!",
    unreachable: "✗",
    failed: "✗",
  } as const;
  for (const read of reads) {
    const style = read.result === "ok" ? "green" : /unreachable|failed/.test(read.result) ? "red" : "yellow";
    const name = `${read.service}:${read.operation}`;
    console.log(
      `  ${paint(style, marks[read.result])} ${name.padEnd(38)} ${read.result.padEnd(12)} ${String(read.ms).padStart(6)} ms`,
    );
    if (read.result === "ok" || read.detail === undefined) continue;
    console.log(`      ${wrap(plain(read.detail), paint.columns - 8, " ".repeat(6))}`);
    if (read.permission !== undefined) console.log(`      ask for ${plain(read.permission)}`);
  }
  if (reads.length > 0)
    console.log(
      `  ${reads.filter((read) => read.result === "ok").length} of ${reads.length} reads were answered`,
    );
  if (!error) return;
  console.log(`  ${paint("red", "✗")} ${plain(error.message)}`);
  if (error.next !== undefined) console.log(`    ${plain(error.next)}`);
}
