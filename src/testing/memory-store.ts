import { Event, EventBody } from "../core/event.ts";
import { foldSummary } from "../core/fold-summary.ts";
import type { Json } from "../core/json.ts";
import type { RunSummary, Store } from "../core/store.ts";

/** A store that keeps everything in this process, as text, so that nothing is shared by reference. Passes the suite of every store. */
export function createMemoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly #events = new Map<string, string[]>();
  readonly #summaries = new Map<string, RunSummary>();
  readonly #bodies = new Map<string, string>();

  async append(run: string, at: string, body: EventBody): Promise<Event> {
    const log = this.#events.get(run) ?? [];
    const event = Event.parse({ run, seq: log.length + 1, at, ...EventBody.parse(body) });
    log.push(JSON.stringify(event));
    this.#events.set(run, log);
    this.#summaries.set(run, foldSummary(this.#summaries.get(run), event));
    return event;
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

  async purge(before: string): Promise<number> {
    const old = [...this.#summaries.values()].filter((run) => run.startedAt < before);
    for (const { id } of old) {
      this.#events.delete(id);
      this.#summaries.delete(id);
    }
    const used = [...this.#events.values()].flat().join("\n");
    for (const digest of this.#bodies.keys()) if (!used.includes(digest)) this.#bodies.delete(digest);
    return old.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#events.clear();
  }
}
