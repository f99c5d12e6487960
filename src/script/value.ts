import type { Syntax } from "./syntax.ts";

/** What an expression may hold, as far as the text tells. */
export type Value =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text?: string }
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
  | { readonly kind: "exceptions"; readonly service: string }
  | { readonly kind: "bound"; readonly receiver: Value; readonly name: string }
  | {
      readonly kind: "function";
      readonly node: Syntax;
      readonly scope: Scope;
      readonly self?: Value;
      readonly property?: true;
    }
  | { readonly kind: "class"; readonly node: Syntax; readonly scope: Scope }
  /** `super()` in a method of the class whose node has the id `owner`. */
  | { readonly kind: "super"; readonly self: Value; readonly owner: number }
  | { readonly kind: "partial"; readonly of: Values; readonly given: Arguments; readonly id: string };

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
    value.kind === "session"
  ) {
    return value.kind;
  }
  if (value.kind === "text") {
    return `text ${value.text === undefined ? "?" : JSON.stringify(value.text)}`;
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
