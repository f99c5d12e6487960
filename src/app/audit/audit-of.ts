import { appendFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { AuditEntry } from "../../core/audit/audit.ts";
import { labelOfHead } from "../../core/audit/audit-head.ts";
import type { AuditHead } from "../../core/audit/audit-head.ts";
import { AppError } from "../../core/errors.ts";
import { privateFile } from "../../store/private-files.ts";
import { writeAuditFile } from "./audit-file.ts";
import type { AuditFormat } from "./audit-file.ts";
import { parseMoment } from "../parse-time.ts";
import { entriesOf, verifyAudit, verifyAuditFile } from "./verify-audit.ts";
import type { AuditReport } from "./verify-audit.ts";
import type { Workshop } from "../workshop.ts";

export interface ShowAudit {
  /** A run's id or its beginning; of a purged run the whole id. */
  readonly run?: string;
  /** `2h`, `30d`, ISO. */
  readonly since?: string;
  readonly kind?: string;
  /** The last so many. */
  readonly limit?: number;
}

/** The append-only log of every call, decision and exchange with a model. */
export function auditOf({ workshop, now }: { readonly workshop: Workshop; readonly now: () => Date }) {
  const audit = () => workshop.store().audit;
  return {
    show: async ({ run, since, kind, limit }: ShowAudit = {}): Promise<readonly AuditEntry[]> => {
      const id = run === undefined ? undefined : ((await workshop.store().findRun(run)) ?? run);
      const found = await audit().entries({
        ...(id !== undefined && { run: id }),
        ...(since !== undefined && { since: parseMoment(since, now()).toISOString() }),
        ...(kind !== undefined && { kind }),
      });
      return limit === undefined ? found : found.slice(-limit);
    },
    /** What to note elsewhere. `label` fits a tag or a session name. Undefined while nothing has been recorded. */
    head: async (): Promise<(AuditHead & { readonly label: string }) | undefined> => {
      const head = await audit().head();
      return head && { ...head, label: labelOfHead(head) };
    },
    /** Whether the chain is whole, and where it is not: of the store, or of an exported file. */
    verify: async ({
      file,
      heads = [],
    }: { file?: string; heads?: readonly string[] } = {}): Promise<AuditReport> =>
      file === undefined
        ? verifyAudit(workshop.store(), workshop.database, { heads })
        : verifyAuditFile(file, { heads }),
    /** The whole chain with an integrity footer, in pieces of text. That it was exported stands in it. */
    export: async function* ({
      format = "jsonl",
      to = "a stream",
    }: { format?: AuditFormat; to?: string } = {}) {
      await audit().append(now().toISOString(), { kind: "export", what: "audit", to });
      yield* writeAuditFile(entriesOf(workshop.store()), { format, now: now() });
    },
    /** The same into a file that only its owner can read. */
    async exportTo(file: string, format: AuditFormat = "jsonl"): Promise<{ file: string; entries: number }> {
      const count = { lines: 0 };
      privateFile(file, workshop.report);
      writeFileSync(file, "");
      for await (const line of this.export({ format, to: resolve(file) })) {
        appendFileSync(file, line);
        count.lines += 1;
      }
      return { file, entries: count.lines - (format === "csv" ? 2 : 1) };
    },
    /** A person has looked into an alarm: it no longer makes the log fail, and stays in it. */
    acknowledge: async (alarm: number, because: string): Promise<AuditEntry> => {
      const [entry] = await audit().entries({ from: alarm, limit: 1 });
      if (entry?.seq !== alarm || entry.kind !== "alarm")
        throw new AppError("not-found", `Entry ${alarm} of the audit log is no alarm.`, {
          next: "nephoscope audit show --kind alarm",
        });
      return audit().append(now().toISOString(), { kind: "acknowledge", alarm, because });
    },
    /** Removes entries older than a time; the chain then begins at an anchor, and says so. Returns how many went. */
    prune: async (olderThan: string): Promise<{ readonly removed: number; readonly through?: number }> => {
      const at = now();
      const entry = await audit().prune(parseMoment(olderThan, at).toISOString(), at.toISOString());
      const body = entry?.body;
      if (typeof body !== "object" || body === null || !("removed" in body)) return { removed: 0 };
      return { removed: Number(body["removed"]), through: Number(body["through"]) };
    },
  };
}
