import { readdirSync, readFileSync } from "node:fs";

/** The process and everything it started that has not been cut loose: orphans stay below bubblewrap's and the guard's own first process. */
export function processTree(root: number): readonly number[] {
  const found = [root];
  for (let index = 0; index < found.length; index += 1) found.push(...childrenOf(found[index] ?? root));
  return found;
}

function childrenOf(pid: number): readonly number[] {
  const lists = threadsOf(pid).map((thread) => contents(`/proc/${pid}/task/${thread}/children`));
  return lists
    .join(" ")
    .split(" ")
    .flatMap((text) => (text.trim() === "" ? [] : [Number(text)]));
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // It has ended.
  }
}

/** How many processes and threads of a user run now, as RLIMIT_NPROC counts them. */
export function tasksOf(uid: number): number {
  const owned = readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const status = contents(`/proc/${name}/status`);
    const owner = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? -1);
    return owner === uid ? [Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 1)] : [];
  });
  return owned.reduce((sum, threads) => sum + threads, 0);
}

/** A file of /proc; empty when the process has ended or will not be read. */
export function contents(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
