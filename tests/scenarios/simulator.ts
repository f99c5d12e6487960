import { fileURLToPath } from "node:url";
import { readSettings } from "../../src/app/config.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import { startSimulator } from "../../src/simulate/start-simulator.ts";
import type { Simulator } from "../../src/simulate/simulate.ts";

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** A real simulator with a scenario of `content/scenarios/<file>` in it. */
export async function simulatorWith(
  file: string,
  id: string,
  options: { healed?: boolean } = {},
): Promise<Simulator> {
  const python = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
  return startSimulator({
    python: python.path,
    pythonFolder: folder("python"),
    scenario: { file: folder(`content/scenarios/${file}`), id },
    ...(options.healed && { healed: true }),
  });
}
