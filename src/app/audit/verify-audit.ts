import { readFileSync } from "node:fs";
import type { AuditEntry, Witness } from "../../core/audit/audit.ts";
import { parseHead } from "../../core/audit/audit-head.ts";
import { AppError } from "../../core/errors.ts";
import { isObject } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import { ChainVerifier } from "../../core/audit/verify-chain.ts";
import type { ChainReport } from "../../core/audit/verify-chain.ts";
import { readAuditFile } from "./audit-file.ts";

export interface VerifyAudit {
  /** Heads that were noted elsewhere: `SEQ:HASH`, or the label in CloudTrail. The chain must contain each. */
  readonly heads?: readonly string[];
}

export interface AuditReport extends ChainReport {
  /** The store's database, or the file. */
  readonly source: string;
}

const pageSize = 1_000;

/** Follows the store's chain from its first entry, against the head file, against the events it tells of, and against noted heads. */
export async function verifyAudit(
  store: Store,
  source: string,
  { heads = [] }: VerifyAudit = {},
): Promise<AuditReport> {
  // In this order: what others add meanwhile is beyond the end that is looked at.
  const kept = await store.audit.witnesses();
  const end = (await store.audit.head())?.seq ?? 0;
  const verifier = new ChainVerifier([...(kept?.heads ?? []), ...noted(heads)]);
  for await (const entry of entriesOf(store, end)) {
    if (entry.run === undefined || !entry.event) verifier.push(entry);
    else {
      const digest = await store.audit.digestOfEvent(entry.run, entry.event.seq);
      verifier.push(entry, digest ?? "gone");
      if (entry.kind === "run-end" && digest !== undefined)
        await checkLog(store, entry, entry.run, entry.event.seq, verifier);
    }
  }
  for (const text of kept?.faults ?? []) verifier.fault({ kind: "witness", seq: 1, text });
  return { source, ...verifier.finish({ headFile: kept !== undefined }) };
}

/** Follows an exported chain, with no store. Throws AppError `not-found` where there is no such file. */
export function verifyAuditFile(file: string, { heads = [] }: VerifyAudit = {}): AuditReport {
  const { entries, footer, faults } = readAuditFile(textOf(file));
  const footerHead = footer?.head ? [{ ...footer.head, from: "export's footer" }] : [];
  const verifier = new ChainVerifier([...footerHead, ...noted(heads)]);
  for (const entry of entries) verifier.push(entry);
  const end = (entries.at(-1)?.seq ?? 0) + 1;
  for (const text of faults)
    verifier.fault({ kind: text.includes("cut at its tail") ? "missing-tail" : "altered", seq: end, text });
  return { source: file, ...verifier.finish() };
}

/** Every entry up to `end` in its order, page by page. */
export async function* entriesOf(store: Store, end = Infinity): AsyncGenerator<AuditEntry> {
  for (let from = 1; ;) {
    const page = await store.audit.entries({ from, limit: pageSize });
    yield* page.filter((entry) => entry.seq <= end);
    const last = page.at(-1);
    if (!last || page.length < pageSize || last.seq >= end) return;
    from = last.seq + 1;
  }
}

async function checkLog(
  store: Store,
  { seq, body }: AuditEntry,
  run: string,
  eventSeq: number,
  verifier: ChainVerifier,
): Promise<void> {
  const expected = isObject(body) && typeof body["log"] === "string" ? body["log"] : "";
  const found = await store.audit.digestOfLog(run, eventSeq);
  if (found !== expected)
    verifier.fault({
      kind: "record",
      seq,
      text: `the events of run ${run} before its end are not what was recorded: one was altered, added or removed`,
      expected,
      found,
    });
}

function noted(heads: readonly string[]): readonly Witness[] {
  return heads.map((text) => {
    const head = parseHead(text);
    if (head) return { ...head, from: "noted head" };
    throw new AppError("usage", `"${text}" is no head of an audit log.`, {
      next: "Give it as nephoscope audit head prints it: SEQ:sha256:… or audit.SEQ.…",
    });
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new AppError("not-found", `${file} cannot be read.`, {
      cause,
      next: "nephoscope audit export --out FILE   makes one.",
    });
  }
}
