import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyAudit } from "../src/app/audit/verify-audit.ts";
import type { EventBody } from "../src/core/event.ts";
import { createSqliteStore } from "../src/store/sqlite-store.ts";
import { runStart, toldCall } from "../src/testing/told-run.ts";
import { figure, print, type Figure } from "./sandbox.ts";

const at = "2026-11-21T10:00:00.000Z";

/** What it costs to record a call with its link in the audit chain, against an event of the same size that is not audited; milliseconds. */
export async function benchAudit(n = 1_000): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-audit-"));
  await using store = createSqliteStore({ file: join(folder, "store", "runs.db") });
  await store.append("bench", at, runStart());
  const call = toldCall(1, {}, { params: { Filters: [{ Name: "vpc-id", Values: ["vpc-1", "vpc-2"] }] } });
  const bodies = {
    note: { kind: "note", text: JSON.stringify(call) },
    call: { kind: "call", attempt: 1, call },
  } satisfies { [name: string]: EventBody };
  const times = { note: [] as number[], call: [] as number[] };
  for (let index = -50; index < n; index += 1)
    for (const name of ["note", "call"] as const) {
      const started = performance.now();
      await store.append("bench", at, bodies[name]);
      if (index >= 0) times[name].push(performance.now() - started);
    }
  const started = performance.now();
  const report = await verifyAudit(store, "bench");
  const verified = performance.now() - started;
  if (!report.ok) throw new Error("the chain of the bench is broken");
  rmSync(folder, { recursive: true, force: true });
  return [
    figure("event without audit", times.note),
    figure("call with audit", times.call),
    figure(
      "added by the audit",
      times.call.map((ms, index) => ms - (times.note[index] ?? 0)),
    ),
    figure("verify 1,000 entries", [(verified / report.entries) * 1_000]),
  ];
}

if (import.meta.main) print(await benchAudit());
