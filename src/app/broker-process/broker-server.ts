import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type { Broker, BrokerOptions } from "../../broker/broker.ts";
import { AppError } from "../../core/errors.ts";
import type { Ceiling } from "../../core/grant.ts";
import type { ReadTarget, Unreached } from "../../core/target.ts";
import type { Places } from "../places/places.ts";
import { firstLine, listen, say } from "./message-lines.ts";
import { FromAgent, StreamHead, protocolVersion } from "./protocol.ts";

/** The accounts of one job, and the broker of its runs. Everything secret stays behind this. */
export interface Opened {
  readonly account: string;
  readonly identity: string;
  readonly region: string;
  readonly targets: readonly ReadTarget[];
  readonly unreached: readonly Unreached[];
  broker(needs: RunNeeds): Broker;
}

export type RunNeeds = Pick<
  BrokerOptions,
  "lastCall" | "record" | "recorded" | "onTransportFailure" | "onCredentialsFailure"
> & { readonly calls: number; readonly usd: number };

export interface BrokerServer {
  open(places: Places): Promise<Opened>;
  /** What the broker allows at all, whatever an agent asks for. */
  readonly ceiling: Ceiling;
}

interface Run {
  readonly broker: Broker;
  readonly waiting: Map<number, { resolve(): void; reject(error: Error): void }>;
}

/** A stream's head carries a policy; it is never this long. */
const headBytes = 4 * 1024 ** 2;
const headMs = 10_000;

/** Serves one connection after the other: control connections of agents, and streams of their sandboxes. */
export function brokerServer(options: BrokerServer): (socket: Socket) => void {
  const runs = new Map<string, Run>();
  return (socket) => {
    socket.on("error", () => socket.destroy());
    void firstLine(socket, { bytes: headBytes, ms: headMs }).then((head) => {
      const hello = FromAgent.safeParse(head?.line);
      const stream = StreamHead.safeParse(head?.line);
      if (head && stream.success) carryStream({ socket, head: stream.data, rest: head.rest, runs, options });
      else if (head && hello.data?.kind === "hello" && hello.data.version === protocolVersion)
        new Control(socket, runs, options).start(head.rest);
      else socket.destroy();
    });
  };
}

interface CarryStream {
  readonly socket: Socket;
  readonly head: StreamHead;
  readonly rest: Buffer;
  readonly runs: ReadonlyMap<string, Run>;
  readonly options: BrokerServer;
}

function carryStream({ socket, head, rest, runs, options }: CarryStream): void {
  const run = runs.get(head.run);
  if (!run) {
    socket.destroy();
    return;
  }
  if (rest.length > 0) socket.unshift(rest);
  const { grant, step, attempt, target } = head;
  const ceiling = within(grant.ceiling, options.ceiling);
  run.broker.serve(socket, { grant: { ...grant, ceiling }, step, attempt, ...(target && { target }) });
}

/** An agent may ask for less than the broker allows, never for more. */
function within(asked: Ceiling, own: Ceiling): Ceiling {
  const both = (one?: readonly string[], other?: readonly string[]) =>
    one && other ? one.filter((name) => other.includes(name)) : (one ?? other);
  const services = both(asked.services, own.services);
  const regions = both(asked.regions, own.regions);
  const accounts = both(asked.accounts, own.accounts);
  return {
    effects: asked.effects.filter((effect) => own.effects.includes(effect)),
    usd: Math.min(asked.usd, own.usd),
    ...(services && { services: [...services] }),
    ...(regions && { regions: [...regions] }),
    ...(accounts && { accounts: [...accounts] }),
  };
}

/** One agent. When its connection ends, its runs end. */
class Control {
  readonly #socket: Socket;
  readonly #runs: Map<string, Run>;
  readonly #options: BrokerServer;
  readonly #opened = new Map<number, Opened>();
  readonly #own = new Set<string>();
  #records = 0;

  constructor(socket: Socket, runs: Map<string, Run>, options: BrokerServer) {
    this.#socket = socket;
    this.#runs = runs;
    this.#options = options;
  }

