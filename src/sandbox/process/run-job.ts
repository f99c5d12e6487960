import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import type { Job } from "../../core/sandbox.ts";
import type { Outcome } from "../../core/script.ts";
import type { WarmProcess } from "./warm-process.ts";
import type { Watch } from "./watch.ts";

const killed = 128 + 9;
const outOfCpuTime = 128 + 24;
/** How long pipes may stay open after the process has gone: only a process that outlived it (backend `none`) holds them. */
const drainMs = 250;

export interface RunJob {
  readonly process: WarmProcess;
  readonly job: Job;
  /** Limits as the prelude gets them; `processes` absent where processes cannot be counted apart from the user's own. */
  readonly limits: { readonly [name: string]: number };
  readonly watch?: Watch;
}

/** Hands a script to a process that is ready, and waits for its end. Never throws. */
export async function runJob({ process, job, limits, watch }: RunJob): Promise<Outcome> {
  const started = performance.now();
  const killsBefore = outOfMemoryKills();
  const end: { stopped?: Stop } = {};
  const stop = (stopped: Stop) => {
    end.stopped ??= stopped;
    process.kill();
  };
  const output = { bytes: 0 };
  const tooMuch = (size: number) => {
    output.bytes += size;
    if (output.bytes > job.limits.outputBytes)
      stop({ kind: "output", why: `It printed more than ${job.limits.outputBytes} bytes and was stopped.` });
  };
  const stdout = collect(process.stdout, job.limits.outputBytes, tooMuch);
  const stderr = collect(process.stderr, job.limits.outputBytes, tooMuch);
  const seconds = job.limits.seconds;
  const timer = setTimeout(
    () => stop({ kind: "time", why: `It ran longer than ${seconds} s and was stopped.` }),
    seconds * 1000,
  );
  const abort = () => stop({ kind: "abort", why: "It was cancelled." });
  job.signal?.addEventListener("abort", abort, { once: true });
  if (job.signal?.aborted) abort();
  process.accept((stream) => job.connect(stream));
  const code = Buffer.from(job.code, "utf8");
  process.stdin.end(
    Buffer.concat([
      Buffer.from(
        `${JSON.stringify({ bytes: code.length, region: job.region, limits, packages: job.packages })}\n`,
      ),
      code,
    ]),
  );
  const watching = watch?.({
    pid: process.pid,
    limits: job.limits,
    stop: (why) => stop({ kind: "memory", why }),
  });
  const exitCode = await process.exit;
  clearTimeout(timer);
  const peakBytes = watching?.end();
  job.signal?.removeEventListener("abort", abort);
  process.kill(); // What the script left behind in its group, where there is no process namespace to do it.
  await drained([stdout.ended, stderr.ended]);
  const printed = { stdout: stdout.text(), stderr: stderr.text(), ms: performance.now() - started };
  return {
    ...judge({
      exitCode,
      stderr: printed.stderr,
      seconds,
      outOfMemoryKill: outOfMemoryKills() > killsBefore,
      ...end,
    }),
    ...printed,
    ...(peakBytes !== undefined && peakBytes > 0 && { peakBytes }),
  };
}

interface Stop {
  readonly kind: "time" | "output" | "abort" | "memory";
  readonly why: string;
}

interface Ended {
  readonly exitCode: number;
  readonly stderr: string;
  readonly seconds: number;
  readonly outOfMemoryKill: boolean;
  readonly stopped?: Stop;
}

/** What the end means. A script that stopped itself with a signal has exited, whatever the signal. */
function judge({
  exitCode,
  stderr,
  seconds,
  outOfMemoryKill,
  stopped,
}: Ended): Pick<Outcome, "kind" | "exitCode" | "why"> {
  switch (stopped?.kind) {
    case "time":
      return { kind: "timed-out", why: stopped.why };
    case "memory":
      return { kind: "out-of-memory", why: stopped.why };
    case "output":
      return { kind: "exited", exitCode: killed, why: stopped.why };
    case "abort":
      return { kind: "refused", why: stopped.why };
    case undefined:
  }
  if (exitCode === outOfCpuTime)
    return { kind: "timed-out", why: `It used more than ${seconds} s of processor time and was stopped.` };
  if (exitCode === killed && outOfMemoryKill)
    return {
      kind: "out-of-memory",
      exitCode,
      why: "The machine ran out of memory and the kernel killed it.",
    };
  if (exitCode !== 0 && /(^|\n)MemoryError(: .*)?\s*$/.test(stderr))
    return {
      kind: "out-of-memory",
      exitCode,
      why: "It asked for more memory than it may use (MemoryError).",
    };
  if (exitCode > 128 && exitCode <= 192)
    return { kind: "exited", exitCode, why: `It was ended by signal ${exitCode - 128}.` };
  return { kind: "exited", exitCode };
}

/** How often this machine's kernel has killed for want of memory; 0 where it does not say. */
function outOfMemoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function drained(streams: readonly Promise<void>[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, drainMs);
  await Promise.race([Promise.all(streams), promise]);
  clearTimeout(timer);
}

function collect(stream: Readable, most: number, count: (size: number) => void) {
  const chunks: Buffer[] = [];
  const state = { kept: 0 };
  stream.on("data", (chunk: Buffer) => {
    const kept = chunk.subarray(0, Math.max(0, most - state.kept));
    if (kept.length > 0) chunks.push(kept);
    state.kept += kept.length;
    count(chunk.length);
  });
  const ended = new Promise<void>((resolve) => {
    stream.once("close", resolve);
    stream.once("end", resolve);
  });
  stream.resume();
  return { ended, text: () => Buffer.concat(chunks).toString("utf8") };
}
