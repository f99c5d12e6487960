import type { Call, RecordedCall } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Event, EventBody } from "../core/event.ts";
import type { Json } from "../core/json/json.ts";
import type { Store } from "../core/store.ts";
import type { Asked, Exchange } from "../reason/reason.ts";

export interface EventLogOptions {
  readonly store: Store;
  readonly run: string;
  readonly now: () => Date;
}

/** One run's events, in the store and in this process. What is said here has been stored before. */
export class EventLog implements AsyncIterable<Event> {
  readonly run: string;
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #events: Event[];
  readonly #responses: Map<string, Json>;
  readonly #first: number;
  readonly #waiting = new Set<() => void>();
  readonly #recalled = new Set<number>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(
    { store, run, now }: EventLogOptions,
    events: readonly Event[],
    responses: ReadonlyMap<string, Json>,
  ) {
    this.run = run;
    this.#store = store;
    this.#now = now;
    this.#events = [...events];
    this.#responses = new Map(responses);
    this.#first = events.length;
  }

  /** With what the store already has of this run. */
  static async open(options: EventLogOptions): Promise<EventLog> {
    const events = await options.store.events(options.run);
    const responses = new Map<string, Json>();
    for (const event of events) {
      const digest = event.kind === "call" ? event.call.responseDigest : undefined;
      if (digest === undefined || responses.has(digest)) continue;
      const body = await options.store.body(digest);
      if (body !== undefined) responses.set(digest, body);
    }
    return new EventLog(options, events, responses);
  }

  events(): readonly Event[] {
    return this.#events;
  }

  /** One after the other, in the order they were asked for. Rejects when the store does. */
  append(body: EventBody): Promise<Event> {
    const appended = this.#last.then(async () => {
      const event = await this.#store.append(this.run, this.#now().toISOString(), body);
      this.#events.push(event);
      this.#wake();
      return event;
    });
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  /** Stores the response under its digest before the call that names it. */
  async record(call: Call, attempt: number, response: Json | undefined): Promise<void> {
    if (call.responseDigest !== undefined && response !== undefined) {
      if (!this.#responses.has(call.responseDigest)) await this.#store.putBody(call.responseDigest, response);
      this.#responses.set(call.responseDigest, response);
    }
    await this.append({ kind: "call", attempt, call });
  }

  /** Stores what a model was told and what it said before the event that names them. */
  async exchange(
    { event, messages, turns, answer, aliases }: Exchange,
    place: { step?: number; attempt?: number },
  ): Promise<void> {
    const promptDigest = await this.#kept(messages);
    const turnsDigest = turns === undefined ? undefined : await this.#kept(turns);
    const answerDigest = answer === undefined ? undefined : await this.#kept(answer);
    const aliasesDigest = aliases === undefined ? undefined : await this.#kept(aliases);
    const digests = {
      promptDigest,
      ...(turnsDigest !== undefined && { turnsDigest }),
      ...(answerDigest !== undefined && { answerDigest }),
      ...(aliasesDigest !== undefined && { aliasesDigest }),
    };
    await this.append({ kind: "model", ...event, ...place, ...digests });
  }

  async #kept(body: Json): Promise<string> {
    const digest = digestOf(body);
    await this.#store.putBody(digest, body);
    return digest;
  }

  /** The answer to exactly this question, from before this session; each is given once. */
  async recalled({ model, prompt, messages }: Asked): Promise<string | undefined> {
    const before = this.#events.slice(0, this.#first);
    const digest = digestOf(messages);
    for (const event of before) {
      if (event.kind !== "model" || event.failure || this.#recalled.has(event.seq)) continue;
      if (event.promptDigest !== digest || event.model !== model || event.prompt !== prompt) continue;
      this.#recalled.add(event.seq);
      const body = event.answerDigest === undefined ? undefined : await this.#store.body(event.answerDigest);
      if (typeof body === "string") return body;
    }
    return undefined;
  }

  /** All calls so far with their responses. */
  calls(): readonly RecordedCall[] {
    return this.#events.flatMap((event) => {
      if (event.kind !== "call") return [];
      const response =
        event.call.responseDigest === undefined ? undefined : this.#responses.get(event.call.responseDigest);
      return [{ ...event.call, ...(response !== undefined && { response }) }];
    });
  }

  /** Nothing comes after this; iterations end. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** The events since the log was opened, and those to come. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    for (let next = this.#first; ; next += 1) {
      while (next >= this.#events.length && !this.#closed)
        await new Promise<void>((resolve) => this.#waiting.add(resolve));
      const event = this.#events[next];
      if (!event) return;
      yield event;
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
