import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { availableBackends } from "./backends.ts";
import { processesWith } from "./sieges.ts";

const { available, skipped } = await availableBackends();
for (const { name, why } of skipped) describe.skip(`${name}: ${why}`, () => it("is ended", () => undefined));

/** A process that runs a script which starts another one by this mark, and says so. */
const host = (backend: string, mark: string) => `
import { isolating } from ${JSON.stringify(join(import.meta.dirname, "backends.ts"))};
import { run } from ${JSON.stringify(join(import.meta.dirname, "run.ts"))};
const sandbox = await isolating.find(({ name }) => name === ${JSON.stringify(backend)}).create();
sandbox.warm();
const code = "import boto3, signal, subprocess, sys, time\\nsignal.signal(15, signal.SIG_IGN)\\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', '${mark}'])\\ntry:\\n    boto3.client('sts').get_caller_identity()\\nexcept Exception:\\n    pass\\ntime.sleep(60)";
await run(sandbox, code, { connect: (stream) => { console.log("running"); stream.destroy(); } });`;

it.each(available)("in $name, killing the host leaves no process", async ({ name }) => {
  const mark = `host-death-${process.pid}-${name.replaceAll(/\W/g, "")}`;
  const program = host(name, `${mark}-inside`);
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: import.meta.dirname,
  });
  const [said] = await once(child.stdout, "data");
  expect(String(said)).toMatch(/^running\n/);
  const inside = () => processesWith(`${mark}-inside`).filter((pid) => pid !== child.pid);
  await expect.poll(inside, { timeout: 5000 }).not.toEqual([]);
  child.kill("SIGKILL");
  await once(child, "exit");
  await expect.poll(inside, { timeout: 5000 }).toEqual([]);
});
