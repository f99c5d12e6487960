import type { DecodedCall, ReadResponse, Source, WireRequest, WireResponse } from "../core/source.ts";
import { accessRefusal } from "./needs/access-refusal.ts";
import { createActions } from "./needs/actions.ts";
import type { Authenticate, NarrowedAuthenticate } from "./send/authenticate.ts";
import { decodeRequest } from "./decode/decode-request.ts";
import { createEffects } from "./effects.ts";
import type { ReviewedEffects } from "./effects.ts";
import { encodeRecorded } from "./encode/encode-recorded.ts";
import { createForwarder } from "./send/forward-request.ts";
import { forwardedHeaders } from "./send/forwarded-headers.ts";
import type { Proxy } from "./send/forward-request.ts";
import { loadIamCatalog } from "./needs/iam-catalog.ts";
import type { IamCatalog } from "./needs/iam-catalog.ts";
import { createOwnBuckets } from "./send/own-buckets.ts";
import { outsideMandate } from "./outside.ts";
import { priceOf } from "./price.ts";
import type { Prices } from "./price.ts";
import { readResponse } from "./read-response.ts";
import { createNeeds } from "./needs/needs.ts";
import { isEventStream } from "./read-answer.ts";
import { outputShape } from "./shape-of.ts";
import type { ServiceModel, ServiceModels } from "./service-models.ts";
import { SignedSender } from "./send/send-signed.ts";
import { signRequest } from "./send/sign-request.ts";
import type { Credentials } from "./send/sign-request.ts";
import type { WireIndex } from "./decode/wire-index.ts";
import { readRequest } from "./decode/wire-request.ts";
import { writeError } from "./encode/write-error.ts";

export interface CreateAwsSource {
  readonly models: ServiceModels;
  readonly index: WireIndex;
  readonly authenticate: Authenticate;
  /** Reviewed effects by boto3's service name. */
  readonly effects: ReadonlyMap<string, ReviewedEffects>;
  readonly prices: Prices;
  /** A simulator or a private endpoint in place of AWS. */
  readonly endpoint?: string;
  /** The mandate's one account: S3 is asked to refuse a bucket that another account owns. */
  readonly bucketOwner?: string;
  readonly catalog?: IamCatalog;
  readonly proxy?: Proxy;
  now(): Date;
}

/** AWS as the broker sees it. Dispose it to close its connections. */
export interface AwsSource extends Source, Disposable {
  /** How far this machine's clock is behind AWS's; 0 until AWS objected to the time of a request. */
  clockOffsetMs(): number;
}

export function createAwsSource(options: CreateAwsSource): AwsSource {
  const { models, index, prices, catalog = loadIamCatalog() } = options;
  const actions = createActions({ models, catalog });
  const needs = createNeeds({ models, catalog, actions });
  const effects = createEffects({ reviewed: options.effects, actions, catalog });
  const forwarder = createForwarder({
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(options.proxy && { proxy: options.proxy }),
  });
  const sender = new SignedSender(options);
  const read = (call: DecodedCall, response: WireResponse): ReadResponse =>
    withRefusal(
      call,
      readResponse(models, call, response, {
        secretive: effects(call.service, call.operation).effects.some(
          (effect) => effect === "secret" || effect === "mints",
        ),
      }),
    );
  const transmit = (
    request: WireRequest,
    call: DecodedCall,
    { signal, maxBytes }: { readonly signal: AbortSignal | undefined; readonly maxBytes: number | undefined },
    authenticate: Authenticate = options.authenticate,
  ) =>
    sender.send(
      (credentials, now) => {
        const signed = signedHeaders(request, call, {
          model: models.model(call.service),
          bucketOwner: options.bucketOwner,
          credentials,
          now,
        });
        return forwarder.send({
          method: request.method,
          target: request.target,
          headers: signed,
          body: request.body,
          host: signed.find(([name]) => name === "host")?.[1] ?? "",
          ...(signal && { signal }),
          ...(maxBytes !== undefined && { maxBytes }),
        });
      },
      (response) => read(call, response).error,
      authenticate,
    );
  const own =
    options.bucketOwner === undefined
      ? undefined
      : createOwnBuckets({
          account: options.bucketOwner,
          send: (request, call, signal) => transmit(request, call, { signal, maxBytes: 4 * 1024 ** 2 }),
        });
  return {
    name: "aws",
    decode: (request, scope) => {
      const decoding = decodeRequest({ index, models, needs }, request, scope);
      return decoding.kind === "call" && answersAsStream(models, decoding.call)
        ? {
            kind: "refused",
            why: `${nameOf(decoding.call)} answers as an event stream, whose secrets cannot be blinded`,
          }
        : decoding;
    },
    effects,
    price: (service, operation, params) => priceOf(prices, service, operation, params),
    outside: outsideMandate,
    admit: async (request, call, { signal }) => own?.admit(request, call, signal),
    async forward(request, call, { signal, maxBytes, policy }) {
      const session = policy && options.authenticate.narrowed?.(policy);
      const send = () => transmit(request, call, { signal, maxBytes }, session);
      const response = await whileNarrow(session, call, send, read);
      own?.learn(call, response);
      return response;
    },
    clockOffsetMs: () => sender.clockOffsetMs,
    read,
    encode: (call, value) => encodeRecorded(models, call, value, read),
    refuse: (call, request, code, message) =>
      writeError({
        protocol: call && models.model(call.service)?.metadata.protocol,
        service: call?.service,
        status: 403,
        code: codeFor(call && models.model(call.service)?.metadata.protocol, code),
        message,
        requestHeaders: request.headers,
      }),
    [Symbol.dispose]: () => forwarder[Symbol.dispose](),
  };
}

