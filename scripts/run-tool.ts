import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Runs a command of this repository with its output shown; true when it succeeded. */
export function runTool(command: string, words: readonly string[]): boolean {
  const begun = performance.now();
  const done = spawnSync(command, words, { cwd: root, stdio: "inherit" });
  console.log(
    `${done.status === 0 ? "✓" : "✗"} ${command} ${words.join(" ")}  ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
  return done.status === 0;
}
