import { setImmediate } from "node:timers/promises";
import { blinded } from "../../aws/redact/secret-text.ts";
import { AppError } from "../../core/errors.ts";
import type { Event } from "../../core/event.ts";
import type { Json } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import { foldTrace } from "../../trace/fold-trace.ts";
import { redactTrace } from "../../trace/redact-trace.ts";
import { Aliases } from "../../models/aliases/aliases.ts";
import { aliasesOf, decisionsOf } from "../models/kept-decisions.ts";
import type { Sent, TraceSink } from "../../trace/trace.ts";
import type { Settings } from "../config.ts";
import { once } from "../once.ts";
import { openTraceSinks } from "./trace-sinks.ts";

export interface TracingOptions {
  readonly settings: Settings;
  readonly store: Store;
  readonly now: () => Date;
  readonly report: (line: string) => void;
  /** How long the end of this process waits for what is being sent. */
  readonly flushSeconds?: number;
}

/** Sends runs to the configured sinks, beside the work: nothing waits for it but, for a moment, the end of the process. */
export class Tracing implements AsyncDisposable {
  readonly #options: TracingOptions;
  readonly #sinks = once(() => openTraceSinks(this.#options.settings));
  readonly #stop = new AbortController();
  readonly #pending = new Set<Promise<unknown>>();

  constructor(options: TracingOptions) {
    this.#options = options;
  }

  /** Whether anything is configured. */
  get on(): boolean {
    const { langsmith, otlp } = this.#options.settings.tracing;
    return langsmith !== undefined || otlp !== undefined;
  }

  /** Begins to send a run that has ended. Never throws; what fails is reported. */
  begin(run: string): void {
    if (!this.on) return;
    const sending = this.send(run, this.#stop.signal)
      .then((sent) => this.#tell(run, sent))
      .catch((error: unknown) => this.#tell(run, [failed(error)]))
      .finally(() => this.#pending.delete(sending));
    this.#pending.add(sending);
  }

  /** Sends a stored run to every sink; one entry each. Throws AppError where nothing is configured or a key is missing. */
  async send(run: string, signal: AbortSignal): Promise<readonly Sent[]> {
    const { sinks, missing } = await this.#sinks();
    await setImmediate();
    const { store } = this.#options;
    const events = await store.events(run);
    const sent = await Promise.all(sinks.map((sink) => this.#sendTo(sink, run, events, signal)));
    return [...sent, ...missing.map((why): Sent => ({ kind: "failed", to: "", why }))];
  }

  async #sendTo(sink: TraceSink, run: string, events: readonly Event[], signal: AbortSignal): Promise<Sent> {
    const { store, now } = this.#options;
    const { redact } = await this.#sinks();
    const texts = sink.contents ? await textsOf(events, store) : undefined;
    const spans = foldTrace(events, texts && ((digest) => texts.get(digest)));
    const rename = await renameFor(events, store);
    const trace = {
      run,
      spans: await redactTrace(spans, { redact, mark: blinded, ...(rename && { rename }) }),
    };
    // That it leaves the machine stands in the audit log before it does.
    await store.audit.append(
      now().toISOString(),
      { kind: "export", what: "run", to: this.#whereOf(sink) },
      run,
    );
    return sink.send(trace, signal);
  }

  #whereOf({ name }: TraceSink): string {
    const { langsmith, otlp } = this.#options.settings.tracing;
    const endpoint = (name === "OTLP" ? otlp : langsmith)?.endpoint ?? "";
    return `${name} ${new URL(endpoint).host}`;
  }

  #tell(run: string, sent: readonly Sent[]): void {
    for (const one of sent)
      if (one.kind === "failed")
        this.#options.report(
          `not traced: ${[one.to, one.why].filter(Boolean).join(" ")}; nephoscope runs trace ${run}   sends it again`,
        );
  }

  /** Waits for what is being sent, at most so long; then gives it up. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#pending.size === 0) return;
    const { flushSeconds = 3 } = this.#options;
    const all = () => Promise.all(this.#pending);
    await within(all(), flushSeconds * 1000);
    this.#stop.abort();
    await within(all(), 250);
  }
}

/** The texts of exchanges with models, by digest. */
async function textsOf(events: readonly Event[], store: Store): Promise<ReadonlyMap<string, Json>> {
  const texts = new Map<string, Json>();
  for (const event of events) {
    if (event.kind !== "model") continue;
    for (const digest of [event.promptDigest, event.turnsDigest, event.answerDigest]) {
      const body = digest === undefined ? undefined : await store.body(digest);
      if (digest !== undefined && body !== undefined) texts.set(digest, body);
    }
  }
  return texts;
}

/** A run whose prompts had aliases is told with the same ones. */
async function renameFor(
  events: readonly Event[],
  store: Store,
): Promise<((text: string) => string) | undefined> {
  const start = events.find((event) => event.kind === "run-start");
  if (start?.kind !== "run-start" || decisionsOf(start.options)?.aliases !== true) return undefined;
  const { scope } = start;
  const accounts = [scope.account, ...(scope.targets ?? []).map((target) => target.account)];
  const aliases = new Aliases(accounts, await aliasesOf(events, store));
  return (text) => aliases.hide(text);
}

function failed(error: unknown): Sent {
  const why =
    error instanceof AppError ? error.message : `failed (${error instanceof Error ? error.name : "unknown"})`;
  return { kind: "failed", to: "", why };
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const timer: { id?: NodeJS.Timeout } = {};
  const limit = new Promise<void>((resolve) => {
    timer.id = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer.id);
}
