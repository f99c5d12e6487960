import { spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import { join } from "node:path";
import { defaultLimits, type Sandbox } from "../src/core/sandbox.ts";
import { createBubblewrapSandbox } from "../src/sandbox/bubblewrap/bubblewrap.ts";
import { createContainerSandbox } from "../src/sandbox/container/container.ts";
import { createLandlockSandbox } from "../src/sandbox/landlock/landlock.ts";
import { ensurePython, type PythonEnvironment } from "../src/sandbox/python/python-environment.ts";

export interface Figure {
  readonly what: string;
  readonly p50: number;
  readonly p95: number;
  readonly n: number;
}

const root = process.getuid?.() === 0;
const cacheFolder =
  process.env["NEPHOSCOPE_CACHE"] ??
  (root ? "/var/cache/nephoscope" : join(homedir(), ".cache", "nephoscope"));
const runtimeParent = root
  ? "/run/nephoscope"
  : join(process.env["XDG_RUNTIME_DIR"] ?? "/tmp", `nephoscope-bench-${process.pid}`);
/** As long as a pool needs to be full again on a busy machine of two cores. */
const settleMs = 900;

export function figure(what: string, times: readonly number[]): Figure {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { what, p50: at(0.5), p95: at(0.95), n: sorted.length };
}

/** How long a script takes to its first line and to its end in a warm sandbox, and in a cold one; milliseconds. */
export async function benchSandbox(n = 20): Promise<readonly Figure[]> {
  const python = await ensurePython({ cacheFolder, report: console.error });
  const get = () => Promise.resolve(python);
  await using warm = createBubblewrapSandbox({ python: get, runtimeParent });
  await using cold = createBubblewrapSandbox({ python: get, runtimeParent, poolSize: 0 });
  const client = "import boto3\nboto3.client('ec2')";
  const four = "import boto3\nfor name in ('ec2', 'iam', 's3', 'lambda'):\n    boto3.client(name)";
  warm.warm();
  const first = await repeat(n, () => firstLine(warm));
  const end = await repeat(n, () => toEnd(warm, "print(1)"));
  const ec2 = await repeat(n, () => toEnd(warm, client));
  const several = await repeat(n, () => toEnd(warm, four));
  const coldRuns = await repeat(n, () => toEnd(cold, client), 0);
  const plain = await repeat(n, () => coldPython(python), 0);
  return [
    figure("warm: start to first line", first),
    figure("warm: start to exit", end),
    figure("warm: to exit, one EC2 client", ec2),
    figure("warm: to exit, four clients", several),
    figure("cold sandbox: to exit, one EC2 client", coldRuns),
    figure("no sandbox, fresh Python: one EC2 client", plain),
    ...(await benchOthers(python, Math.ceil(n / 2))),
  ];
}

/** The same two figures for the other backends that this machine has. A container takes longer to be replaced, so it gets a longer pause. */
export async function benchOthers(python: PythonEnvironment, n: number): Promise<readonly Figure[]> {
  const options = { python: () => Promise.resolve(python), runtimeParent };
  const figures: Figure[] = [];
  for (const { create, pauseMs } of [
    { create: createLandlockSandbox, pauseMs: settleMs },
    { create: createContainerSandbox, pauseMs: 2 * settleMs },
  ]) {
    await using sandbox = create(options);
    if (await sandbox.unavailable()) continue;
    sandbox.warm();
    await toEnd(sandbox, "print(1)"); // Whatever is made once is made.
    const first = await repeat(n, () => firstLine(sandbox), pauseMs);
    const end = await repeat(n, () => toEnd(sandbox, "print(1)"), pauseMs);
    figures.push(
      figure(`${sandbox.name}, warm: start to first line`, first),
      figure(`${sandbox.name}, warm: start to exit`, end),
    );
  }
  return figures;
}

async function repeat(
  n: number,
  once: () => Promise<number>,
  pauseMs = settleMs,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < n; index += 1) {
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    times.push(await once());
  }
  return times;
}

async function toEnd(sandbox: Sandbox, code: string): Promise<number> {
  const started = performance.now();
  const outcome = await sandbox.run({
    code,
    limits: defaultLimits,
    region: "us-east-1",
    connect: (stream) => void stream.destroy(),
  });
  if (outcome.exitCode !== 0) throw new Error(`${outcome.why ?? ""} ${outcome.stderr}`);
  return performance.now() - started;
}

/** The script says when it runs by opening a connection: output is only handed over at the end. */
async function firstLine(sandbox: Sandbox): Promise<number> {
  const started = performance.now();
  const seen = { ms: Number.NaN };
  const code = `from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
try:
    URLLib3Session().send(AWSRequest("GET", "https://sts.amazonaws.com/").prepare())
except Exception:
    pass`;
  await sandbox.run({
    code,
    limits: defaultLimits,
    region: "us-east-1",
    connect: (stream) => {
      seen.ms = performance.now() - started;
      stream.destroy();
    },
  });
  return seen.ms;
}

async function coldPython(python: PythonEnvironment): Promise<number> {
  const started = performance.now();
  const child = spawn(python.path, ["-c", "import boto3; boto3.client('ec2', region_name='us-east-1')"], {
    stdio: "ignore",
  });
  await once(child, "exit");
  return performance.now() - started;
}

export function print(figures: readonly Figure[]): void {
  for (const { what, p50, p95, n } of figures)
    console.log(
      `${what.padEnd(48)} p50 ${p50.toFixed(2).padStart(8)}  p95 ${p95.toFixed(2).padStart(8)}  n ${n}`,
    );
}

if (import.meta.main) print(await benchSandbox());
