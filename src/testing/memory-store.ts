import { auditOfEvent, digestOfLog, digestOfStored } from "../core/audit/audit-of-event.ts";
import type { StoredEvent } from "../core/audit/audit-of-event.ts";
import { AppError } from "../core/errors.ts";
import { Event, EventBody } from "../core/event.ts";
import { foldSummary } from "../core/fold/fold-summary.ts";
import type { Json } from "../core/json/json.ts";
import type { PurgedRuns, PurgeRuns, RunSummary, Store } from "../core/store.ts";
import { MemoryAudit } from "./memory-audit.ts";

/** A store that keeps everything in this process, as text, so that nothing is shared by reference. Passes the suite of every store. */
export function createMemoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly #events = new Map<string, string[]>();
  readonly #summaries = new Map<string, RunSummary>();
  readonly #bodies = new Map<string, string>();

  readonly #leases = new Set<string>();
  readonly audit = new MemoryAudit((run) => this.#stored(run));

  async append(run: string, at: string, body: EventBody): Promise<Event> {
    const parsed = EventBody.parse(body);
    if (parsed.kind === "run-resume" && this.#leases.has(run))
      throw new AppError("environment", `Run ${run} is being worked on by this process.`);
    if (parsed.kind === "run-start" || parsed.kind === "run-resume") this.#leases.add(run);
    if (parsed.kind === "run-end") this.#leases.delete(run);
    const log = this.#events.get(run) ?? [];
    const head = parsed.kind === "run-end" ? this.audit.last() : undefined;
    const event = Event.parse({ run, seq: log.length + 1, at, ...parsed, ...(head && { audit: head }) });
    log.push(JSON.stringify(event));
    this.#events.set(run, log);
    this.#summaries.set(run, foldSummary(this.#summaries.get(run), event));
    const stored = this.#stored(run);
    const audited = auditOfEvent(event, () => digestOfLog(stored.slice(0, -1)));
    const last = stored.at(-1);
    if (audited && last)
      this.audit.add({ at, body: audited, run, event: { seq: event.seq, digest: digestOfStored(last) } });
    return event;
  }

  #stored(run: string): readonly StoredEvent[] {
    return (this.#events.get(run) ?? []).map((body, index) => ({
      run,
      seq: index + 1,
      at: "",
      kind: "",
      body,
    }));
  }

  async events(run: string, from = 1): Promise<readonly Event[]> {
    return (this.#events.get(run) ?? []).slice(from - 1).map((line) => Event.parse(JSON.parse(line)));
  }

  async putBody(digest: string, body: Json): Promise<void> {
    this.#bodies.set(digest, JSON.stringify(body));
  }

  async body(digest: string): Promise<Json | undefined> {
    const text = this.#bodies.get(digest);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  }

  async runs({ status, job, limit }: { status?: string; job?: string; limit?: number } = {}): Promise<
    readonly RunSummary[]
  > {
    return [...this.#summaries.values()]
      .filter(
        (run) => (status === undefined || run.status === status) && (job === undefined || run.job === job),
      )
      .toSorted((a, b) => (a.startedAt + a.id < b.startedAt + b.id ? 1 : -1))
      .slice(0, limit ?? this.#summaries.size);
  }

  async findRun(idOrPrefix: string): Promise<string | undefined> {
    if (this.#summaries.has(idOrPrefix)) return idOrPrefix;
    const found =
      idOrPrefix === "" ? [] : [...this.#summaries.keys()].filter((id) => id.startsWith(idOrPrefix));
    return found.length === 1 ? found[0] : undefined;
  }

  async leave(run: string): Promise<void> {
    this.#leases.delete(run);
  }

  async purge({ before, keep = 0, status, dryRun, at, because }: PurgeRuns): Promise<PurgedRuns> {
    const runs = (await this.runs())
      .slice(keep)
      .filter((run) => before === undefined || run.startedAt < before)
      .filter((run) => status === undefined || status.includes(run.status))
      .filter((run) => !this.#leases.has(run.id));
    const going = new Set(runs.map((run) => run.id));
    const used = [...this.#events].flatMap(([run, log]) => (going.has(run) ? [] : log)).join("\n");
    const bodies = [...this.#bodies].filter(([digest]) => !used.includes(digest));
    const purged = {
      runs,
      bodies: bodies.length,
      bytes: bodies.reduce((sum, [, body]) => sum + body.length, 0),
    };
    if (dryRun) return purged;
    for (const { id } of runs) {
      this.#events.delete(id);
      this.#summaries.delete(id);
    }
    for (const [digest] of bodies) this.#bodies.delete(digest);
    if (runs.length > 0 || bodies.length > 0)
      this.audit.add({ at, body: { kind: "purge", runs: [...going], bodies: bodies.length, because } });
    return purged;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#events.clear();
  }
}
