import { digestOf } from "../../core/json/digest.ts";

/** Chances of each kind of mistake, 0 to 1. */
export interface Mistakes {
  /** A method or parameter name that boto3 does not have. */
  readonly wrongName: number;
  readonly missingImport: number;
  /** An operation called in a way that the policy derived from the text does not cover. */
  readonly missingPermission: number;
  readonly truncated: number;
  readonly prose: number;
  /** Claims about resources that nobody has seen. */
  readonly inventedId: number;
  /** The same script again in place of a repaired one; the same task again. */
  readonly repeats: number;
  /** Python that reads what the account may refuse, without being ready for it; put into first scripts at this rate. */
  readonly refusedRead?: { readonly rate: number; readonly code: string };
}

export const usualMistakes: Mistakes = {
  wrongName: 0.3,
  missingImport: 0.2,
  missingPermission: 0.2,
  truncated: 0.1,
  prose: 0.3,
  inventedId: 0.1,
  repeats: 0.1,
};

export const noMistakes: Mistakes = {
  wrongName: 0,
  missingImport: 0,
  missingPermission: 0,
  truncated: 0,
  prose: 0,
  inventedId: 0,
  repeats: 0,
};

/** What a scripted model can do wrong, as tables name it. */
export type MistakeKind =
  | "wrong name"
  | "missing import"
  | "hidden call"
  | "refused read"
  | "truncated"
  | "prose"
  | "invented id"
  | "script again"
  | "task again";

/** Chance that depends on nothing but a seed: the same seed and the same order of questions make the same mistakes. */
export class Chance {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** 0 up to 1. */
  draw(): number {
    this.#drawn += 1;
    return (
      Number.parseInt(
        digestOf(`${this.#seed} ${this.#drawn}`).slice("sha256:".length, "sha256:".length + 8),
        16,
      ) /
      2 ** 32
    );
  }

  hits(rate: number): boolean {
    return this.draw() < rate;
  }
}

/** A correct script with mistakes put into it, and which they are. */
export function spoiled(
  code: string,
  mistakes: Mistakes,
  chance: Chance,
): { readonly code: string; readonly made: readonly MistakeKind[] } {
  const made: MistakeKind[] = [];
  let text = code;
  const change = (kind: MistakeKind, next: string) => {
    if (next === text) return;
    text = next;
    made.push(kind);
  };
  if (chance.hits(mistakes.wrongName)) change("wrong name", misnamed(text, chance));
  if (chance.hits(mistakes.missingImport))
    change(
      "missing import",
      text.replace(
        chance.hits(0.5) ? /^import json\n/m : /^from botocore\.exceptions import ClientError\n/m,
        "",
      ),
    );
  if (chance.hits(mistakes.missingPermission)) change("hidden call", hidden(text));
  const { refusedRead } = mistakes;
  if (refusedRead && chance.hits(refusedRead.rate))
    change("refused read", text.replace(/^(?=[^\n]*\bprint\(json\.dumps)/m, `${refusedRead.code}\n`));
  return { code: text, made };
}

/** One method of a client, or one paginator, written as a model would half remember it. */
function misnamed(code: string, chance: Chance): string {
  const methods = [...code.matchAll(/\b\w+\.((?:describe|list|get)_\w+)\(/g)].map(([, name = ""]) => name);
  const paginators = [...code.matchAll(/get_paginator\("(\w+)"\)/g)].map(([, name = ""]) => name);
  const names = [...methods, ...paginators].filter((name) => name !== "get_paginator" && name.length > 8);
  const name = names[Math.floor(chance.draw() * names.length)];
  if (name === undefined) return code;
  const at = 4 + Math.floor(chance.draw() * (name.length - 6));
  return code.replaceAll(name, name.slice(0, at) + name.slice(at + 1));
}

/** The first plain call of a client, else the first paginator, goes by a name that is put together: no reader of the text can follow it. */
function hidden(code: string): string {
  const call = code.replace(
    /(\b[a-z]\w*)\.(describe|list|get)_(?!paginator)(\w+)\(/,
    (_all, client: string, verb: string, rest: string) =>
      `getattr(${client}, "".join(["${verb}", "_${rest}"]))(`,
  );
  if (call !== code) return call;
  return code.replace(
    /\.get_paginator\("(\w+?)_(\w+)"\)/,
    (_all, verb: string, rest: string) => `.get_paginator("".join(["${verb}", "_${rest}"]))`,
  );
}
