import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNephoscope } from "../src/index.ts";
import { runTool } from "./run-tool.ts";

// Every operation that the installed botocore knows, serialised by botocore itself, decoded by us. Prints the table; fails below the bar.
await using nepho = await createNephoscope({ report: (line) => console.error(line) });
const { python } = await nepho.doctor();
if (!python) throw new Error("The Python environment is missing: nephoscope doctor --fix");
const folder = mkdtempSync(join(tmpdir(), "nephoscope-wire-"));
const file = join(folder, "requests.jsonl");
const out = openSync(file, "w");
spawnSync(python.path, ["tests/conformance/wire/generate.py", ...process.argv.slice(2)], {
  stdio: ["ignore", out, "inherit"],
});
closeSync(out);
const data = spawnSync(
  python.path,
  ["-c", "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))"],
  { encoding: "utf8" },
).stdout.trim();
const ok = runTool(process.execPath, ["tests/conformance/wire/wire.ts", data, file]);
rmSync(folder, { recursive: true, force: true });
process.exit(ok ? 0 : 1);
