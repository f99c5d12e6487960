import { join } from "node:path";
import { contents } from "../process/process-tree.ts";
import { treeMemory } from "../process/tree-memory.ts";
import { watchBySampling, type Sample, type Watch } from "../process/watch.ts";

/**
 * Watches a container by its control group, which also tells when the kernel has killed one of its processes for want of memory: then the job ends, for what is
 * left of it goes on without knowing. Where the group cannot be read, the tree of its processes is measured. `firstProcess` gives the container's own first process.
 */
export function watchContainer(firstProcess: (client: number) => number | undefined): Watch {
  return watchBySampling(({ pid, limits }) => {
    const first = firstProcess(pid);
    if (first === undefined) return undefined;
    return groupMemory(first) ?? treeMemory(first, limits.memoryBytes);
  });
}

/** What a control group holds that the kernel cannot take back: not the cache of files. */
export function groupMemory(pid: number, root = "/sys/fs/cgroup"): Sample | undefined {
  const groups = contents(`/proc/${pid}/cgroup`);
  const first = /^\d+:memory:(\/.*)$/m.exec(groups)?.[1];
  const second = /^0::(\/.*)$/m.exec(groups)?.[1];
  if (first !== undefined)
    return read(join(root, "memory", first), {
      names: ["rss", "shmem", "swap"],
      events: "memory.oom_control",
    });
  if (second !== undefined)
    return read(join(root, second), { names: ["anon", "shmem"], events: "memory.events" });
  return undefined;
}

function read(
  folder: string,
  { names, events }: { readonly names: readonly string[]; readonly events: string },
): Sample | undefined {
  const stat = contents(join(folder, "memory.stat"));
  if (stat === "") return undefined;
  const value = (text: string, name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
  const bytes = names.reduce((sum, name) => sum + value(stat, name), 0);
  const killed = value(contents(join(folder, events)), "oom_kill") > 0;
  return {
    bytes,
    peakBytes: bytes,
    ...(killed && {
      stop: "Together its processes needed more memory than a container may use; the kernel killed one of them, and it was stopped.",
    }),
  };
}
