import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Things on this machine that a script must not reach: files, servers, a process. */
export interface PlantedWorld extends AsyncDisposable {
  readonly facts: { readonly [name: string]: unknown };
  /** How often one of the servers was reached. */
  hits(): number;
}

const victims = ["move", "remove", "append", "truncate", "mode", "times", "owner", "attribute"];
const bindDatagrams = `import os, socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
print("bound", flush=True)
time.sleep(120)`;

export async function plantWorld(): Promise<PlantedWorld> {
  const folder = await mkdtemp(join(tmpdir(), "planted-"));
  await plantFiles(folder);
  const mark = folder.slice(-6);
  // What this process has in its environment must not come along either.
  process.env["NEPHOSCOPE_PLANTED"] = "1";
  const count = { hits: 0 };
  const answer = () => {
    count.hits += 1;
    return "world";
  };
  const servers = [0, 1, 2].map(() =>
    createServer((socket) => socket.on("error", () => undefined).once("data", () => socket.end(answer()))),
  );
  const [tcp, abstract, path] = servers;
  tcp?.listen(0, "127.0.0.1");
  abstract?.listen(`\0planted-${mark}`);
  path?.listen(join(folder, "socket"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  await chmod(join(folder, "socket"), 0o777);
  const udp = createSocket("udp4", (_, from) => udp.send(answer(), from.port, from.address));
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const victim = start("/bin/sh", ["-c", "sleep 120; true", folder]);
  const datagrams = start("python3", ["-c", bindDatagrams, join(folder, "datagrams")]);
  if (datagrams.stdout) await once(datagrams.stdout, "data");
  const address = tcp?.address();
  return {
    facts: {
      ...machine(),
      ...filesIn(folder),
      folder,
      mark,
      text: "planted",
      abstract: `planted-${mark}`,
      tcp: typeof address === "object" && address ? address.port : 0,
      udp: udp.address().port,
      host: process.pid,
      victim: victim.pid ?? 0,
    },
    hits: () => count.hits,
    [Symbol.asyncDispose]: async () => {
      for (const { pid } of [victim, datagrams]) if (pid !== undefined) process.kill(-pid, "SIGKILL");
      for (const server of servers) server.close();
      udp.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function plantFiles(folder: string): Promise<void> {
  await chmod(folder, 0o777);
  for (const name of ["chroot", "scratch"]) {
    await mkdir(join(folder, name));
    await chmod(join(folder, name), 0o777);
  }
  await writeFile(join(folder, "secret"), "planted", { mode: 0o644 });
  await writeFile(join(folder, "program"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  for (const name of victims) {
    await writeFile(join(folder, `victim-${name}`), "victim");
    await chmod(join(folder, `victim-${name}`), 0o666);
  }
}

function filesIn(folder: string) {
  const names = ["secret", "chroot", "scratch", "socket", "datagrams", "program"];
  return {
    ...Object.fromEntries(names.map((name) => [name, join(folder, name)])),
    victims: Object.fromEntries(victims.map((name) => [name, join(folder, `victim-${name}`)])),
    home: homedir(),
    source: import.meta.filename,
  };
}

/** What is this machine's own: reading something else by the same name is no escape. */
function machine() {
  const read = (path: string) => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return "not there";
    }
  };
  return {
    passwd: read("/etc/passwd"),
    hosts: read("/etc/hosts"),
    resolver: read("/etc/resolv.conf"),
    run: readdirSync("/run"),
  };
}

function start(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, [...args], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
    env: { ...process.env, NEPHOSCOPE_PLANTED: "1" },
  });
  child.unref();
  return child;
}
