import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import type { Probe } from "../core/probe.ts";
import { ProbeVariable } from "../core/probe.ts";
import { readYaml } from "./read-yaml.ts";

const Header = z.object({ variables: z.record(z.string(), ProbeVariable).nullish() });

/**
 * All probes below `folders`, each laid out as `<service>/probes/<name>.py`; of two with the same id the later folder's stands, so that a user's
 * own probe replaces ours. A folder that does not exist holds none. Throws AppError where a file has no readable header.
 */
export async function loadProbes(folders: readonly string[]): Promise<ReadonlyMap<string, Probe>> {
  const probes = new Map<string, Probe>();
  for (const folder of folders) {
    for (const service of await entries(folder)) {
      for (const file of await entries(join(folder, service, "probes"))) {
        if (!file.endsWith(".py")) continue;
        const path = join(folder, service, "probes", file);
        const probe = parseProbe(`${service}/${file.slice(0, -3)}`, await readFile(path, "utf8"), path);
        probes.set(probe.id, probe);
      }
    }
  }
  return probes;
}

/** Reads a probe's header: the docstring's first paragraph is the summary, the rest YAML with `variables`. */
export function parseProbe(id: string, code: string, path: string): Probe {
  const docstring = /^(?:#[^\n]*\n)*"""([\s\S]*?)"""/.exec(code)?.[1];
  if (docstring === undefined)
    throw new AppError("configuration", `${path}:1: a probe begins with a docstring`, {
      next: "Begin the file with a summary line and a YAML header in triple quotes.",
    });
  const [summary = "", ...rest] = docstring.trim().split(/\n\s*\n/);
  const header = Header.safeParse(readYaml(rest.join("\n\n"), path).value ?? {});
  if (!header.success)
    throw new AppError(
      "configuration",
      `${path}:1: the header is not understood: ${z.prettifyError(header.error)}`,
    );
  const variables = header.data.variables ?? {};
  const unset = Object.keys(variables).filter(
    (name) => !new RegExp(`^${name} = `, "m").test(variablesBlock(code) ?? ""),
  );
  if (unset.length > 0)
    throw new AppError(
      "configuration",
      `${path}:1: no default stands between "# variables" and "# end of variables" for ${unset.join(", ")}`,
    );
  return { id, summary: summary.trim(), variables, code };
}

/** The lines between `# variables` and `# end of variables`. */
export function variablesBlock(code: string): string | undefined {
  return /^# variables\n([\s\S]*?)^# end of variables$/m.exec(code)?.[1];
}

async function entries(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
}
