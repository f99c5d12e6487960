import type { Broker } from "../broker/broker.ts";
import { AppError } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import type { Facts } from "../core/facts.ts";
import type { Json } from "../core/json/json.ts";
import { lastOf, roundsOf, startOf } from "../core/fold/fold-record.ts";
import { mandateAt } from "../core/grant.ts";
import type { RunError, RunRecord } from "../core/record/record.ts";
import type { ReadTarget, Target } from "../core/target.ts";
import { factsOf } from "../facts/fact-base.ts";
import type { Draft, During, Situation, Task } from "../reason/reason.ts";
import type { AgentOptions } from "./agent.ts";
import type { EventLog } from "./event-log.ts";
import type { AgentLimits } from "./limits.ts";
import type { SlotInput } from "./slots.ts";
import { standingCalls } from "./standing-calls.ts";
import { stepStateOf } from "./step-position.ts";
import type { Stop } from "./stop.ts";

export interface RunParts {
  readonly options: AgentOptions;
  readonly log: EventLog;
  readonly broker: Broker;
  readonly limits: AgentLimits;
  readonly stop: Stop;
}

/** What the nodes of one run share. All that matters is in the log; the rest is made of it. */
export class RunContext {
  readonly options: AgentOptions;
  readonly log: EventLog;
  readonly broker: Broker;
  readonly limits: AgentLimits;
  readonly stop: Stop;
  /** Between concluding and answering only. */
  draft: Draft | undefined;
  #failure: RunError | undefined;
  #facts: { readonly seq: number; readonly facts: Facts } | undefined;

  constructor({ options, log, broker, limits, stop }: RunParts) {
    this.options = options;
    this.log = log;
    this.broker = broker;
    this.limits = limits;
    this.stop = stop;
  }

  get failure(): RunError | undefined {
    return this.#failure;
  }

  /** A fault of the run itself; the first one stands, and the run goes on to its end with what it knows. */
  fail(error: unknown): void {
    this.#failure ??= runErrorOf(error);
    this.stop.now("failed");
  }

  facts(): Facts {
    const events = this.log.events();
    const seq = events.findLast((event) => event.kind === "call" || event.kind === "attempt-start")?.seq ?? 0;
    if (this.#facts?.seq !== seq) {
      const calls = standingCalls(events, this.log.calls());
      this.#facts = { seq, facts: factsOf(calls, this.options.readers, startOf(events).scope.account) };
    }
    return this.#facts.facts;
  }

  /** The accounts and regions of the run; a single one where nothing says more. */
  targets(): readonly ReadTarget[] {
    return targetsOf(startOf(this.log.events()).scope);
  }

  /** Where a task is done and what it may do there. */
  place({ target }: Task): {
    readonly region: string;
    readonly grant: RunRecord["grant"];
    readonly target?: Target;
  } {
    const { grant, scope } = startOf(this.log.events());
    if (!target) return { region: scope.regions[0] ?? "us-east-1", grant };
    return { region: target.region, grant: { ...grant, mandate: mandateAt(grant.mandate, target) }, target };
  }

  /** `now` is when the run began, so that a resumed or replayed run sees what the first one saw. */
  situation(): Situation {
    const events = this.log.events();
    const start = startOf(events);
    const read = lastOf(events, "question-read");
    if (!read) throw new AppError("bug", "The question has not been read yet.");
    const rounds = roundsOf(events);
    const tried = events.flatMap((event) =>
      event.kind === "step-end"
        ? [
            {
              ...stepStateOf(events, event.step).task,
              status: event.status,
              ...outputOf(events, event.step),
              calls: callsOf(events, event.step),
            },
          ]
        : [],
    );
    return {
      question: read.question,
      facts: this.facts(),
      iteration: rounds + 1,
      left: Math.max(0, this.limits.iterations - rounds),
      tried,
      ...(isIdle(events) && { idle: true }),
      region: start.scope.regions[0] ?? "us-east-1",
      ...(start.scope.targets && { targets: start.scope.targets }),
      ...(start.scope.unreached && { unreached: start.scope.unreached }),
      now: start.at,
    };
  }

  slotInput(): SlotInput {
    return { situation: this.situation(), signal: this.stop.signal, note: (text) => this.#note(text) };
  }

  /** What a decision may use of this run; `place`: the script that it is about. */
  during(place: { readonly step?: number; readonly attempt?: number } = {}): During {
    return {
      signal: this.stop.signal,
      note: (text) => this.#note(text),
      tell: (exchange) => this.log.exchange(exchange, place),
      recall: (asked) => this.log.recalled(asked),
    };
  }

  async #note(text: string): Promise<void> {
    await this.log.append({ kind: "note", text });
  }
}

function targetsOf({ account, identity, regions, targets }: RunRecord["scope"]): readonly ReadTarget[] {
  return targets ?? [{ account, identity, region: regions[0] ?? "us-east-1" }];
}

function outputOf(events: readonly Event[], step: number): { readonly output?: Json } {
  const end = events.findLast((event) => event.kind === "attempt-end" && event.step === step);
  return end?.kind === "attempt-end" && end.output !== undefined ? { output: end.output } : {};
}

function callsOf(events: readonly Event[], step: number): readonly number[] {
  return events.flatMap((event) => (event.kind === "call" && event.call.step === step ? [event.call.n] : []));
}

/** Whether the last round that is over read nothing anew: all its calls were answered from earlier ones, or there were none. */
function isIdle(events: readonly Event[]): boolean {
  const learnt = events.findLastIndex((event) => event.kind === "facts");
  const planned = events.findLastIndex((event, index) => index < learnt && event.kind === "plan");
  // What an earlier question of the thread read is new in this run the first time.
  const known = new Set(events.slice(0, planned + 1).flatMap((event) => earlierKeyOf(event) ?? []));
  return (
    learnt >= 0 &&
    events.slice(planned + 1, learnt).every((event) => {
      if (event.kind !== "call" || event.call.decision === "denied") return true;
      const earlier = earlierKeyOf(event);
      return earlier === undefined ? event.call.cached : known.has(earlier);
    })
  );
}

function earlierKeyOf(event: Event): string | undefined {
  if (event.kind !== "call" || !event.call.earlier) return undefined;
  return `${event.call.earlier.run} ${event.call.earlier.call}`;
}

/** A thrown fault as the record tells it: what is no AppError is a bug. */
export function runErrorOf(error: unknown): RunError {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AppError)) return { code: "bug", message };
  return { code: error.code, message, ...(error.next !== undefined && { next: error.next }) };
}
