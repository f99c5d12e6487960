import { isolating, whyNot, createControl, type Backend } from "../../tests/conformance/sandbox/backends.ts";
import {
  knownLimits,
  noLimits,
  tryWays,
  ways,
  type Results,
} from "../../tests/conformance/sandbox/escapes.ts";
import { plantWorld } from "../../tests/conformance/sandbox/planted-world.ts";
import { layAll } from "../../tests/conformance/sandbox/sieges.ts";
import type { Sandbox } from "../../src/core/sandbox.ts";

export interface SandboxAttempt {
  readonly name: string;
  readonly backend: string;
  readonly escaped: boolean;
  /** Whether the same attempt led out of a plain process in the same run. */
  readonly succeedsWithout: boolean;
  /** Why it was not made in this backend, or what this backend does not promise. */
  readonly skipped?: string;
}

/** Tries every way out of every sandbox that this machine has, and each of them without one. `report` gets a line for each backend. */
export async function attackSandboxes(report: (line: string) => void): Promise<readonly SandboxAttempt[]> {
  report("without a sandbox");
  const without = await attack(await createControl(), false);
  const attempts: SandboxAttempt[] = [];
  for (const backend of isolating) attempts.push(...(await attackOne(backend, without, report)));
  return attempts;
}

async function attackOne(
  backend: Backend,
  without: ReadonlyMap<string, boolean>,
  report: (line: string) => void,
): Promise<readonly SandboxAttempt[]> {
  const why = await whyNot(backend);
  report(why === undefined ? backend.name : `${backend.name}: skipped. ${why}`);
  const inside = why === undefined ? await attack(await backend.create(), true) : undefined;
  return [...without].map(([name, succeedsWithout]) => {
    const skipped = why ?? knownLimits[backend.name]?.[name];
    return {
      name,
      backend: backend.name,
      escaped: skipped === undefined && inside?.get(name) !== false,
      succeedsWithout,
      ...(skipped !== undefined && { skipped }),
    };
  });
}

/** Whether each attempt led out. */
async function attack(created: Sandbox, sandboxed: boolean): Promise<ReadonlyMap<string, boolean>> {
  await using sandbox = created;
  await using world = await plantWorld();
  const found: Results = await tryWays(sandbox, world, {
    sandboxed,
    ...(!sandboxed && { limits: noLimits }),
  });
  return new Map([
    ...ways.map((way) => [way, found[way]?.out ?? false] as const),
    ...(await layAll(sandbox, sandboxed)),
  ]);
}

if (import.meta.main) {
  const attempts = await attackSandboxes(console.error);
  for (const { name, backend, escaped, succeedsWithout, skipped } of attempts)
    if (escaped || !succeedsWithout) console.log({ name, backend, escaped, succeedsWithout, skipped });
  const made = attempts.filter((attempt) => attempt.skipped === undefined);
  console.log(`${made.length} attempts, ${made.filter((attempt) => attempt.escaped).length} escaped`);
}
