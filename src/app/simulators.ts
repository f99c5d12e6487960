import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { loadScenarios } from "../content/load-scenarios.ts";
import { startSimulator } from "../simulate/start-simulator.ts";
import type { Settings } from "./config.ts";
import { contentFolder, pythonFolder } from "./package-folder.ts";

export const SimulatorEntry = z.object({
  port: z.number(),
  pid: z.number(),
  endpoint: z.string(),
  scenario: z.string().optional(),
  startedAt: z.string(),
});
export type SimulatorEntry = z.infer<typeof SimulatorEntry>;

export interface StartOptions {
  readonly port?: number;
  readonly scenario?: string;
}

/** Starts a simulator that outlives this process; `simulate stop` ends it. */
export async function startDetached(
  settings: Settings,
  python: string,
  options: StartOptions,
  now: Date,
): Promise<SimulatorEntry> {
  const scenario = options.scenario === undefined ? undefined : findScenario(options.scenario, settings);
  // Before it runs: one that cannot be noted could not be stopped.
  mkdirSync(folderOf(settings), { recursive: true, mode: 0o700 });
  const simulator = await startSimulator({
    python,
    pythonFolder,
    detached: true,
    ...(options.port !== undefined && { port: options.port }),
    ...(scenario && { scenario: { file: scenario.file, id: scenario.scenario.id } }),
  });
  const { port, pid, endpoint } = simulator;
  const entry = {
    port,
    pid,
    endpoint,
    ...(simulator.scenario !== undefined && { scenario: simulator.scenario }),
    startedAt: now.toISOString(),
  };
  writeFileSync(join(folderOf(settings), `${port}.json`), JSON.stringify(entry), { mode: 0o600 });
  return entry;
}

/** The simulators that still run; entries of dead ones are cleared away. */
export function listSimulators(settings: Settings): readonly SimulatorEntry[] {
  const folder = folderOf(settings);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const entry = SimulatorEntry.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (entry.success && isSimulator(entry.data.pid)) return [entry.data];
    rmSync(path, { force: true });
    return [];
  });
}

/** Stops one simulator by port, or all of them. Returns those that were stopped. */
export function stopSimulators(settings: Settings, port?: number): readonly SimulatorEntry[] {
  const chosen = listSimulators(settings).filter((entry) => port === undefined || entry.port === port);
  if (port !== undefined && chosen.length === 0)
    throw new AppError("not-found", `No simulator runs on port ${port}.`, {
      next: "nephoscope simulate list",
    });
  for (const entry of chosen) {
    process.kill(entry.pid, "SIGTERM");
    rmSync(join(folderOf(settings), `${entry.port}.json`), { force: true });
  }
  return chosen;
}

/** The scenario of that id, from those that ship and the user's own. Throws AppError("usage") naming what there is. */
export function findScenario(id: string, settings: Settings): ReturnType<typeof loadScenarios>[number] {
  const found = scenariosOf(settings).find(({ scenario }) => scenario.id === id);
  if (found) return found;
  throw new AppError("usage", `There is no scenario "${id}".`, {
    next: "nephoscope simulate scenarios   lists them with their questions.",
  });
}

export function scenariosOf(settings: Settings): ReturnType<typeof loadScenarios> {
  const own = join(settings.userFolder, "scenarios");
  return loadScenarios([join(contentFolder, "scenarios"), ...(existsSync(own) ? [own] : [])]);
}

/** A process id may have been given to another program since: only a Python with our script counts. */
function isSimulator(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(join("simulator", "main.py"));
  } catch {
    return false;
  }
}

function folderOf(settings: Settings): string {
  return join(settings.home, "simulators");
}
