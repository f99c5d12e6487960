import { once } from "node:events";
import { createInterface } from "node:readline";
import { duplexPair } from "node:stream";
import type { Job, Sandbox } from "../core/sandbox.ts";
import type { Outcome } from "../core/script.ts";

export interface FakeSandbox extends Sandbox {
  /** The scripts that were run, in the order they began. */
  readonly ran: readonly string[];
  /** The most that ran at once. */
  readonly peak: () => number;
}

/**
 * Runs scripts of one command a line: `read ec2:DescribeInstances` asks the broker, `hide ec2:DescribeInstances` does so where the script's policy does not know of it and lives on, `sleep 100`, `print {"a":1}`, `fail ValueError: why`.
 * Everything of `Sandbox` but the isolation.
 */
export function createFakeSandbox(): FakeSandbox {
  const ran: string[] = [];
  const running = { now: 0, peak: 0 };
  return {
    name: "none",
    ran,
    peak: () => running.peak,
    unavailable: async () => undefined,
    warm: () => undefined,
    async run(job) {
      ran.push(job.code);
      running.now += 1;
      running.peak = Math.max(running.peak, running.now);
      const outcome = await execute(job);
      running.now -= 1;
      return outcome;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function execute(job: Job): Promise<Outcome> {
  const [script, broker] = duplexPair();
  job.connect(broker);
  const answers = createInterface({ input: script });
  const printed: string[] = [];
  const ended = (exitCode: number, stderr = ""): Outcome => ({
    kind: "exited",
    exitCode,
    stdout: printed.join("\n"),
    stderr,
    ms: 1,
  });
  try {
    for (const line of job.code.split("\n")) {
      if (job.signal?.aborted)
        return { kind: "timed-out", stdout: "", stderr: "", ms: 1, why: "it was stopped" };
      const [command = "", ...rest] = line.split(" ");
      const argument = rest.join(" ");
      if (command === "print") printed.push(argument);
      if (command === "fail") return ended(1, argument);
      if (command === "sleep") await sleep(Number(argument), job.signal);
      if (command !== "read" && command !== "hide") continue;
      const [service, operation] = argument.split(":");
      script.write(`${JSON.stringify({ service, operation, hidden: command === "hide" })}\n`);
      await once(answers, "line");
    }
    return job.signal?.aborted
      ? { kind: "timed-out", stdout: "", stderr: "", ms: 1, why: "it was stopped" }
      : ended(0);
  } finally {
    script.end();
  }
}

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
