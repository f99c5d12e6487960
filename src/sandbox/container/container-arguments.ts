import { existsSync } from "node:fs";
import type { Limits } from "../../core/sandbox.ts";
import { environment, inside } from "../bubblewrap/bubblewrap-arguments.ts";
import type { ContainerEngine } from "./find-container-engine.ts";
import { nobody } from "../runtime-folder.ts";

export interface ContainerArguments {
  readonly engine: ContainerEngine["name"];
  readonly image: string;
  readonly name: string;
  readonly label: string;
  /** Files of this machine that appear inside. */
  readonly guard: string;
  readonly prelude: string;
  readonly socket: string;
  readonly profile: string;
  readonly empty: string;
  /** Set once for every job: a container's limits are those it was started with. */
  readonly limits: Limits;
}

/** The guard, and the programs that a container engine may start beside it. */
const beside = 4;
const guardInside = "/opt/guard.py";
/** How many files a script may make; empty ones take the kernel's memory all the same. Podman cannot tell the kernel, so the guard counts them too. */
const files = 4096;
const writable = {
  docker: `rw,noexec,nosuid,nodev,uid=${nobody.uid},gid=${nobody.gid},nr_inodes=${files}`,
  podman: "rw,noexec,nosuid,nodev,mode=1777",
} as const;

/** What Docker and Podman are told; both understand all of it but the proxies. */
export function containerArguments(options: ContainerArguments): readonly string[] {
  const { limits, engine, image } = options;
  // The watch stops a job at its bound; a little above, where the kernel would first reclaim and then kill, is the wall.
  const bytes = String(Math.round(limits.memoryBytes * 1.1));
  return [
    ["run", "--interactive", "--rm", "--pull", "never", "--log-driver", "none"],
    ["--name", options.name, "--label", options.label, "--hostname", "sandbox"],
    ["--network", "none", "--ipc", "none", "--read-only", "--cap-drop", "ALL"],
    ["--security-opt", "no-new-privileges", "--security-opt", `seccomp=${options.profile}`],
    // Where SELinux is on, it would not let a container use a socket of this process.
    existsSync("/sys/fs/selinux/enforce") ? ["--security-opt", "label=disable"] : [],
    ["--user", `${nobody.uid}:${nobody.gid}`, "--workdir", "/tmp"],
    ["--pids-limit", String(limits.processes + beside), "--memory", bytes, "--memory-swap", bytes],
    ["--ulimit", "core=0:0", "--ulimit", "nofile=256:256"],
    ["--tmpfs", `/tmp:${writable[engine]},size=64m`, "--tmpfs", `/dev/shm:${writable[engine]},size=16m`],
    // What the engine would show there tells about this machine.
    ["--tmpfs", "/sys:ro,size=4k,mode=0555"],
    ["hosts", "hostname", "resolv.conf"].flatMap((name) => bind(options.empty, `/etc/${name}`)),
    // Podman asks for a million processes unless told otherwise, which not every caller may; --pids-limit is what counts.
    engine === "podman"
      ? ["--read-only-tmpfs=false", "--http-proxy=false", "--ulimit", "nproc=4096:4096"]
      : [],
    bind(options.guard, guardInside),
    bind(options.prelude, inside.prelude),
    bind(options.socket, inside.socket),
    ["--entrypoint", `${inside.python}/bin/python`, image],
    ["-I", "-B", "-X", "utf8", guardInside, "--environment", JSON.stringify(environment)],
    ["--files", String(files)],
    [inside.socket, inside.prelude],
  ].flat();
}

function bind(from: string, to: string): readonly string[] {
  return ["--volume", `${from}:${to}:ro`];
}
