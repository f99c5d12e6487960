import { AuditBody, nextEntry } from "../core/audit/audit.ts";
import type { AuditEntry, AuditFilter, AuditStore, NewEntry, Witness } from "../core/audit/audit.ts";
import type { AuditHead } from "../core/audit/audit-head.ts";
import { digestOfLog, digestOfStored } from "../core/audit/audit-of-event.ts";
import type { StoredEvent } from "../core/audit/audit-of-event.ts";

/** The audit chain of a store in memory, with a head "file" in memory too. */
export class MemoryAudit implements AuditStore {
  readonly #stored: (run: string) => readonly StoredEvent[];
  readonly #heads: Witness[] = [];
  #lines: string[] = [];
  #last: AuditHead | undefined;

  constructor(stored: (run: string) => readonly StoredEvent[]) {
    this.#stored = stored;
  }

  add(entry: NewEntry): AuditEntry {
    const made = nextEntry(this.#last, entry);
    this.#lines.push(JSON.stringify(made));
    this.#last = { seq: made.seq, hash: made.hash };
    this.#heads.push({ ...this.#last, from: "head file" });
    return made;
  }

  last(): AuditHead | undefined {
    return this.#last;
  }

  async append(at: string, body: AuditBody, run?: string): Promise<AuditEntry> {
    return this.add({ at, body: AuditBody.parse(body), ...(run !== undefined && { run }) });
  }

  async head(): Promise<AuditHead | undefined> {
    return this.#last;
  }

  async entries({ from = 1, limit, run, kind, since = "" }: AuditFilter = {}): Promise<
    readonly AuditEntry[]
  > {
    return this.#all()
      .filter((entry) => entry.seq >= from && entry.at >= since)
      .filter((entry) => (run ?? entry.run) === entry.run && (kind ?? entry.kind) === entry.kind)
      .slice(0, limit);
  }

  async witnesses(): ReturnType<AuditStore["witnesses"]> {
    return { heads: this.#heads, faults: [] };
  }

  async digestOfEvent(run: string, seq: number): Promise<string | undefined> {
    const stored = this.#stored(run)[seq - 1];
    return stored && digestOfStored(stored);
  }

  async digestOfLog(run: string, seq: number): Promise<string> {
    return digestOfLog(this.#stored(run).slice(0, seq - 1));
  }

  async prune(before: string, at: string): Promise<AuditEntry | undefined> {
    const last = this.#all().findLast((entry) => entry.at < before);
    if (!last) return undefined;
    const { seq: through, hash } = last;
    const removed = this.#all().filter((entry) => entry.seq <= through).length;
    const made = this.add({ at, body: { kind: "prune", through, hash, removed, before } });
    this.#lines = this.#lines.slice(removed);
    return made;
  }

  #all(): AuditEntry[] {
    return this.#lines.map((line) => JSON.parse(line) as AuditEntry);
  }
}
