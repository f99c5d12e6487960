import type { Diagnostic } from "../../core/script.ts";
import { nearestName } from "../names/nearest-name.ts";
import { standardModules } from "./python-modules.ts";
import { shippedPackages } from "../requirements/shipped-packages.ts";
import type { ParsedPython, Syntax } from "../syntax.ts";

const shippedModules = Object.values(shippedPackages).flat();

/** Modules that others offer and that people know: said once more plainly. */
const instead: { readonly [module: string]: string } = {
  boto: "boto3",
  pytz: "zoneinfo",
  requests: "boto3",
  dateutils: "dateutil",
  simplejson: "json",
  ujson: "json",
  orjson: "json",
  botocore3: "botocore",
};

export interface ImportedModule {
  readonly module: string;
  readonly line: number;
}

/** Every module that the text imports, by its dotted path. */
export function importsOf({ root, code }: ParsedPython): readonly ImportedModule[] {
  const found: ImportedModule[] = [];
  const open: Syntax[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "import_from_statement" && node.fields["module_name"] !== undefined) {
      found.push({
        module: code.slice(node.fields["module_name"].start, node.fields["module_name"].end),
        line: node.line,
      });
    } else if (node.type === "import_statement") {
      for (const child of node.children) {
        const name = child.fields["name"] ?? child;
        found.push({ module: code.slice(name.start, name.end), line: node.line });
      }
    } else open.push(...node.children);
  }
  return found.toSorted((a, b) => a.line - b.line);
}

/** Imports of modules that the sandbox does not have: they would end the script at that line. */
export function checkImports(
  parsed: ParsedPython,
  /** Modules of packages that were allowed beside those that ship. */
  others: readonly string[] = [],
): readonly Diagnostic[] {
  return importsOf(parsed).flatMap(({ module, line }): readonly Diagnostic[] => {
    const top = module.split(".")[0] ?? module;
    if (module.startsWith("."))
      return [unavailable(line, "relative-import", "A script is one file: relative imports lead nowhere.")];
    if (standardModules.has(top) || shippedModules.includes(top) || others.includes(top)) return [];
    const near = instead[top] ?? nearestName(top, [...shippedModules, ...standardModules]);
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    return [unavailable(line, "unavailable-module", `The sandbox has no module ${top}.${hint}`, near)];
  });
}

function unavailable(line: number, rule: string, message: string, suggestion?: string): Diagnostic {
  return {
    rule,
    kind: "import",
    severity: "error",
    line,
    message,
    fixed: false,
    ...(suggestion !== undefined && { suggestion }),
  };
}
