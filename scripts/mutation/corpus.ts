import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CorrectScript } from "./measure.ts";

const servicesFolder = fileURLToPath(new URL("../../src/services/", import.meta.url));

/** Every probe that ships. */
export function probes(): readonly CorrectScript[] {
  return readdirSync(servicesFolder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\/probes\/[^/]+\.py$/.test(path))
    .toSorted()
    .map((path) => ({
      name: path.replace("/probes", "").replace(".py", ""),
      code: readFileSync(join(servicesFolder, path), "utf8"),
    }));
}

/** Solutions of everyday tasks, each in a style of its own. */
export const solutions = (): readonly CorrectScript[] =>
  sections(new URL("./solutions.txt", import.meta.url));

/** Right scripts that exercise the check itself. */
export const exercises = (): readonly CorrectScript[] =>
  sections(new URL("../../src/script/fixtures/correct-scripts.txt", import.meta.url));

function sections(file: URL): readonly CorrectScript[] {
  return readFileSync(file, "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((part) => ({ name: part.slice(0, part.indexOf("\n")), code: part.slice(part.indexOf("\n") + 1) }));
}
