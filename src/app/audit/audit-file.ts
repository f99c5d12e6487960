import { createHash } from "node:crypto";
import { z } from "zod";
import { AuditEntry } from "../../core/audit/audit.ts";
import { AuditHead } from "../../core/audit/audit-head.ts";
import type { Json } from "../../core/json/json.ts";

export type AuditFormat = "jsonl" | "csv";

/** The last line of an export: what it holds, so that a cut or altered copy shows by itself. */
export const AuditFooter = z.object({
  format: z.literal("nephoscope-audit"),
  version: z.literal(1),
  exportedAt: z.string(),
  entries: z.number().int(),
  from: z.number().int().optional(),
  head: AuditHead.optional(),
  /** Of every byte before the footer's line. */
  sha256: z.string(),
});
export type AuditFooter = z.infer<typeof AuditFooter>;

const columns = ["seq", "at", "kind", "run", "event_seq", "event_digest", "body", "previous", "hash"];

/** The lines of an export, the footer last. */
export async function* writeAuditFile(
  entries: AsyncIterable<AuditEntry>,
  { format, now }: { readonly format: AuditFormat; readonly now: Date },
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const about: { count: number; from?: number; head?: AuditHead } = { count: 0 };
  const hashed = (line: string) => {
    hash.update(line);
    return line;
  };
  if (format === "csv") yield hashed(csvRow(columns));
  for await (const entry of entries) {
    about.count += 1;
    about.from ??= entry.seq;
    about.head = { seq: entry.seq, hash: entry.hash };
    yield hashed(format === "csv" ? csvRow(cellsOf(entry)) : `${JSON.stringify(entry)}\n`);
  }
  const footer: AuditFooter = {
    format: "nephoscope-audit",
    version: 1,
    exportedAt: now.toISOString(),
    entries: about.count,
    ...(about.from !== undefined && { from: about.from }),
    ...(about.head && { head: about.head }),
    sha256: hash.digest("hex"),
  };
  yield format === "csv" ? csvRow(["footer", jsonCell(footer)]) : `${JSON.stringify({ footer })}\n`;
}

export interface ReadAuditFile {
  readonly entries: readonly AuditEntry[];
  readonly footer?: AuditFooter;
  /** What is wrong with the file itself. */
  readonly faults: readonly string[];
}

/** Reads an export back, whichever its form. Never throws: what cannot be read is a fault. */
export function readAuditFile(text: string): ReadAuditFile {
  const isCsv = text.startsWith(columns[0] ?? "") && !text.startsWith("{");
  const cut = text.trimEnd().lastIndexOf("\n") + 1;
  const footer = footerIn(text.slice(cut), isCsv);
  const content = footer ? text.slice(0, cut) : text;
  const rows = isCsv ? csvEntries(content) : jsonEntries(content);
  const entries = rows.flatMap((row) => (row.entry ? [row.entry] : []));
  const bad = rows.flatMap(({ entry, line }) => (entry ? [] : [`line ${line} holds no entry`]));
  const digest = createHash("sha256").update(content).digest("hex");
  const differs =
    footer && footer.sha256 !== digest
      ? ["the file is not what was exported: its footer has another digest"]
      : [];
  const short =
    footer && footer.entries !== entries.length
      ? [`the footer tells of ${footer.entries} entries, and there are ${entries.length}`]
      : [];
  const none = footer ? [] : ["the footer is missing: the file was cut at its tail"];
  return { entries, ...(footer && { footer }), faults: [...bad, ...short, ...differs, ...none] };
}

interface Row {
  readonly line: number;
  readonly entry?: AuditEntry;
}

function jsonEntries(content: string): readonly Row[] {
  return content.split("\n").flatMap((text, index) => {
    if (text === "") return [];
    const entry = AuditEntry.safeParse(parseJson(text));
    return [{ line: index + 1, ...(entry.success && { entry: entry.data }) }];
  });
}

function csvEntries(content: string): readonly Row[] {
  return csvRows(content)
    .slice(1)
    .map((cells, index) => {
      const [seq, at, kind, run, eventSeq, digest, body, previous, hash] = cells;
      const entry = AuditEntry.safeParse({
        seq: Number(seq),
        at,
        kind,
        ...(run !== "" && { run }),
        ...(eventSeq !== "" && { event: { seq: Number(eventSeq), digest } }),
        body: parseJson(body ?? ""),
        previous,
        hash,
      });
      return { line: index + 2, ...(entry.success && { entry: entry.data }) };
    });
}

function footerIn(line: string, isCsv: boolean): AuditFooter | undefined {
  const found = isCsv
    ? parseJson(csvRows(line)[0]?.[1] ?? "")
    : z.object({ footer: z.json() }).safeParse(parseJson(line)).data?.footer;
  const footer = AuditFooter.safeParse(found);
  return footer.success ? footer.data : undefined;
}

function cellsOf(entry: AuditEntry): readonly string[] {
  return [
    String(entry.seq),
    entry.at,
    entry.kind,
    entry.run ?? "",
    entry.event ? String(entry.event.seq) : "",
    entry.event?.digest ?? "",
    jsonCell(entry.body),
    entry.previous,
    entry.hash,
  ];
}

/** JSON in whose strings nothing can be taken for a formula, even by a program that splits cells where it should not. It parses to the same. */
function jsonCell(value: object | Json): string {
  return JSON.stringify(value).replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replaceAll(/[=@|]|(?<=[";,\s])[+-]/g, escaped),
  );
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection). */
function csvRow(cells: readonly string[]): string {
  const safe = cells.map((cell) => (/^['=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}

function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell with what ends it.
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    const [whole, quoted, bare = "", end] = match;
    if (whole === "" && row.length === 0) break;
    const cell = quoted === undefined ? bare : quoted.replaceAll('""', '"');
    row.push(cell.startsWith("'") ? cell.slice(1) : cell);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function parseJson(text: string): Json | undefined {
  try {
    // A door: every use is parsed by a schema.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
