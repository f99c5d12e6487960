import type { DecodedCall, Source, WireRequest } from "../core/source.ts";
import { createActions } from "./actions.ts";
import type { Authenticate } from "./authenticate.ts";
import { decodeRequest } from "./decode-request.ts";
import { createEffects } from "./effects.ts";
import type { ReviewedEffects } from "./effects.ts";
import { createForwarder, forwardedHeaders } from "./forward-request.ts";
import { loadIamCatalog } from "./iam-catalog.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import { outsideMandate } from "./outside.ts";
import { priceOf } from "./price.ts";
import type { Prices } from "./price.ts";
import { readResponse } from "./read-response.ts";
import { createResources } from "./resources.ts";
import type { ServiceModels } from "./service-models.ts";
import { signRequest } from "./sign-request.ts";
import type { WireIndex } from "./wire-index.ts";
import { readRequest } from "./wire-request.ts";
import { writeError } from "./write-error.ts";

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
  now(): Date;
}

/** AWS as the broker sees it. Dispose it to close its connections. */
export interface AwsSource extends Source, Disposable {}

export function createAwsSource(options: CreateAwsSource): AwsSource {
  const { models, index, prices, catalog = loadIamCatalog() } = options;
  const actions = createActions({ models, catalog });
  const resources = createResources({ models, catalog, actions });
  const forwarder = createForwarder({
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
  });
  return {
    name: "aws",
    decode: (request, scope) => decodeRequest({ index, models, actions, resources }, request, scope),
    effects: createEffects({ reviewed: options.effects, actions, catalog }),
    price: (service, operation, params) => priceOf(prices, service, operation, params),
    outside: outsideMandate,
    async forward(request, call, { signal }) {
      const signed = await signedHeaders(request, call, options);
      return forwarder.send({
        method: request.method,
        target: request.target,
        headers: signed,
        body: request.body,
        host: signed.find(([name]) => name === "host")?.[1] ?? "",
        ...(signal && { signal }),
      });
    },
    read: (call, response) => readResponse(models, call, response),
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

async function signedHeaders(
  request: WireRequest,
  call: DecodedCall,
  options: CreateAwsSource,
): Promise<readonly (readonly [string, string])[]> {
  const reading = readRequest(request);
  if ("why" in reading) throw new Error(`a request that was not decoded is not forwarded: ${reading.why}`);
  const { bucketOwner } = options;
  // Object and bucket calls take the header; the account's own list does not.
  const owned =
    bucketOwner !== undefined && call.service === "s3" && typeof call.params["Bucket"] === "string";
  const headers = forwardedHeaders(request.headers).filter(
    ([name]) => !owned || name !== "x-amz-expected-bucket-owner",
  );
  return signRequest({
    method: request.method,
    target: request.target,
    headers: owned ? [...headers, ["x-amz-expected-bucket-owner", bucketOwner]] : headers,
    body: request.body,
    region: reading.request.region,
    signing: reading.request.signing,
    credentials: await options.authenticate(),
    now: options.now(),
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
