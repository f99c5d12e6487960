import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import type { Duplex, Readable, Writable } from "node:stream";
import { coverInheritedDescriptors, type CoveredDescriptors } from "./inherited-descriptors.ts";
import type { RuntimeFolder, SandboxUser } from "../runtime-folder.ts";

/** How a backend starts the prelude: program, arguments, and what stands on the descriptors after standard error. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  /** This process's own where it is absent: only for a trusted program that does not pass it on. */
  readonly env?: { readonly [name: string]: string };
  /** From descriptor 3 on: an open file's number, or bytes that are sent through a pipe. */
  readonly descriptors: readonly (number | string)[];
  /** Set when the process leads a group that is killed with it; a sandbox with its own process namespace needs none. */
  readonly group: boolean;
  /** Set where the process is a guard (`python/guard.py`): its first connection tells it that this process lives. */
  readonly guarded?: boolean;
  /** Who may connect to the socket: the sandbox's own user, or anybody who can reach it. The runtime folder's user when absent. */
  readonly owner?: SandboxUser | "anybody";
  /** Called when the process has its copies of `descriptors`. */
  release(): void;
  /** How it is ended where killing the process would not end what it stands for. It must lead to the process's end. */
  kill?(process: ChildProcess): void;
  /** Called when it waits for its job. */
  waits?(process: ChildProcess): void;
  /** Removes what was made for this process alone. Called once, when the process is gone. */
  ended?(): Promise<void>;
}

export interface StartWarmProcess {
  readonly runtime: RuntimeFolder;
  readonly launch: (socketPath: string) => Launch;
}

/** One Python that has imported boto3 and waits for a script; used once. */
export interface WarmProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves to undefined when it waits for its job, or to the reason why it never will. */
  readonly ready: Promise<string | undefined>;
  /** Exit code as a shell gives it (128 + signal), once the process is gone. */
  readonly exit: Promise<number>;
  /** 0 where it could not be started. */
  readonly pid: number;
  /** False once it has ended. */
  alive(): boolean;
  /** Gives every connection that the script opens to `connect`. */
  accept(connect: (stream: Duplex) => void): void;
  kill(): void;
  /** Kills it and removes its socket. */
  dispose(): Promise<void>;
}

const readyLine = "ready\n";
const signalNumbers: { readonly [name: string]: number } = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
  SIGXCPU: 24,
};

/** Starts a process that warms itself up. Never throws: what fails stands in `ready`. */
export async function startWarmProcess({ runtime, launch }: StartWarmProcess): Promise<WarmProcess> {
  const path = runtime.socketPath();
  const handler: { connect?: (stream: Duplex) => void; guard?: Socket } = {};
  const launched = launch(path);
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on("error", () => socket.destroy());
    // Before its job a warm process has nothing to say, but that its guard is there.
    if (handler.connect) handler.connect(socket);
    else if (launched.guarded && !handler.guard) handler.guard = socket.unref().resume();
    else socket.destroy();
  });
  await listen(server, path);
  await runtime.own(path, launched.owner);
  server.unref();
  const process = startProcess(launched);
  const kill = () => {
    handler.guard?.destroy();
    process.kill();
  };
  const removed = process.exit.then(() => launched.ended?.());
  return {
    ...process,
    kill,
    accept: (connect) => {
      handler.connect = connect;
    },
    dispose: async () => {
      kill();
      await removed;
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, "listening");
}

type StartedProcess = Omit<WarmProcess, "accept" | "dispose">;

function startProcess(launch: Launch): StartedProcess {
  const inherited = coverInheritedDescriptors();
  const child = spawn(launch.program, launch.args, {
    ...(launch.env && { env: { ...launch.env } }),
    cwd: "/",
    detached: launch.group,
    stdio: descriptorTable(launch, inherited),
  });
  inherited.release();
  launch.release();
  for (const [index, each] of launch.descriptors.entries())
    if (typeof each === "string") send(child, 3 + index, each);
  const [stdin, stdout, stderr] = [child.stdin, child.stdout, child.stderr];
  if (!stdin || !stdout || !stderr) throw new TypeError("a process that was started with pipes has none");
  stdin.on("error", () => undefined); // It ended before it read its job: `exit` tells.
  const exit = new Promise<number>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? ""] ?? 0)));
    child.once("error", () => resolve(127));
  });
  const ready = untilReady(child, stdout, stderr);
  if (launch.waits) void ready.then((failure) => failure === undefined && launch.waits?.(child));
  child.unref();
  return {
    stdin,
    stdout,
    stderr,
    exit,
    pid: child.pid ?? 0,
    ready,
    alive: () => isAlive(child),
    kill: () => {
      child.ref(); // Whoever kills waits for the end, and this process must not end before.
      if (!launch.kill) kill(child, launch.group);
      else if (isAlive(child)) launch.kill(child);
    },
  };
}

/** Standard streams, what the launch asks for, and /dev/null over whatever else a child would inherit. */
function descriptorTable(launch: Launch, inherited: CoveredDescriptors): StdioOptions {
  const wanted = launch.descriptors.map((each) => (typeof each === "number" ? each : ("pipe" as const)));
  const table: ("pipe" | "ignore" | number)[] = ["pipe", "pipe", "pipe", ...wanted];
  for (const descriptor of inherited.descriptors) {
    if (descriptor < 3 + wanted.length) continue;
    while (table.length <= descriptor) table.push("ignore");
    table[descriptor] = inherited.cover;
  }
  return table;
}

function send(child: ChildProcess, descriptor: number, text: string): void {
  const stream = child.stdio[descriptor];
  if (!stream || !("end" in stream)) return;
  stream.on("error", () => undefined);
  stream.end(text);
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null && child.pid !== undefined;
}

function kill(child: ChildProcess, group: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (group) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    child.kill("SIGKILL"); // The group is gone already.
  }
}

/** Waits for the prelude's first line. Nothing else is on standard output before the job is sent. */
function untilReady(child: ChildProcess, stdout: Readable, stderr: Readable): Promise<string | undefined> {
  return new Promise((resolve) => {
    const said = { out: "", err: "" };
    const hear = (chunk: Buffer) => {
      said.err = (said.err + chunk.toString("utf8")).slice(-2000);
    };
    const end = (why: string | undefined) => {
      stdout.off("data", read);
      stderr.off("data", hear);
      stdout.pause();
      stderr.pause();
      resolve(why);
    };
    const read = (chunk: Buffer) => {
      said.out += chunk.toString("utf8");
      if (said.out === readyLine) end(undefined);
      else if (!readyLine.startsWith(said.out))
        end(`it said ${JSON.stringify(said.out.slice(0, 200))} instead of being ready`);
    };
    stdout.on("data", read);
    stderr.on("data", hear);
    child.once("error", (error) => end(error.message));
    child.once("close", (code, signal) =>
      end(`it ended with ${code ?? signal}: ${said.err.trim() || "no message"}`),
    );
  });
}
