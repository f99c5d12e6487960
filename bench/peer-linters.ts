import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** The linters that our check stands against, at fixed versions. */
const peers = ["black==26.1.0", "flake8==7.3.0", "bandit==1.9.2"];

/** A virtual environment with the peers, made on first use; undefined where they cannot be had (no package index). */
export function peerLinters(cacheFolder: string, python: string): string | undefined {
  const folder = join(cacheFolder, "bench-linters");
  const bin = join(folder, "bin");
  if (existsSync(join(bin, "bandit"))) return bin;
  mkdirSync(cacheFolder, { recursive: true });
  spawnSync(python, ["-m", "venv", folder], { stdio: "ignore" });
  const exact = spawnSync(join(bin, "pip"), ["install", "--quiet", ...peers], { stdio: "ignore" });
  if (exact.status !== 0)
    spawnSync(join(bin, "pip"), ["install", "--quiet", "black", "flake8", "bandit"], { stdio: "ignore" });
  return existsSync(join(bin, "bandit")) ? bin : undefined;
}
