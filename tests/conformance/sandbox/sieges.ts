import { readdirSync, readFileSync } from "node:fs";
import { defaultLimits, type Limits, type Sandbox } from "../../../src/core/sandbox.ts";
import type { Outcome } from "../../../src/core/script.ts";
import { noLimits } from "./escapes.ts";
import { run } from "./run.ts";

/** A way out that takes a whole run, for the sandbox ends it. */
export interface Siege {
  readonly name: string;
  /** `MARK` in it becomes a text by which its processes are known. */
  readonly code: string;
  readonly limits?: Partial<Limits>;
  /** Whether it got what it wanted, judged when the run has returned. */
  readonly ledOut: (outcome: Outcome, mark: string) => boolean;
}

const printed = (text: string) => (outcome: Outcome) => outcome.stdout.includes(text);

export const sieges: readonly Siege[] = [
  {
    name: "hold_much_memory_in_many_children",
    code: `import os, time
children = []
for _ in range(20):
    child = os.fork()
    if child == 0:
        held = bytearray(b"x") * (100 << 20)
        time.sleep(1.5)
        os._exit(0)
    children.append(child)
ends = [os.waitpid(child, 0)[1] for child in children]
print("held" if not any(ends) else ends)`,
    ledOut: printed("held"),
  },
  {
    name: "make_very_many_files",
    code: `import os
folder = os.path.join(os.environ["HOME"], "MARK")
os.mkdir(folder)
made = 0
try:
    while made < 40000:
        os.close(os.open(f"{folder}/{made}", os.O_CREAT | os.O_WRONLY))
        made += 1
    print("made")
finally:
    for index in range(made):
        os.remove(f"{folder}/{index}")
    os.rmdir(folder)`,
    ledOut: printed("made"),
  },
  {
    name: "leave_a_process_behind",
    code: `import os, sys, time
if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(30)", "MARK"])
    os._exit(0)
time.sleep(0.3)`,
    ledOut: (_, mark) => processesWith(mark).length > 0,
  },
  {
    name: "outlive_the_time",
    code: `import os, signal, time
for number in (1, 2, 3, 15):
    signal.signal(number, signal.SIG_IGN)
end = time.monotonic() + 2.5
while time.monotonic() < end:
    time.sleep(0.1)
print("outlived")`,
    limits: { seconds: 1 },
    ledOut: printed("outlived"),
  },
  {
    name: "outlive_the_time_in_a_child_that_holds_the_output",
    code: `import os, time
if os.fork() == 0:
    time.sleep(2.5)
    print("outlived", flush=True)
    os._exit(0)
os.waitpid(-1, 0)`,
    limits: { seconds: 1 },
    ledOut: printed("outlived"),
  },
  {
    name: "print_without_end",
    code: "for _ in range(20000):\n    print('x' * 1000)\nprint('printed')",
    ledOut: (outcome) => outcome.stdout.length > 16 * 1024 ** 2,
  },
  {
    name: "use_the_processor_in_many_threads",
    code: `import os, time
children = []
for _ in range(2):
    child = os.fork()
    if child == 0:
        while time.process_time() < 1.8:
            pass
        os._exit(0)
    children.append(child)
ends = [os.waitpid(child, 0)[1] for child in children]
print("used" if not any(ends) else ends)`,
    limits: { seconds: 1 },
    ledOut: printed("used"),
  },
];

/** Runs one. Without a sandbox nothing is bounded, so that it can be seen to lead out. */
async function lay(siege: Siege, sandbox: Sandbox, sandboxed: boolean): Promise<boolean> {
  const mark = `siege-${process.pid}-${siege.name}`;
  const limits = sandboxed ? { ...defaultLimits, ...siege.limits } : noLimits;
  const outcome = await run(sandbox, siege.code.replaceAll("MARK", mark), { limits });
  if (outcome.kind === "refused") throw new Error(`the siege could not be laid: ${outcome.why ?? ""}`);
  const ledOut = siege.ledOut(outcome, mark);
  for (const pid of processesWith(mark)) process.kill(pid, "SIGKILL");
  return ledOut;
}

/** All of them, two at a time: most of their time is waiting. */
export async function layAll(sandbox: Sandbox, sandboxed: boolean): Promise<ReadonlyMap<string, boolean>> {
  const left = [...sieges];
  const ledOut = new Map<string, boolean>();
  const layOnes = async () => {
    for (let siege = left.shift(); siege; siege = left.shift())
      ledOut.set(siege.name, await lay(siege, sandbox, sandboxed));
  };
  await Promise.all([layOnes(), layOnes()]);
  return ledOut;
}

/** This machine's processes whose command line holds a text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
