import type { ServiceModels } from "../../src/aws/service-models.ts";
import type { Diagnostic } from "../../src/core/script.ts";
import type { ScriptChecker } from "../../src/script/script.ts";
import type { Planted, Planting } from "./planting.ts";
import { createRandom } from "./random.ts";

export interface CorrectScript {
  readonly name: string;
  readonly code: string;
}

export interface Measured {
  readonly planting: string;
  readonly planted: number;
  readonly caught: number;
  /** Of those whose right name is known: how many were suggested it. */
  readonly named: number;
  readonly nameable: number;
  readonly missed: readonly { readonly script: string; readonly change: string }[];
}

export interface Measuring {
  readonly checker: ScriptChecker;
  readonly models: ServiceModels;
  readonly scripts: readonly CorrectScript[];
  readonly plantings: readonly Planting[];
  readonly seed: number;
  /** How many of the scripts get each mistake. */
  readonly most?: number;
}

export const account = { account: "123456789012", region: "us-east-1" };

/** Plants each class of mistakes in each script and counts what the check says of it. Diagnostics of the text as it was do not count. */
export async function measure({
  checker,
  models,
  scripts,
  plantings,
  seed,
  most,
}: Measuring): Promise<readonly Measured[]> {
  const before = new Map<string, ReadonlySet<string>>();
  for (const { name, code } of scripts) {
    const { diagnostics } = await checker.check({ code, ...account });
    before.set(name, new Set(diagnostics.map(sayingOf)));
  }
  const results: Measured[] = [];
  for (const [index, planting] of plantings.entries()) {
    const random = createRandom(seed + index);
    const chosen = most === undefined ? scripts : shuffled(scripts, random.below);
    const tries: Try[] = [];
    for (const script of chosen) {
      if (most !== undefined && tries.length >= most) break;
      const planted = planting.plant({ code: script.code, models, random });
      if (planted === undefined) continue;
      const { diagnostics } = await checker.check({ code: planted.code, ...account });
      const fresh = diagnostics.filter((found) => before.get(script.name)?.has(sayingOf(found)) !== true);
      tries.push({ script, planted, found: fresh.filter((found) => counts(planting, found)) });
    }
    results.push(summary(planting.name, tries));
  }
  return results;
}

interface Try {
  readonly script: CorrectScript;
  readonly planted: Planted;
  readonly found: readonly Diagnostic[];
}

const sayingOf = ({ rule, message }: Diagnostic): string => `${rule} ${message}`;

/** That the formatter would lay the text out otherwise says nothing of the mistake. */
const counts = ({ kinds, severities }: Planting, { kind, severity, rule }: Diagnostic): boolean =>
  rule !== "format" && kinds.includes(kind) && severities.includes(severity);

function summary(planting: string, tries: readonly Try[]): Measured {
  const caught = tries.filter(({ found }) => found.length > 0);
  const nameable = caught.filter(({ planted }) => planted.meant !== undefined);
  const missed = tries.filter(({ found }) => found.length === 0);
  return {
    planting,
    planted: tries.length,
    caught: caught.length,
    nameable: nameable.length,
    named: nameable.filter(({ planted, found }) =>
      found.some(({ suggestion }) => suggestion === planted.meant),
    ).length,
    missed: missed.map(({ script, planted }) => ({
      script: script.name,
      change: changeOf(script.code, planted.code),
    })),
  };
}

/** The first line that differs. */
function changeOf(before: string, after: string): string {
  const own = before.split("\n");
  const changed = after.split("\n").findIndex((line, index) => line !== own[index]);
  return `${changed + 1}: ${(own[changed] ?? "").trim()} → ${(after.split("\n")[changed] ?? "").trim()}`;
}

function shuffled<T>(all: readonly T[], below: (most: number) => number): readonly T[] {
  return all
    .map((item) => ({ item, place: below(1_000_000) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

export interface FalseAlarm {
  readonly script: string;
  readonly diagnostic: Diagnostic;
}

/** What the check holds against scripts that are right: errors and warnings. */
export async function falseAlarms(
  checker: ScriptChecker,
  scripts: readonly CorrectScript[],
): Promise<readonly FalseAlarm[]> {
  const alarms: FalseAlarm[] = [];
  for (const { name, code } of scripts) {
    const { diagnostics } = await checker.check({ code, ...account });
    for (const diagnostic of diagnostics)
      if (diagnostic.severity !== "info") alarms.push({ script: name, diagnostic });
  }
  return alarms;
}