  start(first: Buffer): void {
    this.#socket.once("close", () => {
      for (const run of this.#own) void this.#end(run);
    });
    listen({
      socket: this.#socket,
      schema: FromAgent,
      first,
      onMessage: (message) => this.#take(message),
      onNonsense: () => this.#socket.destroy(),
    });
  }

  #take(message: FromAgent): void {
    switch (message.kind) {
      case "hello":
        this.#socket.destroy();
        return;
      case "open":
        void this.#answer(message.id, () => this.#open(message));
        return;
      case "run":
        void this.#answer(message.id, () => Promise.resolve(this.#run(message)));
        return;
      case "kept":
        this.#kept(message.record, message.ok);
        return;
      case "end":
        void this.#answer(message.id, async () => {
          if (this.#own.has(message.run)) await this.#end(message.run);
          return { kind: "ended", id: message.id };
        });
    }
  }

  async #answer(id: number, work: () => Promise<object>): Promise<void> {
    say(
      this.#socket,
      await work().catch((error: unknown) => ({ kind: "failed", id, failure: failureOf(error) })),
    );
  }

  async #open({ id, ...places }: Extract<FromAgent, { kind: "open" }>): Promise<object> {
    const opened = await this.#options.open(places);
    this.#opened.set(id, opened);
    const { account, identity, region, targets, unreached } = opened;
    const told = targets.map((one) => ({
      account: one.account,
      region: one.region,
      identity: one.identity,
    }));
    return { kind: "opened", id, account, identity, region, targets: told, unreached };
  }

  #run({ id, opened, lastCall, limits, recorded }: Extract<FromAgent, { kind: "run" }>): object {
    const place = this.#opened.get(opened);
    if (!place) throw new AppError("bug", "The run names accounts that this connection has not opened.");
    const run = randomBytes(32).toString("hex");
    const waiting: Run["waiting"] = new Map();
    const broker = place.broker({
      lastCall,
      calls: limits.calls,
      usd: Math.min(limits.usd, this.#options.ceiling.usd),
      recorded: recorded.map(({ call, response, cacheKey }) => ({
        call,
        response,
        ...(cacheKey !== undefined && { cacheKey }),
      })),
      record: (call, attempt, response) =>
        new Promise((resolve, reject) => {
          if (this.#socket.destroyed) return reject(new Error("the agent is gone"));
          this.#records += 1;
          waiting.set(this.#records, { resolve, reject });
          const spent = broker.spent();
          say(this.#socket, { kind: "record", run, record: this.#records, call, attempt, response, spent });
          return undefined;
        }),
      onTransportFailure: (failure) => say(this.#socket, { kind: "silence", run, ...failure }),
      onCredentialsFailure: (error) =>
        say(this.#socket, { kind: "no-credentials", run, failure: failureOf(error) }),
    });
    this.#own.add(run);
    this.#runs.set(run, { broker, waiting });
    return { kind: "running", id, run };
  }

  #kept(record: number, ok: boolean): void {
    for (const run of this.#own) {
      const waiting = this.#runs.get(run)?.waiting;
      const one = waiting?.get(record);
      if (!one) continue;
      waiting?.delete(record);
      if (ok) one.resolve();
      else one.reject(new Error("the agent could not record the call"));
    }
  }

  /** What nobody will record any more is not answered. */
  async #end(id: string): Promise<void> {
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    this.#own.delete(id);
    if (this.#socket.destroyed)
      for (const one of run?.waiting.values() ?? []) one.reject(new Error("the agent is gone"));
    await run?.broker[Symbol.asyncDispose]();
  }
}

function failureOf(error: unknown): { code: string; message: string; next?: string } {
  if (!(error instanceof AppError))
    return { code: "bug", message: error instanceof Error ? error.message : "" };
  return {
    code: error.code,
    message: error.message,
    ...(error.next !== undefined && { next: error.next }),
  };
}
