import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const program = (setup: string) => `
import { isolating } from ${JSON.stringify(join(import.meta.dirname, "backends.ts"))};
import { run } from ${JSON.stringify(join(import.meta.dirname, "run.ts"))};
const sandbox = await ${setup};
const code = "import glob, os\\nprint([os.readlink(path) for path in glob.glob('/proc/[0-9]*/fd/*') if os.path.lexists(path)])";
const outcome = await run(sandbox, code);
console.log(JSON.stringify(outcome));
await sandbox[Symbol.asyncDispose]();`;

/** Runs a program that was started, as by a careless shell, with a folder open on descriptor 40: Node itself closes low ones. */
async function withFolderOpen(setup: string, folder: string): Promise<string> {
  const open = openSync(folder, "r");
  const stdio = [
    "ignore",
    "pipe",
    "inherit",
    ...Array.from({ length: 37 }, () => "ignore" as const),
    open,
  ] as const;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program(setup)], {
    stdio: [...stdio],
    cwd: import.meta.dirname,
  });
  closeSync(open);
  const chunks: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk.toString("utf8")));
  await new Promise((resolve) => child.once("close", resolve));
  return chunks.join("");
}

it("a descriptor that this process inherited does not reach the script", async () => {
  const folder = tmpdir();
  const outcome = await withFolderOpen("isolating[0].create()", folder);
  expect(outcome).toContain('"exitCode":0');
  expect(outcome).not.toContain(`'${folder}'`);
});
