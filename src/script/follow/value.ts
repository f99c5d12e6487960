import type { Syntax } from "../syntax.ts";

/** What an expression may hold, as far as the text tells. */
export type Value =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  /** `nameIn`: it is the name of a member of this structure, which a loop over the structure gives. */
  | { readonly kind: "text"; readonly text?: string; readonly nameIn?: DataValue }
  | { readonly kind: "bytes" }
  | { readonly kind: "number"; readonly number?: number; readonly integer: boolean }
  | { readonly kind: "boolean"; readonly boolean?: boolean }
  /** Contents of lists, dictionaries and instances stand in the state under `id`. */
  | { readonly kind: "list" | "dict" | "instance"; readonly id: string }
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "session" }
  /** `service` is undefined where the text does not determine it. */
  | { readonly kind: "client"; readonly service?: string }
  | ResourceValue
  | { readonly kind: "collection"; readonly of: ResourceValue; readonly name: string }
  | { readonly kind: "paginator"; readonly service: string; readonly operation: string }
  | { readonly kind: "waiter"; readonly service: string; readonly waiter: string }
  /** What `paginate(…)` gives. */
  | { readonly kind: "pages"; readonly service: string; readonly operation: string }
  | DataValue
  /** A `ClientError` that was caught, its `response`, and the `Error` in that. */
  | { readonly kind: "failure"; readonly part: "error" | "response" | "Error" }
  | { readonly kind: "exceptions"; readonly service: string }
  /** An error of a client, as a class. */
  | { readonly kind: "exception" }
  | { readonly kind: "bound"; readonly receiver: Value; readonly name: string }
  | {
      readonly kind: "function";
      readonly node: Syntax;
      readonly scope: Scope;
      readonly self?: Value;
      readonly property?: true;
      /** A decorator may change what it gives. */
      readonly decorated?: true;
    }
  | { readonly kind: "class"; readonly node: Syntax; readonly scope: Scope }
  /** `super()` in a method of the class whose node has the id `owner`. */
  | { readonly kind: "super"; readonly self: Value; readonly owner: number }
  | { readonly kind: "partial"; readonly of: Values; readonly given: Arguments; readonly id: string };

/** A structure, a list or a map out of the answer of an operation. */
export interface DataValue {
  readonly kind: "data";
  readonly service: string;
  readonly operation: string;
  readonly shape: string;
  /** The answer itself, not a part of it. */
  readonly root: boolean;
}

export interface ResourceValue {
  readonly kind: "resource";
  readonly service: string;
  /** `Bucket`; undefined for the service resource itself. */
  readonly type?: string;
  /** Identifiers that literals determine. */
  readonly identifiers: { readonly [name: string]: string };
  /** Its attributes came with the list that it stood in: reading one makes no call. */
  readonly loaded: boolean;
}

/** All that it may hold, one of them at a time. Empty means: this place is never reached. */
export type Values = readonly Value[];

export interface Scope {
  readonly id: string;
  readonly outer?: Scope;
  /** Names that `global` or `nonlocal` hand to an outer scope. */
  readonly handedOut: Set<string>;
  readonly returned: Value[];
  readonly yielded: Value[];
}

export interface Arguments {
  readonly positional: readonly Values[];
  readonly keywords: ReadonlyMap<string, { readonly values: Values; readonly line: number }>;
  /** `*args` or `**kwargs` that the text does not determine. */
  readonly open: boolean;
}

export const unknown: Values = [{ kind: "unknown" }];
export const none: Values = [{ kind: "none" }];
export const noArguments: Arguments = { positional: [], keywords: new Map(), open: false };
export const openArguments: Arguments = { positional: [], keywords: new Map(), open: true };

export const text = (value?: string): Values => [
  { kind: "text", ...(value !== undefined && { text: value }) },
];

const most = 32;

/** Everything that either may hold. More than 32 possibilities become unknown, so that nothing grows without bound. */
export function union(...all: readonly Values[]): Values {
  const [first, ...rest] = all;
  if (first !== undefined && rest.every((values) => values === first)) return first;
  const byKey = new Map<string, Value>();
  for (const value of all.flat()) byKey.set(keyOf(value), value);
  if (byKey.size <= most) return [...byKey.values()];
  return [...[...byKey.values()].slice(0, most), { kind: "unknown" }];
}

/** Equal for values that mean the same. */
export function keyOf(value: Value): string {
  if (
    value.kind === "unknown" ||
    value.kind === "none" ||
    value.kind === "bytes" ||
    value.kind === "exception" ||
    value.kind === "session"
  ) {
    return value.kind;
  }
  if (value.kind === "text") {
    const name = value.nameIn === undefined ? "" : ` in ${keyOf(value.nameIn)}`;
    return `text ${value.text === undefined ? "?" : JSON.stringify(value.text)}${name}`;
  }
  if (value.kind === "number") {
    return `number ${value.number} ${value.integer}`;
  }
  if (value.kind === "boolean") {
    return `boolean ${value.boolean}`;
  }
  if (value.kind === "module") {
    return `module ${value.name}`;
  }
  if (value.kind === "client" || value.kind === "exceptions") {
    return `${value.kind} ${value.service ?? "?"}`;
  }
  if (value.kind === "resource") {
    return `resource ${value.service} ${value.type} ${JSON.stringify(value.identifiers)} ${value.loaded}`;
  }
  if (value.kind === "collection") {
    return `collection ${keyOf(value.of)} ${value.name}`;
  }
  if (value.kind === "paginator") {
    return `paginator ${value.service} ${value.operation}`;
  }
  if (value.kind === "pages") {
    return `pages ${value.service} ${value.operation}`;
  }
  if (value.kind === "failure") {
    return `failure ${value.part}`;
  }
  if (value.kind === "data") {
    return `data ${value.service} ${value.operation} ${value.shape} ${value.root}`;
  }
  if (value.kind === "waiter") {
    return `waiter ${value.service} ${value.waiter}`;
  }
  if (value.kind === "bound") {
    return `bound ${keyOf(value.receiver)} ${value.name}`;
  }
  if (value.kind === "function") {
    return `function ${value.node.id} ${value.scope.id} ${value.self === undefined ? "" : keyOf(value.self)}`;
  }
  if (value.kind === "super") {
    return `super ${value.owner} ${keyOf(value.self)}`;
  }
  if (value.kind === "class") return `class ${value.node.id}`;
  return `${value.kind} ${value.id}`;
}

/** The strings that it may be; `whole` is false when it may be something else too. */
export function stringsOf(values: Values): { readonly strings: readonly string[]; readonly whole: boolean } {
  const strings = values.flatMap((value) =>
    value.kind === "text" && value.text !== undefined ? [value.text] : [],
  );
  return { strings, whole: strings.length > 0 && strings.length === values.length };
}

/** What a condition is, where literals decide it: a loop over service names often asks which one it is. */
export function truthOf(values: Values): boolean | undefined {
  const [only] = values;
  return values.length === 1 && only?.kind === "boolean" ? only.boolean : undefined;
}
