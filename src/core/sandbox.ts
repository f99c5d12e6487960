import type { Duplex } from "node:stream";
import type { Outcome } from "./script.ts";

export interface Limits {
  /** Wall-clock seconds; CPU seconds are bounded by the same number. */
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly processes: number;
  readonly fileBytes: number;
  readonly outputBytes: number;
}

export const defaultLimits: Limits = {
  seconds: 60,
  memoryBytes: 1024 ** 3,
  processes: 64,
  fileBytes: 64 * 1024 ** 2,
  outputBytes: 4 * 1024 ** 2,
};

export interface Job {
  readonly code: string;
  readonly limits: Limits;
  /** Region that boto3 takes as its default. */
  readonly region: string;
  /** Key of a layer of packages (`sandbox/python/package-layer.ts`) that the script may import from. */
  readonly packages?: string;
  /** Called for every connection that the script opens to the broker. */
  connect(stream: Duplex): void;
  readonly signal?: AbortSignal;
}

/** Runs a script once, in isolation, its only way out being `connect`. `run` never throws. */
export interface Sandbox extends AsyncDisposable {
  readonly name: "bubblewrap" | "container" | "landlock" | "none";
  /** Undefined when it can be used here, else why not and the command that helps. */
  unavailable(): Promise<{ why: string; fix: string } | undefined>;
  /** Starts filling the pool of warm sandboxes; returns at once. */
  warm(): void;
  run(job: Job): Promise<Outcome>;
}
