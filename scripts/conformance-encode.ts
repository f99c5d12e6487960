import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNephoscope } from "../src/index.ts";

// An answer for every operation that the installed botocore knows, encoded by us, read by botocore. Prints the table; fails where one is read otherwise.
await using nepho = await createNephoscope({ report: (line) => console.error(line) });
const { python } = await nepho.doctor();
if (!python) throw new Error("The Python environment is missing: nephoscope doctor --fix");
const data = spawnSync(
  python.path,
  ["-c", "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))"],
  { encoding: "utf8" },
).stdout.trim();
const folder = mkdtempSync(join(tmpdir(), "nephoscope-encode-"));
const file = join(folder, "answers.jsonl");
const out = openSync(file, "w");
const answers = ["tests/conformance/encode/answers.ts", data, ...process.argv.slice(2)];
spawnSync(process.execPath, answers, { stdio: ["ignore", out, "inherit"] });
closeSync(out);
const read = openSync(file, "r");
const judged = spawnSync(python.path, ["tests/conformance/encode/judge.py"], {
  stdio: [read, "inherit", "inherit"],
});
rmSync(folder, { recursive: true, force: true });
process.exit(judged.status ?? 1);
