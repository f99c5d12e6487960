import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { processTree, tasksOf } from "./process-tree.ts";
import { treeMemory } from "./tree-memory.ts";

describe.runIf(process.platform === "linux")("a tree of processes", () => {
  it("is found with its grandchildren, and measured", async () => {
    const child = spawn("/bin/sh", ["-c", "sleep 20 & (sleep 20 & echo ready; wait) ; wait"], {
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    await once(child.stdout, "data");
    const pid = child.pid ?? 0;
    try {
      const tree = processTree(pid);
      expect(tree[0]).toBe(pid);
      expect(tree.length).toBeGreaterThanOrEqual(4);
      const whole = treeMemory(pid, Number.MAX_SAFE_INTEGER);
      const shared = treeMemory(pid, 0);
      expect(whole.bytes).toBeGreaterThan(500_000);
      // These processes are the same program: much of what each shows is shared.
      expect(shared.bytes).toBeGreaterThan(0);
      expect(shared.bytes).toBeLessThan(whole.bytes);
    } finally {
      process.kill(-pid, "SIGKILL");
    }
  });

  it("is empty of memory once it has ended", () => {
    expect(treeMemory(2 ** 22 + 1, 1)).toEqual({ bytes: 0, peakBytes: 0 });
  });

  it("counts the threads of a user", () => {
    expect(tasksOf(process.getuid?.() ?? 0)).toBeGreaterThan(1);
    expect(tasksOf(60_000_001)).toBe(0);
  });
});
