/** Just enough of every service to tell service and operation from a request. Short keys: all of them are loaded at every start. */
export interface WireIndex {
  readonly services: { readonly [service: string]: WireService };
}

export interface WireService {
  readonly protocol: string;
  /** Names that may stand in the credential scope. */
  readonly signing: readonly string[];
  /** Hosts of its endpoint rules; `{Region}`, `{Suffix}`, and `{Any}` for one label. */
  readonly hosts: readonly string[];
  readonly version: string;
  readonly target?: string;
  /** Smithy's service shape name, in the path of rpc-v2-cbor. */
  readonly serviceId: string;
  readonly operations: { readonly [name: string]: WireOperation };
}

/** All members optional: an operation of a query service needs none. */
export interface WireOperation {
  /** REST: method and template (path and literal query). */
  readonly m?: string;
  readonly u?: string;
  /** Required query members and headers, on the wire. */
  readonly q?: readonly string[];
  readonly h?: readonly string[];
  /** Host prefix. */
  readonly p?: string;
  /** Superseded: stands back where another operation fits as well. */
  readonly d?: 1;
  /** Not signed with SigV4: never taken. */
  readonly n?: 1;
}