/** What AWS refuses by our own session policy, though the script's policy allows it, is a fault of ours: it is asked again in a wider session. A refused call was not made. */
async function whileNarrow(
  session: NarrowedAuthenticate | undefined,
  call: DecodedCall,
  send: () => Promise<WireResponse>,
  read: (call: DecodedCall, response: WireResponse) => ReadResponse,
): Promise<WireResponse> {
  for (;;) {
    const response = await send();
    const refused = response.status >= 400 ? read(call, response).error?.refused : undefined;
    if (refused?.policyType !== "session" || refused.explicit === true) return response;
    if (session?.widen(`${refused.action} on ${refused.resource}`) !== true) return response;
  }
}

/** An error of access, with the permission that was missing. */
function withRefusal(call: DecodedCall, read: ReadResponse): ReadResponse {
  const refused = read.error?.kind === "denied" ? accessRefusal(call, read.error) : undefined;
  return read.error && refused ? { ...read, error: { ...read.error, refused } } : read;
}

function nameOf({ service, operation }: DecodedCall): string {
  return `${service}:${operation}`;
}

function answersAsStream(models: ServiceModels, { service, operation }: DecodedCall): boolean {
  const model = models.model(service);
  return Object.values((model && outputShape(model, operation)?.members) ?? {}).some(
    (member) => model !== undefined && isEventStream(model, member),
  );
}

function signedHeaders(
  request: WireRequest,
  call: DecodedCall,
  options: {
    readonly model: ServiceModel | undefined;
    readonly bucketOwner: string | undefined;
    readonly credentials: Credentials;
    readonly now: Date;
  },
): readonly (readonly [string, string])[] {
  const reading = readRequest(request);
  if ("why" in reading) throw new Error(`a request that was not decoded is not forwarded: ${reading.why}`);
  const { bucketOwner } = options;
  // Object and bucket calls take the header; the account's own list does not.
  const owned =
    bucketOwner !== undefined && call.service === "s3" && typeof call.params["Bucket"] === "string";
  const copied = owned && call.params["CopySource"] !== undefined;
  const headers = forwardedHeaders(request.headers, options.model, call.operation).filter(
    ([name]) => !owned || !/^x-amz-(?:source-)?expected-bucket-owner$/.test(name),
  );
  const owners: readonly (readonly [string, string])[] = owned
    ? [
        ["x-amz-expected-bucket-owner", bucketOwner],
        ...(copied ? [["x-amz-source-expected-bucket-owner", bucketOwner] as const] : []),
      ]
    : [];
  return signRequest({
    method: request.method,
    target: request.target,
    headers: [...headers, ...owners, ["user-agent", "nephoscope"]],
    body: request.body,
    region: reading.request.region,
    signing: reading.request.signing,
    credentials: options.credentials,
    now: options.now,
  });
}

/** `AccessDenied` as the family of protocols writes it. */
function codeFor(protocol: string | undefined, code: string): string {
  if (!/^AccessDenied(?:Exception)?$/.test(code)) return code;
  if (protocol === "ec2") return "UnauthorizedOperation";
  return protocol === "json" || protocol === "rest-json" || protocol === "smithy-rpc-v2-cbor"
    ? "AccessDeniedException"
    : "AccessDenied";
}
