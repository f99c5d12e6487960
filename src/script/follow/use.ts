/** A parameter's value as far as literals determine it. */
export type Literal =
  | { readonly kind: "unknown" | "none" | "bytes" }
  | { readonly kind: "text"; readonly text?: string }
  | { readonly kind: "number"; readonly number?: number; readonly integer: boolean }
  | { readonly kind: "boolean"; readonly boolean?: boolean }
  | { readonly kind: "list"; readonly items: readonly Alternatives[]; readonly open: boolean }
  | ({ readonly kind: "dict" } & Params);

/** One of these, nobody knows which. */
export type Alternatives = readonly Literal[];

export interface Params {
  readonly entries: ReadonlyMap<string, { readonly alternatives: Alternatives; readonly line: number }>;
  /** Members may be there that the text does not determine. */
  readonly open: boolean;
}

/** One place where the text uses boto3, before anything is checked against the service models. */
export type Use =
  | {
      readonly kind: "service";
      readonly line: number;
      readonly service: string;
      readonly how: "client" | "resource";
    }
  /** An attribute of a client; `params` when it is called. The client is of one of `services`. */
  | {
      readonly kind: "method";
      readonly line: number;
      readonly services: readonly string[];
      readonly method: string;
      readonly whole: boolean;
      readonly params?: Params;
      readonly positional?: number;
    }
  | {
      readonly kind: "paginator";
      readonly line: number;
      readonly services: readonly string[];
      readonly name: string;
    }
  | {
      readonly kind: "waiter";
      readonly line: number;
      readonly services: readonly string[];
      readonly name: string;
    }
  | {
      readonly kind: "exception";
      readonly line: number;
      readonly services: readonly string[];
      readonly name: string;
    }
  /** An operation that surely exists, called through a paginator, a waiter or a resource. `filled` names what boto3 itself fills in. */
  | {
      readonly kind: "operation";
      readonly line: number;
      readonly service: string;
      readonly operation: string;
      readonly via: "paginator" | "waiter" | "resource" | "collection" | "load" | "transfer";
      readonly params: Params;
      readonly filled: readonly string[];
      readonly certain: boolean;
    }
  | {
      readonly kind: "resource-member";
      readonly line: number;
      readonly service: string;
      readonly type?: string;
      readonly name: string;
    }
  /** A member that an answer does not have, or a way of reading that its type does not allow. `shape` is absent for the pages of a paginator. */
  | {
      readonly kind: "member";
      readonly line: number;
      readonly service: string;
      readonly operation: string;
      readonly shape?: string;
      /** What a caught error is read for, in the place of an answer. */
      readonly failure?: "error" | "response" | "Error";
      readonly name: string;
      readonly how: "key" | "get" | "index" | "attribute" | "in" | "search" | "name";
    }
  | { readonly kind: "region"; readonly line: number; readonly region: string }
  /** A keyword that `boto3.client`, `boto3.resource` or `Session` does not take. */
  | {
      readonly kind: "keyword";
      readonly line: number;
      readonly callee: string;
      readonly name: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly kind: "danger";
      readonly line: number;
      readonly rule: string;
      readonly message: string;
      readonly references: readonly string[];
    }
  /** Not wrong, but not as it should be. */
  | {
      readonly kind: "advice";
      readonly line: number;
      readonly rule: string;
      readonly message: string;
      readonly references: readonly string[];
    }
  /** A method of something that the text does not determine, named like an operation. */
  | { readonly kind: "guess"; readonly line: number; readonly method: string; readonly params: Params };

/** A use, and how many loops stand round it. */
export type PlacedUse = Use & { readonly loops: number };

export interface Unresolved {
  readonly line: number;
  readonly why: string;
}
