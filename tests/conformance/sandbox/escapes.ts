import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { defaultLimits, type Limits, type Sandbox } from "../../../src/core/sandbox.ts";
import { run } from "./run.ts";
import type { PlantedWorld } from "./planted-world.ts";

const parts = ["world", "files", "processes", "network", "kernel", "resources", "attempts"];
const script = parts
  .map((part) => readFileSync(join(import.meta.dirname, "escapes", `${part}.py`), "utf8"))
  .join("\n\n");

/** Every way out that is tried, by name; each is another mechanism. */
export const ways = [...script.matchAll(/^@way\ndef (\w+)/gm)].map((match) => match[1] ?? "");

/** What a backend does not promise, and why; everything else must lead nowhere. */
export const knownLimits: { readonly [backend: string]: { readonly [way: string]: string } } = {
  landlock: {
    ask_whether_a_path_exists:
      "Landlock does not govern stat: whether a path exists, its size and times can be asked, its contents not be read.",
  },
};

const Results = z.record(z.string(), z.object({ out: z.boolean(), saw: z.string() }));
export type Results = z.infer<typeof Results>;

/** Limits under which nothing is bounded that a way out tries to take. */
export const noLimits: Limits = {
  ...defaultLimits,
  memoryBytes: 8 * 1024 ** 3,
  fileBytes: 1024 ** 3,
  processes: 10_000,
  outputBytes: 64 * 1024 ** 2,
};

/** Tries every way in one run. In a sandbox the folder for files is the script's own; without one it is planted. */
export async function tryWays(
  sandbox: Sandbox,
  world: PlantedWorld,
  { sandboxed, limits = defaultLimits }: { readonly sandboxed: boolean; readonly limits?: Limits },
): Promise<Results> {
  const facts = `WORLD = json.loads(${JSON.stringify(JSON.stringify(world.facts))})`;
  const own = 'WORLD["scratch"] = WORLD["chroot"] = os.environ["HOME"]';
  const code = script.replace("WORLD = {}", sandboxed ? `${facts}\n${own}` : facts);
  const outcome = await run(sandbox, code, { limits });
  if (outcome.stderr !== "" || outcome.exitCode !== 0)
    throw new Error(`the ways out could not be tried: ${outcome.why ?? ""} ${outcome.stderr}`);
  return Results.parse(JSON.parse(outcome.stdout));
}
