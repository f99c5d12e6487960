import type { AccessRefusal } from "./text/access-refusal.ts";
import type { EffectReview } from "./effect.ts";
import type { Mandate, PolicyDocument } from "./grant.ts";
import type { Json, JsonObject } from "./json/json.ts";
import type { Need } from "./need.ts";

/** A request as it came over the stream: raw path with query, headers in order, whole body. */
export interface WireRequest {
  readonly method: string;
  /** Origin form, unchanged: path and query as they were sent. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** What a request asks for, decided from the wire alone. */
export interface DecodedCall {
  readonly service: string;
  readonly operation: string;
  /** IAM actions the call needs, the main one first. */
  readonly actions: readonly string[];
  /** Request parameters in the SDK's shape (redacted where a member is a secret). */
  readonly params: JsonObject;
  readonly region: string;
  /** ARNs it touches; `["*"]` where they cannot be bound. */
  readonly resources: readonly string[];
  /** Each action with the resources that it concerns, where they differ; absent: every action on all of `resources`. */
  readonly needs?: readonly Need[];
  /** A paged operation, and the token this request carries (undefined: it begins a list). */
  readonly page?: { readonly token?: string };
  /** The parameters as they came, where redaction changed any: for deciding only, never recorded. */
  readonly clearParams?: JsonObject;
  /** Accounts that the request's host names. */
  readonly hostAccounts?: readonly string[];
  /** Equal for two requests that read the same thing (token included). */
  readonly cacheKey: string;
  /** The answer changes by itself (the state of a query that runs): never served from the record. */
  readonly fresh?: boolean;
}

export type Decoding =
  | { readonly kind: "call"; readonly call: DecodedCall }
  | { readonly kind: "refused"; readonly why: string };

/** A response, redacted: what the script gets, and the same as a value with what pointers run over. */
export interface ReadResponse {
  readonly wire: WireResponse;
  readonly value?: Json;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly kind: "denied" | "throttled" | "not-found" | "server" | "other";
    /** The permission that was missing, where it is that. */
    readonly refused?: AccessRefusal;
  };
  /** Set on a paged operation: the token of the next page, when there is one. */
  readonly nextToken?: string;
}

/** A cloud, as the broker sees one. The broker knows nothing else of it. */
export interface Source {
  readonly name: string;
  /** Decides service and operation from the wire; refuses what it cannot decide. Never throws. */
  decode(request: WireRequest, scope: { account: string; region: string }): Decoding;
  effects(service: string, operation: string): EffectReview;
  /** What one call costs, in USD. */
  price(service: string, operation: string, params: JsonObject): number;
  /** A reason when account, region or host of anything that the call names lies outside the mandate. */
  outside(call: DecodedCall, mandate: Mandate): string | undefined;
  /**
   * What has to be asked before a call may be sent: whether its target belongs to the mandate, where only the cloud can say. A reason when it does
   * not, or cannot be found out. Absent: nothing has to be asked. Throws only for a transport failure.
   */
  admit?(
    request: WireRequest,
    call: DecodedCall,
    options: { signal?: AbortSignal },
  ): Promise<string | undefined>;
  /** Signs and sends. Throws only for a transport failure. May stop reading once the body is longer than `maxBytes`. */
  forward(
    request: WireRequest,
    call: DecodedCall,
    options: {
      signal?: AbortSignal;
      maxBytes?: number;
      /** The policy of the attempt: a source that can have its credentials held to it does so. */
      policy?: PolicyDocument;
    },
  ): Promise<WireResponse>;
  /** Parses and redacts. Never throws. */
  read(call: DecodedCall, response: WireResponse): ReadResponse;
  /** A recorded answer in the service's own form, so that a resumed run need not read again. Absent, or undefined where it cannot be written: it reads again. */
  encode?(call: DecodedCall, value: Json): WireResponse | undefined;
  /** A refusal in the service's own error shape (HTTP 403), so that the SDK raises its usual exception. */
  refuse(call: DecodedCall | undefined, request: WireRequest, code: string, message: string): WireResponse;
}
