import type { Call } from "../core/call.ts";
import { digestOf } from "../core/digest.ts";
import type { Effect, EffectReview } from "../core/effect.ts";
import { isObject, type Json } from "../core/json.ts";
import type { DecodedCall, WireRequest, WireResponse } from "../core/source.ts";
import type { StoredAnswer } from "./answer-cache.ts";
import { authorize, type Denial } from "./authorize.ts";
import type { BrokerState } from "./broker-state.ts";
import type { Session } from "./broker.ts";
import { forwardCall, type Forwarded } from "./forward-call.ts";

/** Takes one request from its wire form to its recorded answer. Rejects only when the answer could not be recorded: then there is none. */
export async function serveRequest(
  state: BrokerState,
  request: WireRequest,
  session: Session,
  signal: AbortSignal,
): Promise<WireResponse> {
  const { source, account, region } = state.options;
  const decoding = source.decode(request, { account, region });
  if (decoding.kind === "refused") return refuseWire(state, request, session, decoding.why);
  const { call } = decoding;
  const review = source.effects(call.service, call.operation);
  const denial = authorize(source, call, review, session.grant);
  if (denial) return deny(state, { call, request, session, review, denial });
  if (!mayBeServedAgain(call, review.effects))
    return forward(state, { call, request, session, review, signal });
  const found = await state.cache.find(call);
  if ("stored" in found) return serveStored(state, { call, session, review, stored: found.stored });
  const settled: { answer?: StoredAnswer } = {};
  try {
    return await forward(state, {
      call,
      request,
      session,
      review,
      signal,
      keep: (answer) => (settled.answer = answer),
    });
  } finally {
    found.settle(settled.answer);
  }
}

/** A request that names no call: what it was stays unknown, that it was refused is on the record. */
export async function refuseWire(
  state: BrokerState,
  request: WireRequest,
  session: Session,
  why: string,
  status?: number,
): Promise<WireResponse> {
  const { source, region, account } = state.options;
  const unknown = {
    service: "unknown",
    operation: "unknown",
    actions: [],
    params: {},
    region,
    resources: [],
    cacheKey: "",
  };
  const entry = entryOf(state, { call: unknown, session, effects: [] });
  const reason = `The request was refused before it was sent: ${why}`;
  await state.record({ ...entry, account, decision: "denied", deniedBy: "wire", reason }, session);
  const wire = source.refuse(undefined, request, "AccessDenied", reason);
  return status === undefined ? wire : { ...wire, status };
}

interface Decided {
  readonly call: DecodedCall;
  readonly session: Session;
  readonly review: EffectReview;
}

interface Asked extends Decided {
  readonly request: WireRequest;
}

async function deny(
  state: BrokerState,
  { call, request, session, review, denial }: Asked & { denial: Denial },
): Promise<WireResponse> {
  await state.record(
    { ...entryOf(state, { call, session, effects: review.effects }), decision: "denied", ...denial },
    session,
  );
  return state.options.source.refuse(call, request, "AccessDenied", denial.reason);
}

async function serveStored(
  state: BrokerState,
  { call, session, review, stored }: Decided & { stored: StoredAnswer },
): Promise<WireResponse> {
  const entry = entryOf(state, { call, session, effects: review.effects });
  const page = state.pages.place(entry.n, call, stored.nextToken, attemptOf(session));
  const recorded: Call = {
    ...entry,
    status: stored.wire.status,
    cached: true,
    bytes: stored.wire.body.length,
    responseDigest: stored.digest,
    ...(page && { page }),
  };
  await state.record(recorded, session, stored.value);
  return stored.wire;
}

interface Forwarding extends Asked {
  readonly signal: AbortSignal;
  readonly keep?: (answer: StoredAnswer) => void;
}

