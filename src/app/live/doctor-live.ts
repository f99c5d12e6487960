import { request as httpRequest } from "node:http";
import { duplexPair } from "node:stream";
import { emptyRequest } from "../../aws/decode/empty-request.ts";
import { createBroker } from "../../broker/create-broker.ts";
import { defaultBrokerLimits } from "../../broker/broker.ts";
import type { Broker, Session } from "../../broker/broker.ts";
import { auditedCall } from "../../core/audit/audit-of-event.ts";
import type { Call } from "../../core/call.ts";
import type { LiveReport } from "../../core/record/doctor.ts";
import { AppError } from "../../core/errors.ts";
import type { WireRequest } from "../../core/source.ts";
import { openAccount } from "../places/account.ts";
import type { Account } from "../places/account.ts";
import type { StaticKeys } from "../config.ts";
import { judgeRead } from "./judge-read.ts";
import { liveReads } from "./live-reads.ts";
import type { LiveRead } from "./live-reads.ts";
import type { Workshop } from "../workshop.ts";

export interface DoctorLive {
  readonly workshop: Workshop;
  readonly keys?: StaticKeys;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** How long one read may take. */
  readonly callSeconds?: number;
}

/** Lists are charged by some services, a few millionths of a dollar for each. */
const usd = 0.001;

/**
 * Tries the real account: who asks, with what credentials and until when, and one harmless read of each important service, through the same broker as
 * any script's. What goes wrong is in the report; only wrong usage throws.
 */
export async function doctorLive({
  workshop,
  keys,
  now,
  signal,
  callSeconds = 8,
}: DoctorLive): Promise<LiveReport> {
  const { region = "", endpoint } = workshop.settings;
  const common = { schemaVersion: 1 as const, region, ...(endpoint !== undefined && { endpoint }) };
  const account = await openAccount({
    workshop,
    now,
    ...(keys && { keys }),
    ...(signal && { signal }),
  }).catch((error: unknown) => foreseen(error));
  if (account instanceof AppError) return { ...common, ok: false, error: told(account), reads: [] };
  const read = await readAll({ workshop, account, now, callSeconds });
  const about = account.credentials?.();
  const error = read.failure;
  return {
    ...common,
    ok: error === undefined && read.reads.some(({ result }) => result === "ok"),
    identity: { account: account.account, arn: account.identity },
    ...(about && { credentials: about }),
    clockOffsetSeconds: Math.round((account.clockOffsetMs?.() ?? 0) / 1000),
    ...(error && { error: told(error) }),
    reads: read.reads,
  };
}

function foreseen(error: unknown): AppError {
  if (
    error instanceof AppError &&
    error.code !== "usage" &&
    error.code !== "configuration" &&
    error.code !== "bug"
  )
    return error;
  throw error;
}

function told({ code, message, next }: AppError): NonNullable<LiveReport["error"]> {
  return { code, message, ...(next !== undefined && { next }) };
}

interface ReadAll {
  readonly workshop: Workshop;
  readonly account: Account;
  readonly now: () => Date;
  readonly callSeconds: number;
}

async function readAll({ workshop, account, now, callSeconds }: ReadAll) {
  const calls: Call[] = [];
  const failed: { credentials?: AppError } = {};
  const run = `doctor-${now().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}`;
  await using broker = createBroker({
    source: account.source,
    account: account.account,
    region: account.region,
    lastCall: 0,
    limits: { ...defaultBrokerLimits, callSeconds, usd },
    now,
    record: async (call, attempt) => {
      calls.push(call);
      const body = { kind: "call" as const, attempt, call: auditedCall(call) };
      await workshop.store().audit.append(call.at, body, run);
    },
    onCredentialsFailure: (error) => {
      failed.credentials = error;
    },
  });
  const requests = await requestsOf(workshop, account);
  const session = sessionFor(
    account,
    requests.flatMap(({ actions }) => actions),
  );
  await Promise.all(requests.map(({ request }) => send(broker, session, request)));
  const reads = liveReads.map((read) => judgeRead(read, callOf(calls, read)));
  return { reads, ...(failed.credentials && { failure: failed.credentials }) };
}

function callOf(calls: readonly Call[], { service, operation }: LiveRead): Call | undefined {
  return calls.find((call) => call.service === service && call.operation === operation);
}

/** Each read as it goes over the wire, with the permissions that it needs. */
async function requestsOf(workshop: Workshop, { source, region: own, account }: Account) {
  const [models, index] = await Promise.all([workshop.models(), workshop.index()]);
  return liveReads.map((read) => {
    const region = read.global ? globalRegion(own) : own;
    const request = emptyRequest({ models, index, source, ...read, region });
    const decoding = source.decode(request, { account, region });
    return { request, actions: decoding.kind === "call" ? decoding.call.actions : [] };
  });
}

/** Exactly these reads, of this account, in this region. */
function sessionFor({ account, region }: Account, actions: readonly string[]): Session {
  const effects = ["pure" as const];
  const regions = [...new Set([region, globalRegion(region)])];
  return {
    step: 1,
    attempt: 1,
    grant: {
      ceiling: { effects, usd, services: [...new Set(liveReads.map((read) => read.service))] },
      mandate: { accounts: [account], regions, effects },
      policy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: [...new Set(actions)], Resource: "*" }],
      },
    },
  };
}

/** Where a partition's global services answer. */
function globalRegion(region: string): string {
  if (region.startsWith("cn-")) return "cn-northwest-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

/** One request over a stream of its own, as a sandbox would send it; what came back is in the broker's record. */
function send(
  broker: Broker,
  session: Session,
  { method, target, headers, body }: WireRequest,
): Promise<void> {
  const [mine, theirs] = duplexPair();
  broker.serve(theirs, session);
  return new Promise((resolve) => {
    const request = httpRequest(
      {
        method,
        path: target,
        headers: { ...Object.fromEntries(headers), "content-length": String(body.length) },
        createConnection: () => mine,
      },
      (response) => response.resume().on("close", resolve),
    );
    request.on("error", () => resolve());
    request.on("close", () => mine.destroy());
    request.end(body);
  });
}
