import { union } from "./value.ts";
import type { Values } from "./value.ts";

/** What a list, a dictionary or an instance holds. `open`: and maybe more that the text does not determine. */
export interface Contents {
  readonly entries: ReadonlyMap<string, { readonly values: Values; readonly line: number }>;
  /** Elements of a list; values of a dictionary under keys that are not literals. */
  readonly others: Values;
  readonly open: boolean;
  /** Number of elements, where it is known. */
  readonly length?: number;
}

export const nothing: Contents = { entries: new Map(), others: [], open: false };

/** Variables and contents at one point of the program. A branch works on a fork; joining keeps what either side may have left. */
export class State {
  readonly #before: State | undefined;
  readonly #variables = new Map<string, Values>();
  readonly #contents = new Map<string, Contents>();

  constructor(before?: State) {
    this.#before = before;
  }

  fork(): State {
    return new State(this);
  }

  variable(name: string): Values | undefined {
    return this.#variables.get(name) ?? this.#before?.variable(name);
  }

  assign(name: string, values: Values): void {
    this.#variables.set(name, values);
  }

  contents(id: string): Contents {
    return this.#contents.get(id) ?? this.#before?.contents(id) ?? nothing;
  }

  fill(id: string, contents: Contents): void {
    this.#contents.set(id, contents);
  }

  /** Takes over what forks of this state may have left. `all` is false when it may also be that none of them ran. */
  join(forks: readonly State[], all: boolean): void {
    const variables = new Set(forks.flatMap((fork) => [...fork.#variables.keys()]));
    for (const name of variables) {
      const sides = all ? forks : [...forks, this];
      this.#variables.set(name, union(...sides.map((side) => side.variable(name) ?? [])));
    }
    const ids = new Set(forks.flatMap((fork) => [...fork.#contents.keys()]));
    for (const id of ids) {
      const sides = all ? forks : [...forks, this];
      this.#contents.set(id, sides.map((side) => side.contents(id)).reduce(joinContents));
    }
  }

  /** What a way that left put into containers lasts: it may have returned one of them. */
  keep(left: State): void {
    for (const [id, contents] of left.#contents) {
      const own = this.contents(id);
      this.#contents.set(id, own === nothing ? contents : joinContents(own, contents));
    }
  }
}

export function joinContents(a: Contents, b: Contents): Contents {
  if (a === b) return a;
  const entries = new Map(a.entries);
  for (const [key, entry] of b.entries) {
    const known = entries.get(key);
    entries.set(
      key,
      known === undefined ? entry : { values: union(known.values, entry.values), line: entry.line },
    );
  }
  return {
    entries,
    others: union(a.others, b.others),
    open: a.open || b.open,
    ...(a.length !== undefined && a.length === b.length && { length: a.length }),
  };
}
