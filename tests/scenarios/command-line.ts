import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** A command line with a home of its own, no AWS variables but the simulator's keys, and what `environment` adds. */
export function commandLine(environment: { readonly [name: string]: string } = {}) {
  const home = mkdtempSync(join(tmpdir(), "nephoscope-test-"));
  const variables = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"))),
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    NEPHOSCOPE_HOME: home,
    NO_COLOR: "1",
    ...environment,
  };
  return {
    home,
    run: (
      words: readonly string[],
      options: { onLine?: (line: string, kill: (signal: NodeJS.Signals) => void) => void } = {},
    ): Promise<Ended> =>
      new Promise((resolve) => {
        const begun = performance.now();
        const child = spawn(process.execPath, [join(root, "bin", "nephoscope.js"), ...words], {
          cwd: root,
          env: variables,
        });
        const said = { stdout: "", stderr: "", line: "" };
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          said.stdout += text;
          const lines = (said.line + text).split("\n");
          said.line = lines.pop() ?? "";
          for (const line of lines) options.onLine?.(line, (signal) => child.kill(signal));
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
        child.on("close", (code) =>
          resolve({ code, stdout: said.stdout, stderr: said.stderr, ms: performance.now() - begun }),
        );
      }),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}
