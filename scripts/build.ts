import { cpSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTool } from "./run-tool.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

// The compiled package: the same folders as in src/, with the probes beside their services.
rmSync(join(root, "dist"), { recursive: true, force: true });
if (!runTool("tsc", ["-p", "tsconfig.build.json"])) process.exit(1);
const services = join(root, "src", "services");
const copied = readdirSync(services, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".py") && statSync(join(services, name)).isFile(),
);
for (const name of copied) cpSync(join(services, name), join(root, "dist", "services", name));
if (copied.length === 0) throw new Error("no probe was found: the package would answer nothing");
console.log(`✓ ${copied.length} probes`);
