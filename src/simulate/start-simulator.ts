import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import type { Simulator, SimulatorOptions } from "./simulate.ts";

const Ready = z.object({
  port: z.number(),
  scenario: z.string().nullable(),
  bound: z.record(z.string(), z.union([z.string(), z.number()])),
});

const secondsToStart = 60;

/** Starts the simulator and waits until its scenario is seeded. Throws AppError("environment") when it does not come up. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-simulator-"));
  const output = openSync(join(folder, "out"), "w");
  const errors = openSync(join(folder, "err"), "w");
  const child = spawn(options.python, commandLine(options), {
    stdio: [options.detached ? "ignore" : "pipe", output, errors],
    detached: options.detached ?? false,
    env: { PATH: "/usr/bin:/bin", HOME: folder, PYTHONDONTWRITEBYTECODE: "1" },
  });
  closeSync(output);
  closeSync(errors);
  try {
    const ready = await readyLine(child, folder, options.signal);
    if (options.detached) child.unref();
    return {
      port: ready.port,
      endpoint: `http://localhost:${ready.port}`,
      ...(ready.scenario !== null && { scenario: ready.scenario }),
      bound: ready.bound,
      pid: child.pid ?? 0,
      [Symbol.asyncDispose]: () => stop(child),
    };
  } catch (error) {
    await stop(child);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function commandLine({ pythonFolder, port, scenario, healed, detached }: SimulatorOptions): string[] {
  return [
    join(pythonFolder, "simulator", "main.py"),
    ...(port === undefined ? [] : ["--port", String(port)]),
    ...(scenario ? ["--file", scenario.file, "--scenario", scenario.id] : []),
    ...(healed ? ["--healed"] : []),
    ...(detached ? ["--stay"] : []),
  ];
}

async function readyLine(
  child: ChildProcess,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof Ready>> {
  for (let waited = 0; waited < secondsToStart * 20; waited += 1) {
    signal?.throwIfAborted();
    const line = readFileSync(join(folder, "out"), "utf8")
      .split("\n")
      .find((text) => text.startsWith('{"port"') && text.endsWith("}"));
    if (line) return Ready.parse(JSON.parse(line));
    if (child.exitCode !== null) break;
    await wait(50);
  }
  const said = readFileSync(join(folder, "err"), "utf8").trim().split("\n").slice(-3).join("\n");
  throw new AppError("environment", `The simulator did not start: ${said || "no word from it"}`, {
    next: "nephoscope doctor",
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  child.kill("SIGTERM");
  await Promise.race([ended, wait(3000, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}
