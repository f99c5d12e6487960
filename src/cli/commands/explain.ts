import { AppError } from "../../core/errors.ts";
import type { AccessRecord, PathRecord } from "../../core/record/explain-record.ts";
import { isObject } from "../../core/json/json.ts";
import { connect, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { cut, paintFor, plain, wrap } from "../show/paint.ts";
import type { Paint } from "../show/paint.ts";

export interface AccessFlags extends CloudFlags {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[];
}

export interface PathFlags extends CloudFlags {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly through?: boolean;
}

export async function explainAccess(flags: AccessFlags): Promise<void> {
  const context = readContext(flags.context ?? []);
  await using nepho = await connect(flags);
  const record = await nepho.explainAccess({
    principal: flags.principal,
    action: flags.action,
    resource: flags.resource,
    context,
  });
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
  const record = await nepho.explainPath({
    from,
    to,
    protocol,
    ...(port !== undefined && { port }),
    ...(through && { through }),
  });
  if (flags.json) printJson(record);
  else process.stdout.write(showPath(record, paintFor(process.stdout)));
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
      (one) =>
        `    ${paint("red", "blocked by")} ${plain(one.component.name ?? one.component.id)} (${plain(one.component.id)}), ${one.direction}: ${plain(one.why)}`,
    ),
    ...missingLines(record, paint),
    ...foot(record, paint),
  ].join("\n");
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
  return record.missing.map(
    (one) =>
      `    ${paint("yellow", "missing")}    ${plain("read" in one ? one.read : one.key)}: ${plain(one.why)}`,
  );
}

function foot(record: AccessRecord | PathRecord, paint: Paint): string[] {
  return [
    "",
    paint(
      "dim",
      `  ${record.calls.length} AWS calls, no model, no packet sent · verify  nephoscope runs verify ${record.id}`,
    ),
    "",
    "",
  ];
}
