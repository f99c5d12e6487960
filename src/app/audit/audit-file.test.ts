import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../testing/memory-store.ts";
import { runStart, toldCall } from "../../testing/told-run.ts";
import { readAuditFile, writeAuditFile } from "./audit-file.ts";
import type { AuditFormat } from "./audit-file.ts";
import { entriesOf, verifyAuditFile } from "./verify-audit.ts";

const at = "2026-11-21T10:00:00.000Z";
const hostile = [
  '=HYPERLINK("http://evil")',
  "+1+1",
  "-2",
  "@SUM(A1)",
  "\tx",
  "'quoted",
  'a","=cmd|/c calc!A1',
  ";=1+1",
  "line\r\n=2",
  "\u001b]52;c;x\u0007",
  "é\u0000\u202e",
];

async function exported(format: AuditFormat): Promise<string> {
  const store = createMemoryStore();
  await store.append("=run", at, runStart({ question: hostile.join(" ") }));
  for (const [index, text] of hostile.entries())
    await store.append(/[",;\s]/.test(text) ? "run" : text, at, {
      kind: "call",
      attempt: 1,
      call: toldCall(index + 1, {}, { reason: text, params: { [text]: [text, 1.5e300, -1] } }),
    });
  let whole = "";
  for await (const line of writeAuditFile(entriesOf(store), { format, now: new Date(at) })) whole += line;
  const read = readAuditFile(whole);
  expect(read.entries).toEqual(await store.audit.entries());
  return whole;
}

function verify(text: string, heads: readonly string[] = []) {
  const file = join(mkdtempSync(join(tmpdir(), "audit-")), "log");
  writeFileSync(file, text);
  return verifyAuditFile(file, { heads });
}

/** Cells as a spreadsheet takes them apart. */
function cells(csv: string): readonly string[] {
  return [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(?:,|\n|$)/g)].map(
    ([, quoted, bare = ""]) => quoted?.replaceAll('""', '"') ?? bare,
  );
}

describe.each(["jsonl", "csv"] as const)("an audit log as %s", (format) => {
  it("comes back as it was, and is checked without the store", async () => {
    const report = verify(await exported(format));
    expect(report).toMatchObject({ ok: true, entries: hostile.length + 1, from: 1, faults: [] });
  });

  it("tells where it was cut, altered, or put together anew", async () => {
    const lines = (await exported(format)).split("\n").slice(0, -1);
    const first = format === "csv" ? 1 : 0;
    const faultsOf = (kept: readonly string[]) =>
      verify(`${kept.join("\n")}\n`).faults.map(({ kind, seq }) => `${kind} ${seq}`);
    const count = hostile.length + 1;
    if (format === "jsonl") {
      expect(faultsOf(lines.slice(0, -1))).toEqual([`missing-tail ${count + 1}`]);
      expect(faultsOf(lines.toSpliced(first + 4, 1))).toContain("missing 5");
      expect(faultsOf(lines.toSpliced(count - 1, 1))).toContain(`missing-tail ${count}`);
      expect(faultsOf(lines.toSpliced(first, 1))).toContain("missing-start 2");
      const swapped = lines.with(3, lines[4] ?? "").with(4, lines[3] ?? "");
      expect(faultsOf(swapped)).toContain("reordered 4");
      expect(faultsOf(lines.toSpliced(2, 0, "nonsense"))).toContain(`altered ${count + 1}`);
    }
    const altered = lines.map((line) => line.replaceAll("ec2", "iam"));
    expect(faultsOf(altered)).toContain("altered 2");
    expect(faultsOf(lines.map((line) => line.replace('"kind":"call"', '"kind": "call"')))).toEqual(
      format === "csv" ? [] : [`altered ${count + 1}`],
    );
    expect(verify("").faults.map((fault) => fault.kind)).toEqual(["missing-tail"]);
  });

  it("holds nothing that a spreadsheet takes for a formula", async () => {
    if (format !== "csv") return;
    const csv = await exported(format);
    const bad = cells(csv).filter((cell) => /^[=+\-@\t\r]/.test(cell));
    expect(bad).toEqual([]);
    // Not even where cells are split at every separator.
    expect(csv.split(/[,;"\t\n]/).filter((piece) => /^[=+@]/.test(piece.trim()))).toEqual([]);
    expect(csv).not.toContain("\u001b");
  });
});
