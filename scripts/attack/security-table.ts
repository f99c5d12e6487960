import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Summary } from "./summary.ts";

const begin = "<!-- measured: npm run attack -->";
const end = "<!-- end of measured -->";
export const securityPage = fileURLToPath(new URL("../../docs/security.md", import.meta.url));

type Figures = Omit<Summary, "seconds">;

/** The table of the measured figures as it stands between the marks of the page. */
export function tableOf(families: readonly Figures[]): string {
  const rows = families.flatMap(({ name, about, attempts, escaped, succeedWithout, backends = [] }) => [
    `| **${name}**: ${about} | ${attempts} | ${escaped} | ${succeedWithout} |`,
    ...backends.map((one) =>
      one.attempts === 0
        ? `| — ${one.name}: not on the machine that measured | | | |`
        : `| — ${one.name}${one.skipped > 0 ? ` (${one.skipped} not counted: ${one.why.join("; ").replaceAll("|", "/").slice(0, 160)})` : ""} | ${one.attempts} | ${one.escaped} | |`,
    ),
  ]);
  const sum = (of: (one: Figures) => number) => families.reduce((total, one) => total + of(one), 0);
  return [
    "| attacks | attempts | escaped | succeed without the guard |",
    "|---|---|---|---|",
    ...rows,
    `| **all** | **${sum((one) => one.attempts)}** | **${sum((one) => one.escaped)}** | ${sum((one) => one.succeedWithout)} |`,
  ].join("\n");
}

/** What stands between the marks now. */
export function tableIn(page: string): string {
  const [, rest = ""] = page.split(begin);
  return rest.split(end)[0]?.trim() ?? "";
}

export function writeTable(families: readonly Figures[]): void {
  const page = readFileSync(securityPage, "utf8");
  const [head = "", rest = ""] = page.split(begin);
  const [, tail = ""] = rest.split(end);
  writeFileSync(securityPage, `${head}${begin}\n\n${tableOf(families)}\n\n${end}${tail}`);
}
