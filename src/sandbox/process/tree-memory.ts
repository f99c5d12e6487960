import { contents, processTree } from "./process-tree.ts";

export interface TreeMemory {
  /** Memory of the whole tree, what its processes share counted once where that matters for the bound. */
  readonly bytes: number;
  /** The most that was seen so far: of the tree now, or of one process since it began. */
  readonly peakBytes: number;
}

/**
 * What a process and its descendants hold in memory and swap. The sum of resident sizes counts shared pages many times (children of one warm
 * Python share most of theirs), so once it passes the bound each process is asked for its proportional share, which costs about a millisecond.
 */
export function treeMemory(pid: number, bound: number): TreeMemory {
  const tree = processTree(pid);
  const resident = tree.map((each) => residentOf(each));
  const sum = total(resident.map((each) => each.bytes));
  // A process that has gone since has no share: it is looked at again, or its old size would count in full.
  const bytes = sum > bound ? total(tree.map((each) => shareOf(each) ?? residentOf(each).bytes)) : sum;
  return { bytes, peakBytes: Math.max(bytes, ...resident.map((each) => each.peak)) };
}

function residentOf(pid: number): { readonly bytes: number; readonly peak: number } {
  const status = contents(`/proc/${pid}/status`);
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
  return { bytes: (kilobytes("VmRSS") + kilobytes("VmSwap")) * 1024, peak: kilobytes("VmHWM") * 1024 };
}

/** Its part of shared pages and all of its own; undefined where the kernel keeps it from this user. */
function shareOf(pid: number): number | undefined {
  const rollup = contents(`/proc/${pid}/smaps_rollup`);
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0);
  return rollup === "" ? undefined : (kilobytes("Pss") + kilobytes("SwapPss")) * 1024;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
