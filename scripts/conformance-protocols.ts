import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNephoscope } from "../src/index.ts";
import { runProtocolSuites } from "../tests/conformance/wire/protocol-suites.ts";
import { runTool } from "./run-tool.ts";

// Smithy's protocol tests as botocore's own sources carry them: fetched through pip for the botocore in use, run, thrown away.
await using nepho = await createNephoscope({ report: (line) => console.error(line) });
const { python } = await nepho.doctor();
if (!python) throw new Error("The Python environment is missing: nephoscope doctor --fix");
const folder = mkdtempSync(join(tmpdir(), "nephoscope-protocols-"));
const given = process.argv[2];
const fetched =
  given !== undefined ||
  (runTool(python.path, [
    "-m",
    "pip",
    "download",
    "--quiet",
    "--no-deps",
    "--no-binary",
    "botocore",
    `botocore==${python.botocore}`,
    "-d",
    folder,
  ]) &&
    runTool("tar", ["xzf", join(folder, readdirSync(folder)[0] ?? ""), "-C", folder]));
if (!fetched) throw new Error("botocore's sources could not be fetched; give a folder that holds them");
const suites = given ?? join(folder, `botocore-${python.botocore}`, "tests", "unit", "protocols");
const rows = runProtocolSuites(suites);
console.log(`${"file".padEnd(60)} cases exact refused wrong`);
for (const { file, cases, exact, refused, wrong } of rows) {
  console.log(
    `${file.padEnd(60)} ${String(cases).padStart(5)} ${String(exact).padStart(5)} ${String(refused.length).padStart(7)} ${String(wrong.length).padStart(5)}`,
  );
  for (const line of [...wrong.map((text) => `wrong   ${text}`), ...refused.map((text) => `refused ${text}`)])
    console.log(`    ${line}`);
}
const [cases, exact] = [
  rows.reduce((sum, row) => sum + row.cases, 0),
  rows.reduce((sum, row) => sum + row.exact, 0),
];
console.log(`${exact} of ${cases} cases exact`);
rmSync(folder, { recursive: true, force: true });
process.exit(cases > 0 ? 0 : 1);
