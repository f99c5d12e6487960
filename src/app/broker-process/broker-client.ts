import { connect } from "node:net";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Broker, BrokerOptions, Session } from "../../broker/broker.ts";
import { AppError, errorCode } from "../../core/errors.ts";
import type { Places } from "../places/places.ts";
import { listen, say } from "./message-lines.ts";
import { FromBroker, protocolVersion } from "./protocol.ts";

export type OpenedThere = Extract<FromBroker, { kind: "opened" }>;

export type RunThere = Pick<
  BrokerOptions,
  "lastCall" | "record" | "recorded" | "onTransportFailure" | "onCredentialsFailure"
> & { readonly limits: Pick<BrokerOptions["limits"], "calls" | "usd"> };

interface RunState {
  readonly needs: RunThere;
  spent: { readonly calls: number; readonly usd: number };
  silence: { readonly message: string; readonly inARow: number } | undefined;
}

/** The agent's side of a broker in a process of its own: it says what is to be opened and run, and keeps what comes back. It never has credentials. */
export class BrokerClient implements Disposable {
  readonly #path: string;
  readonly #socket: Socket;
  readonly #answers = new Map<number, PromiseWithResolvers<FromBroker>>();
  readonly #runs = new Map<string, RunState>();
  #last = 0;
  #gone: AppError | undefined;

  private constructor(path: string, socket: Socket) {
    this.#path = path;
    this.#socket = socket;
    listen({
      socket,
      schema: FromBroker,
      onMessage: (message) => this.#take(message),
      onNonsense: (why) => this.#lost(`It said what is no message: ${why}.`),
    });
    socket.on("error", () => undefined);
    socket.once("close", () => this.#lost("Its connection ended."));
  }

  /** Throws AppError `environment` where nothing listens. */
  static async connect(path: string): Promise<BrokerClient> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", () => resolve());
      socket.once("error", (cause) =>
        reject(
          new AppError("environment", `No broker answers at ${path} (${cause.message}).`, {
            cause,
            next: `nephoscope broker --broker-socket ${path}   as the user that holds the credentials.`,
          }),
        ),
      );
    });
    say(socket, { kind: "hello", version: protocolVersion });
    return new BrokerClient(path, socket);
  }

  async open({ regions, roleArns, includeBase }: Places): Promise<OpenedThere> {
    const answer = await this.#ask({ kind: "open", regions, roleArns, includeBase });
    if (answer.kind === "opened") return answer;
    throw new AppError("bug", `The broker answered "${answer.kind}" to "open".`);
  }

  /** The broker of one run; its streams are carried to the process, its calls come back. */
  run(opened: OpenedThere, needs: RunThere): Broker {
    const { lastCall, limits, recorded = [] } = needs;
    const state: RunState = { needs, spent: { calls: 0, usd: 0 }, silence: undefined };
    const begun = this.#ask({
      kind: "run",
      opened: opened.id,
      lastCall,
      limits: { calls: limits.calls, usd: limits.usd },
      recorded,
    }).then((answer) => {
      if (answer.kind !== "running")
        throw new AppError("bug", `The broker answered "${answer.kind}" to "run".`);
      this.#runs.set(answer.run, state);
      return answer.run;
    });
    begun.catch((error: unknown) => {
      if (error instanceof AppError) needs.onCredentialsFailure?.(error);
    });
    return {
      serve: (stream, session) => {
        begun.then(
          (run) => this.#carry(stream, run, session),
          () => stream.destroy(),
        );
      },
      spent: () => state.spent,
      unreachable: () => state.silence,
      [Symbol.asyncDispose]: async () => {
        const run = await begun.catch(() => undefined);
        if (run === undefined) return;
        await this.#ask({ kind: "end", run }).catch(() => undefined);
        this.#runs.delete(run);
      },
    };
  }

  [Symbol.dispose](): void {
    this.#gone ??= new AppError("bug", "The connection to the broker was put away.");
    this.#socket.destroy();
  }

  #carry(stream: Duplex, run: string, { grant, step, attempt, target }: Session): void {
    const socket = connect(this.#path);
    const close = () => {
      stream.destroy();
      socket.destroy();
    };
    socket.once("error", close).once("close", close);
    stream.once("error", close).once("close", close);
    say(socket, { kind: "stream", run, grant, step, attempt, ...(target && { target }) });
    stream.pipe(socket);
    socket.pipe(stream);
  }

  async #ask(message: object): Promise<FromBroker> {
    if (this.#gone) throw this.#gone;
    this.#last += 1;
    const answer = Promise.withResolvers<FromBroker>();
    this.#answers.set(this.#last, answer);
    say(this.#socket, { id: this.#last, ...message });
    const said = await answer.promise;
    if (said.kind !== "failed") return said;
    const { code, message: text, next } = said.failure;
    throw new AppError(errorCode.catch("bug").parse(code), text, next === undefined ? {} : { next });
  }

  #take(message: FromBroker): void {
    if ("id" in message) {
      this.#answers.get(message.id)?.resolve(message);
      this.#answers.delete(message.id);
      return;
    }
    const state = this.#runs.get(message.run);
    if (!state) return;
    if (message.kind === "record") void this.#keep(state, message);
    if (message.kind === "silence") {
      state.silence = message;
      state.needs.onTransportFailure?.(message);
    }
    if (message.kind === "no-credentials") {
      const { code, message: text, next } = message.failure;
      state.needs.onCredentialsFailure?.(
        new AppError(errorCode.catch("bug").parse(code), text, next === undefined ? {} : { next }),
      );
    }
  }

  async #keep(state: RunState, message: Extract<FromBroker, { kind: "record" }>): Promise<void> {
    state.spent = message.spent;
    if (message.call.status > 0) state.silence = undefined;
    const kept = await state.needs.record(message.call, message.attempt, message.response).then(
      () => true,
      () => false,
    );
    say(this.#socket, { kind: "kept", record: message.record, ok: kept });
  }

  /** Without the broker nothing can be read any more: every run is told, once. */
  #lost(why: string): void {
    if (this.#gone) return;
    this.#gone = new AppError("endpoint", `The broker process is gone. ${why}`, {
      next: `Start it again: nephoscope broker --broker-socket ${this.#path}   then: nephoscope runs resume ID`,
    });
    this.#socket.destroy();
    for (const { reject, promise } of this.#answers.values()) {
      promise.catch(() => undefined);
      reject(this.#gone);
    }
    for (const { needs } of this.#runs.values()) needs.onCredentialsFailure?.(this.#gone);
  }
}
