import { connect, printJson } from "../connect.ts";
import { withGivenFile } from "../given-file.ts";
import type { Json } from "../connect.ts";
import { cut, paintFor, plain } from "../show/paint.ts";

export interface ShowFlags extends Json {
  readonly run?: string;
  readonly since?: string;
  readonly kind?: string;
  readonly limit?: number;
}

export interface VerifyFlags extends Json {
  readonly head?: readonly string[];
}

export interface ExportFlags extends Json {
  readonly format?: "jsonl" | "csv";
  readonly out?: string;
}

export interface AcknowledgeFlags extends Json {
  readonly because: string;
}

export interface PruneFlags extends Json {
  readonly olderThan: string;
}

export async function show(flags: ShowFlags): Promise<void> {
  await using nepho = await connect();
  const { run, since, kind, limit } = flags;
  const entries = await nepho.audit.show({
    ...(run !== undefined && { run }),
    ...(since !== undefined && { since }),
    ...(kind !== undefined && { kind }),
    ...(limit !== undefined && { limit }),
  });
  if (flags.json) {
    printJson(entries);
    return;
  }
  const paint = paintFor(process.stdout);
  if (entries.length === 0) console.log("  Nothing of that kind is in the audit log.");
  for (const { seq, at, kind: what, run: of, body } of entries) {
    const when = at.slice(0, 19).replace("T", " ");
    const line = `${plain(of ?? "").padEnd(24)} ${told(what, body)}`;
    console.log(
      `${String(seq).padStart(7)}  ${paint("dim", when)}  ${paint("bold", plain(what).padEnd(11))} ${process.stdout.isTTY ? cut(line, paint.columns - 45) : line}`,
    );
  }
}

export async function head(flags: Json): Promise<void> {
  await using nepho = await connect();
  const found = await nepho.audit.head();
  if (flags.json) printJson(found ?? null);
  else console.log(found ? `${found.seq}:${found.hash}` : "  The audit log is empty.");
}

export async function verify(file: string | undefined, flags: VerifyFlags): Promise<void> {
  await using nepho = await connect();
  const report = await nepho.audit.verify({
    ...(file !== undefined && { file }),
    ...(flags.head && { heads: flags.head }),
  });
  if (!report.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(report);
    return;
  }
  const paint = paintFor(process.stdout);
  const reach = report.head ? `entries ${report.from} to ${report.head.seq}` : "no entries";
  console.log(
    report.ok
      ? `  ${paint("green", "●")} the audit log is whole: ${reach}, head ${report.head?.hash ?? "none"}`
      : `  ${paint("red", "●")} the audit log is broken: ${report.faults.length + report.more} fault${report.faults.length + report.more === 1 ? "" : "s"} in ${reach}`,
  );
  for (const fault of report.faults) {
    console.log(`    ${paint("red", fault.kind.padEnd(13))} entry ${fault.seq}: ${plain(fault.text)}`);
    if (fault.expected !== undefined) console.log(`${" ".repeat(18)}expected ${plain(fault.expected)}`);
    if (fault.found !== undefined) console.log(`${" ".repeat(18)}found    ${plain(fault.found)}`);
  }
  if (report.more > 0) console.log(`    and ${report.more} more`);
  for (const warning of report.warnings) console.log(`    ${paint("yellow", "note")} ${plain(warning)}`);
}

export async function exportAudit(flags: ExportFlags): Promise<void> {
  await using nepho = await connect();
  const format = flags.format ?? "jsonl";
  if (flags.out === undefined) {
    for await (const line of nepho.audit.export({ format, to: "standard output" }))
      process.stdout.write(line);
    return;
  }
  const { out } = flags;
  const written = await withGivenFile("Give --out a file in a folder that can be written.", () =>
    nepho.audit.exportTo(out, format),
  );
  if (flags.json) printJson(written);
  else
    console.log(
      `  ${written.entries} entries in ${written.file}   check it: nephoscope audit verify ${written.file}`,
    );
}

export async function acknowledge(entry: number, flags: AcknowledgeFlags): Promise<void> {
  await using nepho = await connect();
  const made = await nepho.audit.acknowledge(entry, flags.because);
  if (flags.json) printJson(made);
  else console.log(`  noted as entry ${made.seq}`);
}

export async function prune(flags: PruneFlags): Promise<void> {
  await using nepho = await connect();
  const result = await nepho.audit.prune(flags.olderThan);
  if (flags.json) printJson(result);
  else
    console.log(
      result.through === undefined
        ? "  nothing is that old"
        : `  ${result.removed} entries removed; the log now begins after entry ${result.through}`,
    );
}

type Told = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["audit"]["show"]>>[number]["body"];

/** One line for a person: who did what, and what was decided. */
function told(kind: string, body: Told): string {
  const about = new Map(typeof body === "object" && body !== null ? Object.entries(body) : []);
  if (kind === "call") return toldCall(about.get("call"));
  const shown = [...about].filter(([name]) => !["grant", "policy", "log"].includes(name));
  return plain(
    shown
      .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
      .join(" · "),
  );
}

function toldCall(call: Told | undefined): string {
  const about = new Map(typeof call === "object" && call !== null ? Object.entries(call) : []);
  const text = (name: string) => {
    const value = about.get(name);
    return typeof value === "string" ? value : JSON.stringify(value ?? "");
  };
  const decision =
    text("decision") === "denied"
      ? `denied by ${text("deniedBy")}: ${text("reason")}`
      : about.get("cached") === true
        ? "from the record"
        : `${text("status")}${about.has("error") ? ` ${text("error")}` : ""}`;
  return plain(`${text("service")}:${text("operation")} ${text("region")} → ${decision}`);
}
