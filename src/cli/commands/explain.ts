import { AppError } from "../../core/errors.ts";
import type { AccessRecord, PathRecord } from "../../core/record/explain-record.ts";
import { isObject } from "../../core/json/json.ts";
import { connect, onInterrupt, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import type { Nephoscope } from "../../index.ts";
import { cut, paintFor, plain, wrap } from "../show/paint.ts";
import type { Paint } from "../show/paint.ts";
import { Progress } from "../show/progress.ts";

interface BoundFlags {
  readonly maxCalls?: number;
  readonly timeout?: string;
}

export interface AccessFlags extends CloudFlags, BoundFlags {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[];
}

export interface PathFlags extends CloudFlags, BoundFlags {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly through?: boolean;
}

export async function explainAccess(flags: AccessFlags): Promise<void> {
  const context = readContext(flags.context ?? []);
  await using nepho = await connect(flags);
  const { principal, action, resource } = flags;
  const record = await asked(flags, (options) =>
    nepho.explainAccess({ principal, action, resource, context }, options),
  );
  if (flags.json) printJson(record);
  else process.stdout.write(showAccess(record, paintFor(process.stdout)));
}

export async function explainPath(flags: PathFlags): Promise<void> {
  if (flags.protocol !== "icmp" && flags.port === undefined)
    throw new AppError("usage", `${flags.protocol} needs a port.`, {
      next: "Add --port 443, or --protocol icmp for a ping.",
    });
  await using nepho = await connect(flags);
  const { from, to, port, protocol, through } = flags;
  const query = { from, to, protocol, ...(port !== undefined && { port }), ...(through && { through }) };
  const record = await asked(flags, (options) => nepho.explainPath(query, options));
  if (flags.json) printJson(record);
  else process.stdout.write(showPath(record, paintFor(process.stdout)));
}

/** With what bounds it, a line of progress for whoever looks on, and an end when it is interrupted; sets the exit code. */
async function asked<R extends AccessRecord | PathRecord>(
  { maxCalls, timeout }: BoundFlags,
  ask: (options: Parameters<Nephoscope["explainPath"]>[1]) => Promise<R>,
): Promise<R> {
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort(new AppError("interrupted", "The run was interrupted.")));
  const progress = new Progress((text) => process.stderr.write(text), paintFor(process.stderr));
  try {
    const record = await ask({
      signal: stop.signal,
      ...(maxCalls !== undefined && { maxCalls }),
      ...(timeout !== undefined && { timeout }),
      ...(process.stderr.isTTY && { onEvent: (event) => progress.on(event) }),
    });
    process.exitCode = exitCodeOfRun(record);
    return record;
  } finally {
    release();
  }
}

/** `key=value,value` pairs, several of them. Values may hold `=`; a backslash keeps a comma. */
function readContext(pairs: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = "", ...rest] = pair.split("=");
      if (key === "" || rest.length === 0)
        throw new AppError("usage", `"${pair}" is no condition key.`, {
          next: "Give it as --context aws:SourceIp=203.0.113.7",
        });
      return [
        key,
        rest
          .join("=")
          .split(/(?<!\\),/)
          .map((value) => value.replaceAll("\\,", ",")),
      ];
    }),
  );
}

function showAccess(record: AccessRecord, paint: Paint): string {
  const style = record.decision === "allowed" ? "green" : record.decision === "unknown" ? "yellow" : "red";
  const lines = record.deciding.map((one) => {
    const policy = one.policy.name ?? one.policy.id ?? one.policy.arn ?? "";
    const statement = one.statement === undefined ? "" : ` statement ${one.statement}`;
    return `    ${one.layer.padEnd(10)} ${plain(`${policy}${statement}`)}\n               ${wrap(plain(one.why), paint.columns - 17, " ".repeat(15))}`;
  });
  const layers = record.layers
    .filter((layer) => layer.verdict !== "absent")
    .map((layer) => `${layer.layer} ${layer.verdict}`);
  return [
    "",
    `  ${paint(style, "●")} ${paint("bold", record.decision)}  ${plain(`${record.principal} → ${record.action} on ${record.resource}`)}`,
    ...lines,
    `    ${paint("dim", `layers     ${layers.join(" · ")}`)}`,
    ...missingLines(record, paint),
    ...foot(record, paint),
  ].join("\n");
}

function showPath(record: PathRecord, paint: Paint): string {
  const style = record.reachable === "yes" ? "green" : record.reachable === "unknown" ? "yellow" : "red";
  const marks = { passes: paint("green", "✓"), blocks: paint("red", "✗"), unknown: paint("yellow", "?") };
  const hops = record.hops.map(
    (hop) =>
      `    ${marks[hop.verdict]} ${hop.direction.padEnd(10)} ${plain(hop.component.name ?? hop.component.id).padEnd(26)} ${cut(plain(hop.why), paint.columns - 46)}`,
  );
  const port = record.port === undefined ? "" : `/${record.port}`;
  return [
    "",
    `  ${paint(style, "●")} ${paint("bold", record.reachable === "yes" ? "reachable" : record.reachable === "no" ? "not reachable" : "unknown")}  ${plain(`${endName(record.from)} → ${endName(record.to)} ${record.protocol}${port}`)}`,
    ...hops,
    ...record.blockedBy.map(
      (one) => `    ${paint("red", "blocked by")} ${wrap(blocker(one), paint.columns - 16, " ".repeat(15))}`,
    ),
    ...missingLines(record, paint),
    ...foot(record, paint),
  ].join("\n");
}

function blocker({ component: { name, id }, direction, why }: PathRecord["blockedBy"][number]): string {
  return plain(`${name === undefined || name === id ? id : `${name} (${id})`}, ${direction}: ${why}`);
}

function endName(end: PathRecord["from"]): string {
  if (typeof end === "string") return end;
  if (!isObject(end)) return "?";
  return String(
    ["name", "id", "address", "cidr", "text", "kind"]
      .map((key) => end[key])
      .find((value) => value !== undefined) ?? "?",
  );
}

function missingLines(record: AccessRecord | PathRecord, paint: Paint): string[] {
  const { status, gaps = [] } = record;
  const partial = gaps.map(
    (gap) =>
      `    ${paint("yellow", "partial")}    ${wrap(plain(`${status}: ${gap}`), paint.columns - 16, " ".repeat(15))}`,
  );
  const missing = record.missing.map(
    (one) =>
      `    ${paint("yellow", "missing")}    ${wrap(plain(`${"read" in one ? one.read : one.key}: ${one.why}`), paint.columns - 16, " ".repeat(15))}`,
  );
  return [...partial, ...missing];
}

function foot(record: AccessRecord | PathRecord, paint: Paint): string[] {
  const sent = record.calls.filter(({ decision, cached }) => decision === "allowed" && !cached).length;
  return [
    "",
    paint("dim", `  ${sent} AWS call${sent === 1 ? "" : "s"}, no model, no packet sent`),
    paint("dim", `  verify  nephoscope runs verify ${record.id}`),
    "",
    "",
  ];
}
