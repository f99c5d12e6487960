import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createNephoscope } from "../src/index.ts";
import { figure, type Figure } from "./sandbox.ts";

const command = fileURLToPath(new URL("../bin/nephoscope.js", import.meta.url));

/** Whole questions with the simulator warm and the process cold, and what starting costs; milliseconds. */
export async function benchAsk(n = 5): Promise<readonly Figure[]> {
  await using nepho = await createNephoscope({ report: console.error });
  await using simulator = await nepho.simulate.demonstrate("shop");
  const home = mkdtempSync(join(tmpdir(), "nephoscope-bench-"));
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    NEPHOSCOPE_HOME: home,
  };
  const run = (words: readonly string[]) => {
    const begun = performance.now();
    spawnSync(process.execPath, [command, ...words], { env, stdio: "ignore" });
    return performance.now() - begun;
  };
  const cloud = ["--endpoint-url", simulator.endpoint, "--region", "us-east-1", "--json"];
  const times = (words: readonly string[]) => Array.from({ length: n }, () => run(words));
  run(["ask", simulator.question, "--offline", ...cloud]);
  const figures = [
    figure(
      "ask --offline, one fault, whole process",
      times(["ask", simulator.question, "--offline", ...cloud]),
    ),
    figure(
      "explain path, whole process",
      times(["explain", "path", "--from", "internet", "--to", "shop-alb", "--port", "80", ...cloud]),
    ),
    figure("--help, whole process", times(["--help"])),
    figure("runs list, whole process", times(["runs", "list", "--json"])),
  ];
  rmSync(home, { recursive: true, force: true });
  return figures;
}
