import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Job, Sandbox } from "../../src/core/sandbox.ts";
import type { Outcome } from "../../src/core/script.ts";
import { pythonFolder } from "../../src/sandbox/python/python-folder.ts";

/** Runs trusted scripts without isolation, each in a fork of a warm Python: some 30 ms a run. `size` processes work side by side. */
export function forkingSandbox(python: string, size = 2): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-forking-"));
  const workers = Array.from({ length: size }, () => startWorker(python));
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const take = async (): Promise<Worker> =>
    free.pop() ?? (await new Promise<Worker>((resolve) => void waiting.push(resolve)));
  const give = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else free.push(worker);
  };
  const names = { last: 0 };
  const run = async (job: Job): Promise<Outcome> => {
    const worker = await take();
    const socket = join(folder, `${(names.last += 1)}.sock`);
    const server = createServer((stream) => job.connect(stream));
    server.listen(socket);
    await once(server, "listening");
    const started = performance.now();
    const { exitCode, stdout, stderr } = await worker.run({
      code: job.code,
      socket,
      region: job.region,
      seconds: job.limits.seconds,
    });
    server.close();
    give(worker);
    const printed = { stdout, stderr, ms: performance.now() - started };
    if (exitCode === -14)
      return { kind: "timed-out", why: `It ran longer than ${job.limits.seconds} s.`, ...printed };
    return { kind: "exited", exitCode: exitCode < 0 ? 128 - exitCode : exitCode, ...printed };
  };
  return {
    name: "none",
    unavailable: () => Promise.resolve(undefined),
    warm: () => undefined,
    run,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(workers.map((worker) => worker.end()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Worker {
  run(job: object): Promise<Result>;
  end(): Promise<void>;
}

function startWorker(python: string): Worker {
  const files = [join(import.meta.dirname, "forking.py"), join(pythonFolder(), "prelude.py")];
  const child = spawn(python, ["-I", "-B", "-X", "utf8", ...files], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "exit");
  return {
    run: async (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const { value } = await lines.next();
      // A door: forking.py wrote it.
      return JSON.parse(String(value)) as Result;
    },
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
