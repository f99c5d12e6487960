import type { Duplex } from "node:stream";
import type { Call } from "../core/call.ts";
import type { AppError } from "../core/errors.ts";
import type { Grant } from "../core/grant.ts";
import type { Json } from "../core/json/json.ts";
import type { Source } from "../core/source.ts";
import type { Target } from "../core/target.ts";
import type { Ledger } from "./ledger.ts";

/** What the broker needs of its surroundings; it knows no cloud and no store. */
export interface BrokerOptions {
  readonly source: Source;
  /** The mandate's account and the default region. */
  readonly account: string;
  readonly region: string;
  /** Where several brokers of one run count together; absent: this one counts alone. */
  readonly ledger?: Ledger;
  /** Number of the last call already recorded (0 in a new run), and how many AWS calls and how much money are left. */
  readonly lastCall: number;
  readonly limits: BrokerLimits;
  /** How long the run may take: waits for throttled calls take no more than half of it. */
  readonly seconds?: number;
  now(): Date;
  /** Called once for each decided call, before its answer goes to the script; the answer waits for it. */
  record(call: Call, attempt: number, response: Json | undefined): Promise<void>;
  /** Calls recorded earlier in this run (a resumed one) or in its thread, to serve repeated reads from; each is authorized like any other. */
  readonly recorded?: readonly RecordedAnswer[];
  /** Told of every call that got no answer at all, with how many in a row it is by now. */
  onTransportFailure?(failure: TransportFailure): void;
  /** Told when there are no credentials any more: expired, and not to be renewed. */
  onCredentialsFailure?(error: AppError): void;
  /** For tests: how retries wait, and the chance in their waiting (0 to 1). */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly chance?: () => number;
}

export interface RecordedAnswer {
  readonly call: Call;
  readonly cacheKey?: string;
  readonly response: Json;
}

export interface TransportFailure {
  readonly message: string;
  readonly inARow: number;
}

export interface BrokerLimits {
  readonly calls: number;
  readonly usd: number;
  /** Calls of one attempt that are on their way at once; of all attempts together twice as many. */
  readonly concurrency: number;
  /** Calls of one attempt that start in a second, after a first burst. */
  readonly callsPerSecond: number;
  readonly burst: number;
  /** Streams of one attempt, and bytes that its requests may hold in memory together. */
  readonly streams: number;
  readonly heldBytes: number;
  /** Pages of one list. */
  readonly pages: number;
  readonly responseBytes: number;
  readonly requestBytes: number;
  readonly callSeconds: number;
  /** Tries of one call when it is throttled or answered 5xx; the first one counts. */
  readonly tries: number;
  /** How long all retries against one service in one region of one account may wait together. */
  readonly retrySeconds: number;
}

export const defaultBrokerLimits: BrokerLimits = {
  calls: 2000,
  usd: 0.1,
  concurrency: 8,
  callsPerSecond: 50,
  burst: 100,
  streams: 64,
  heldBytes: 32 * 1024 ** 2,
  pages: 500,
  responseBytes: 32 * 1024 ** 2,
  requestBytes: 8 * 1024 ** 2,
  callSeconds: 20,
  tries: 3,
  retrySeconds: 60,
};

/** What one attempt may do. */
export interface Session {
  readonly grant: Grant;
  readonly step: number;
  readonly attempt: number;
  /** Where it works, in a run over several accounts or regions; its mandate is narrowed to that. */
  readonly target?: Target;
}

/** The only road to a cloud: decodes, authorizes, forwards, redacts, records. Denies what it cannot decide. */
export interface Broker extends AsyncDisposable {
  /** Serves HTTP/1.1 on one stream of a sandbox until it ends. Never throws. */
  serve(stream: Duplex, session: Session): void;
  /** AWS calls and money spent so far, cached answers apart. */
  spent(): { readonly calls: number; readonly usd: number };
  /** The endpoint's silence: the last failure when no call has been answered since, and how many there were in a row. */
  unreachable(): TransportFailure | undefined;
}
