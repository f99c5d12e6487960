#!/usr/bin/env node
// Starts nephoscope on the Node that it pins, whatever Node runs this file. Plain old JavaScript on purpose.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, "src", "cli", "main.ts");
const built = join(root, "dist", "cli", "main.js");
// A checkout runs its sources; a package has none and runs what was built.
const entry = existsSync(sources) ? sources : built;
const wanted = 24;

function pinned() {
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve("node-" + process.platform + "-" + process.arch + "/package.json");
    const node = join(dirname(manifest), "bin", "node");
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

if (Number(process.versions.node.split(".")[0]) >= wanted) {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache?.();
  await import(pathToFileURL(entry).href);
} else {
  const node = pinned();
  if (!node) {
    console.error(
      "nephoscope needs Node " + wanted + " or newer, and this is " + process.versions.node + ".\n" +
        "  npm install --include=optional    in its folder brings the one it pins; or install Node " + wanted + ".",
    );
    process.exit(5);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 70);
  });
}
