import { spawnSync } from "node:child_process";
import { readSettings } from "../src/app/config.ts";
import { openWorkshop } from "../src/app/workshop.ts";
import { defaultLimits } from "../src/core/sandbox.ts";
import { peersOnce } from "./check-script.ts";
import { peerLinters } from "./peer-linters.ts";
import { figure, type Figure } from "./sandbox.ts";

const settleMs = 900;

/** One whole step without model and AWS time, against the naive pipeline (three linters, fresh Python, fresh client) in the same run; milliseconds. */
export async function benchStep(n = 10): Promise<readonly Figure[]> {
  const settings = readSettings();
  await using workshop = openWorkshop({ settings, report: console.error });
  const [checker, sandbox, python] = await Promise.all([
    workshop.checker(),
    workshop.sandbox(),
    workshop.python(),
  ]);
  sandbox.warm();
  const ours: number[] = [];
  for (let index = 0; index < n; index += 1) {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    // Another text each time: nothing is remembered.
    const code = `import boto3\n\nec2 = boto3.client("ec2")\nprint(ec2.meta.region_name, ${index}, ${Math.random()})\n`;
    const begun = performance.now();
    const checked = await checker.check({ code, account: "123456789012", region: "us-east-1" });
    const outcome = await sandbox.run({
      code: checked.fixedCode,
      region: "us-east-1",
      limits: defaultLimits,
      connect: () => undefined,
    });
    if (outcome.exitCode !== 0) throw new Error(`the step failed: ${outcome.stderr}`);
    if (index > 1) ours.push(performance.now() - begun);
  }
  const bin = peerLinters(settings.cache, python.path);
  if (!bin) return [figure("whole step, warm", ours)];
  const sample = 'import boto3\n\nec2 = boto3.client("ec2")\nprint(ec2.meta.region_name)\n';
  const linted = peersOnce(bin, sample, Math.min(n, 5));
  const naive = linted.map((ms) => ms + freshPython(python.path, sample));
  return [figure("whole step, warm", ours), figure("naive: three linters, fresh Python and client", naive)];
}

function freshPython(python: string, code: string): number {
  const begun = performance.now();
  spawnSync(python, ["-c", code], { env: { AWS_DEFAULT_REGION: "us-east-1" }, stdio: "ignore" });
  return performance.now() - begun;
}