async function forward(state: BrokerState, asked: Forwarding): Promise<WireResponse> {
  const { call, request, session, review, signal, keep } = asked;
  const { source, limits } = state.options;
  const usd = source.price(call.service, call.operation, call.params);
  const denial = state.spend(usd, call, session);
  if (denial) return deny(state, { ...asked, denial });
  const entry = entryOf(state, { call, session, effects: review.effects });
  const started = performance.now();
  const result = await state.inTurn(() =>
    forwardCall({
      source,
      request,
      call,
      effects: review.effects,
      tries: limits.tries,
      callSeconds: limits.callSeconds,
      maxBytes: limits.responseBytes,
      signal,
      wait: state.wait,
      chance: state.chance,
    }),
  );
  if (review.effects.includes("mutates")) state.cache.clear();
  const made: Call = { ...entry, ms: performance.now() - started, ...(usd > 0 && { usd }) };
  if (result.kind !== "answered") return answerFailure(state, { asked, made, result });
  state.answered();
  const { read, response, bytes } = result;
  const page = read.error ? undefined : state.pages.place(made.n, call, read.nextToken, attemptOf(session));
  const digest = read.value === undefined ? undefined : digestOf(read.value);
  const recorded: Call = {
    ...made,
    status: response.status,
    bytes,
    ...(read.error && { error: { code: read.error.code, message: read.error.message } }),
    ...(page && { page }),
    ...(digest !== undefined && { responseDigest: digest }),
  };
  await state.record(recorded, session, read.value);
  if (
    keep &&
    digest !== undefined &&
    read.value !== undefined &&
    !read.error &&
    response.status < 300 &&
    !isUnfinished(read.value)
  )
    keep({
      wire: read.wire,
      value: read.value,
      digest,
      ...(read.nextToken !== undefined && { nextToken: read.nextToken }),
    });
  return read.wire;
}

interface Failure {
  readonly asked: Forwarding;
  readonly made: Call;
  readonly result: Exclude<Forwarded, { kind: "answered" }>;
}

/** No answer, or none that can be used: recorded as such, and told to the script in the service's own shape. */
async function answerFailure(state: BrokerState, { asked, made, result }: Failure): Promise<WireResponse> {
  const { call, request, session } = asked;
  const failure = describeFailure(state, result);
  if (result.kind === "unreachable") state.unanswered(failure.message);
  const sizes = result.kind === "too-large" ? { status: result.status, bytes: result.bytes } : {};
  await state.record({ ...made, ...sizes, error: { code: failure.code, message: failure.message } }, session);
  return {
    ...state.options.source.refuse(call, request, failure.code, failure.message),
    status: failure.status,
  };
}

function describeFailure(
  state: BrokerState,
  result: Failure["result"],
): { code: string; message: string; status: number } {
  const most = state.options.limits.responseBytes;
  if (result.kind === "too-large")
    return {
      code: "ResponseTooLarge",
      status: 400,
      message: `The response is over ${most} bytes. Ask for less: a filter, a prefix, or smaller pages.`,
    };
  if (result.kind === "cancelled")
    return {
      code: "Cancelled",
      status: 503,
      message: "The call was given up because the script or the run ended.",
    };
  const tries = result.tries === 1 ? "1 try" : `${result.tries} tries`;
  return {
    code: "EndpointUnreachable",
    status: 503,
    message: `The endpoint did not answer: ${result.why} (${tries}).`,
  };
}

/** Numbers the call: in the order of decision, one by one. */
function entryOf(
  state: BrokerState,
  { call, session, effects }: { call: DecodedCall; session: Session; effects: readonly Effect[] },
): Call {
  return {
    n: state.nextNumber(),
    step: session.step,
    service: call.service,
    operation: call.operation,
    action: call.actions[0] ?? `${call.service}:${call.operation}`,
    resources: [...call.resources],
    account: state.options.account,
    region: call.region,
    params: call.params,
    status: 0,
    effects: [...effects],
    decision: "allowed",
    cached: false,
    ms: 0,
    bytes: 0,
    at: state.options.now().toISOString(),
  };
}

/** Only what reads configuration, logs or data and does nothing else can be answered from the record. */
function mayBeServedAgain(call: DecodedCall, effects: readonly Effect[]): boolean {
  return (
    call.fresh !== true &&
    effects.every((effect) => effect === "pure" || effect === "logs" || effect === "data")
  );
}

/** An answer that says of itself that it will change: a query that still runs is asked about again. */
function isUnfinished(value: Json): boolean {
  if (!isObject(value)) return false;
  return [value["status"], value["Status"]].some(
    (status) =>
      typeof status === "string" &&
      /^(running|scheduled|pending|queued|submitted|starting|in[ _-]?progress)$/i.test(status),
  );
}

function attemptOf(session: Session): string {
  return `${session.step}/${session.attempt}`;
}
