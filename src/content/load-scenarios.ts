import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { AppError } from "../core/errors.ts";

/** One scenario: a fault (or none) with the lines that make it. `docs/scenarios.md` describes the format. */
export const Scenario = z.looseObject({
  id: z.string(),
  cat: z.string(),
  ask: z.array(z.string()).min(1),
  seed: z.string(),
  heal: z.string().optional(),
});
export type Scenario = z.infer<typeof Scenario>;

/** All scenarios of the folders' YAML files with the file each stands in. Throws AppError("configuration") naming a bad file. */
export function loadScenarios(
  folders: readonly string[],
): readonly { readonly scenario: Scenario; readonly file: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".yaml"))
      .toSorted()
      .flatMap((name) => {
        const file = join(folder, name);
        const parsed = z.array(Scenario).safeParse(parse(readFileSync(file, "utf8")));
        if (!parsed.success) throw new AppError("configuration", `${file}: ${z.prettifyError(parsed.error)}`);
        return parsed.data.map((scenario) => ({ scenario, file }));
      }),
  );
}
