import type { Call } from "../core/call.ts";
import { AppError } from "../core/errors.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Effect, EffectReview } from "../core/effect.ts";
import type { DecodedCall, WireRequest, WireResponse } from "../core/source.ts";
import type { StoredAnswer } from "./answer-cache.ts";
import { authorize, type Denial } from "./authorize.ts";
import type { BrokerState } from "./broker-state.ts";
import type { Session } from "./broker.ts";
import { forwardCall, reasonOf, type Forwarded } from "./forward-call.ts";
import { isUnfinished } from "./is-unfinished.ts";

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
  const endless = tooManyPages(state, call);
  if (endless) return deny(state, { call, request, session, review, denial: endless });
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

function tooManyPages(state: BrokerState, call: DecodedCall): Denial | undefined {
  const most = state.options.limits.pages;
  return state.pages.pagesBefore(call) < most
    ? undefined
    : {
        deniedBy: "ceiling",
        limit: "pages",
        reason: `${call.actions[0] ?? call.operation} is denied: ${most} pages of this list were read, and more follow. Narrow it with a filter or a prefix.`,
      };
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
    ...(stored.earlier && { earlier: stored.earlier }),
    ...(page && { page }),
  };
  await state.record(recorded, session, stored.value);
  return stored.wire;
}

interface Forwarding extends Asked {
  readonly signal: AbortSignal;
  readonly keep?: (answer: StoredAnswer) => void;
}

/** Whether the source has found out that the target is ours, where only the cloud can say. Rejects for a transport failure. */
async function admission(
  { options: { source, limits } }: BrokerState,
  { call, request, signal }: Forwarding,
): Promise<Denial | undefined> {
  const timeout = AbortSignal.timeout(limits.callSeconds * 1000);
  const reason = await source.admit?.(request, call, { signal: AbortSignal.any([signal, timeout]) });
  return reason === undefined
    ? undefined
    : { deniedBy: "mandate", reason: `${call.actions[0] ?? call.operation} is denied: ${reason}.` };
}

async function forward(state: BrokerState, asked: Forwarding): Promise<WireResponse> {
  const { call, request, session, review, signal, keep } = asked;
  const { source, limits } = state.options;
  const admitted = await admission(state, asked).catch((error: unknown) => ({ error }));
  if (admitted && "error" in admitted) {
    const made = entryOf(state, { call, session, effects: review.effects });
    return answerFailure(state, { asked, made, result: failureOf(admitted.error, signal) });
  }
  if (admitted) return deny(state, { ...asked, denial: admitted });
  const usd = source.price(call.service, call.operation, call.params);
  const denial = state.spend(usd, call, session);
  if (denial) return deny(state, { ...asked, denial });
  const entry = entryOf(state, { call, session, effects: review.effects });
  const gate = state.gate(session);
  await gate.pace(signal);
  const started = performance.now();
  const send = () =>
    forwardCall({
      source,
      request,
      call,
      effects: review.effects,
      tries: limits.tries,
      callSeconds: limits.callSeconds,
      maxBytes: limits.responseBytes,
      policy: session.grant.policy,
      signal,
      wait: state.wait,
      chance: state.chance,
      mayWait: (ms) => state.mayWait(ms, call),
    });
  const result = await gate.inTurn(() => state.inTurn(send));
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
    ...(read.error?.refused && { refused: read.error.refused }),
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

function failureOf(error: unknown, signal: AbortSignal): Exclude<Forwarded, { kind: "answered" }> {
  if (signal.aborted) return { kind: "cancelled", tries: 1 };
  return error instanceof AppError && error.code === "credentials"
    ? { kind: "no-credentials", error, tries: 1 }
    : { kind: "unreachable", why: reasonOf(error), tries: 1 };
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
  if (result.kind === "no-credentials") state.options.onCredentialsFailure?.(result.error);
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
  if (result.kind === "no-credentials")
    return { code: "NoCredentials", status: 403, message: result.error.message };
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
    ...furtherNeeds(call),
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

/** What the call surely needs beside its main action. */
function furtherNeeds({ needs = [] }: DecodedCall): Pick<Call, "further"> {
  const further = needs
    .slice(1)
    .filter(({ perhaps }) => perhaps === undefined)
    .map(({ action, resources, context }) => ({
      action,
      resources: [...resources],
      ...(context && { context }),
    }));
  return further.length === 0 ? {} : { further };
}

const servedAgain = new Set<Effect>(["pure", "logs", "data", "costs"]);

/** Only what reads configuration, logs or data and does nothing else can be answered from the record; what was paid for once is not paid for again. */
function mayBeServedAgain(call: DecodedCall, effects: readonly Effect[]): boolean {
  return call.fresh !== true && effects.every((effect) => servedAgain.has(effect));
}

function attemptOf(session: Session): string {
  return `${session.step}/${session.attempt}`;
}
