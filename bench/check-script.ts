import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkshop } from "../src/app/workshop.ts";
import { readSettings } from "../src/app/config.ts";
import { peerLinters } from "./peer-linters.ts";
import { figure, type Figure } from "./sandbox.ts";

/** Checking one script of some 60 lines, warm, against black, flake8 and bandit as subprocesses in the same run; milliseconds. */
export async function benchCheckScript(n = 30): Promise<readonly Figure[]> {
  const settings = readSettings();
  await using workshop = openWorkshop({ settings, report: console.error });
  const code = readFileSync(new URL("sample.py", import.meta.url), "utf8");
  const checker = await workshop.checker();
  // Another text each time: a check that is remembered measures nothing.
  const check = () =>
    checker.check({
      code: `${code}# ${Math.random()}\n`,
      account: "123456789012",
      region: "us-east-1",
    });
  for (let warm = 0; warm < 5; warm += 1) await check();
  const ours: number[] = [];
  for (let index = 0; index < n; index += 1) {
    const begun = performance.now();
    await check();
    ours.push(performance.now() - begun);
  }
  const bin = peerLinters(settings.cache, (await workshop.python()).path);
  return [
    figure("check one script, warm", ours),
    ...(bin
      ? [figure("black + flake8 + bandit as subprocesses", peersOnce(bin, code, Math.min(n, 10)))]
      : []),
  ];
}

export function peersOnce(bin: string, code: string, n: number): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-bench-"));
  const file = join(folder, "main.py");
  writeFileSync(file, code);
  const times = Array.from({ length: n }, () => {
    const begun = performance.now();
    for (const words of [
      ["black", "--check", "-q", file],
      ["flake8", file],
      ["bandit", "-q", file],
    ])
      spawnSync(join(bin, words[0] ?? ""), words.slice(1), { stdio: "ignore" });
    return performance.now() - begun;
  });
  rmSync(folder, { recursive: true });
  return times;
}
