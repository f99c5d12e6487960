import type { ServiceModels } from "../../src/aws/service-models.ts";
import type { Diagnostic } from "../../src/core/script.ts";
import type { Random } from "./random.ts";

export interface PlantingGround {
  readonly code: string;
  readonly models: ServiceModels;
  readonly random: Random;
}

export interface Planted {
  readonly code: string;
  /** The name that stood there before: what a suggestion should be. */
  readonly meant?: string;
}

/** One class of mistakes, and what a check has to say of it. */
export interface Planting {
  readonly name: string;
  /** Kinds of diagnostics that count as caught. */
  readonly kinds: readonly Diagnostic["kind"][];
  /** Severities that count; an error that a safe fix took out counts too. */
  readonly severities: readonly Diagnostic["severity"][];
  /** The text with the mistake in it; undefined where it has no place for one. */
  plant(ground: PlantingGround): Planted | undefined;
}

/** Puts `made` in the place of one of the matches, chosen at random among those that it accepts. */
export function replaceOne(
  { code, random }: PlantingGround,
  pattern: RegExp,
  make: (match: RegExpExecArray) => { readonly text: string; readonly meant?: string } | undefined,
): Planted | undefined {
  const matches = [...code.matchAll(pattern)];
  while (matches.length > 0) {
    const [match] = matches.splice(random.below(matches.length), 1);
    const made = match === undefined ? undefined : make(match);
    if (match === undefined || made === undefined || made.text === match[0]) continue;
    if (match.index < endOfDocstring(code)) continue;
    const text = code.slice(0, match.index) + made.text + code.slice(match.index + match[0].length);
    return { code: text, ...(made.meant !== undefined && { meant: made.meant }) };
  }
  return undefined;
}

/** What stands in the text's own description is no code. */
const endOfDocstring = (code: string): number => /^"""[\s\S]*?"""\n/.exec(code)?.[0].length ?? 0;

/** Adds lines at the end, where they are reached by every script that does not end before. */
export const appended = ({ code }: PlantingGround, lines: string): Planted => ({
  code: `${code.trimEnd()}\n${lines}\n`,
});

/** boto3's names of the services that the text makes clients of. */
export function servicesIn(code: string, models: ServiceModels): readonly string[] {
  const names = new Set(
    [...code.matchAll(/\b(?:client|resource)\(\s*"([a-z0-9-]+)"/g)].map(([, name = ""]) => name),
  );
  return [...names].filter((name) => models.model(name) !== undefined);
}
