import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";

export interface ServedModel {
  readonly id: string;
  readonly baseUrl: string;
  readonly [member: string]: unknown;
}

/** A configuration folder with these models in it, in force until it is put away. Roles name them in this order. */
export function modelFolder(models: readonly ServedModel[], promptTokens = 6000) {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-config-"));
  mkdirSync(join(folder, "nephoscope"));
  const ids = models.map(({ id }) => id);
  const role = { models: ids, promptTokens };
  const registry = {
    models: models.map((model) => ({ provider: "openai-compatible", ...model })),
    roles: { router: role, orchestrator: role, coder: role, reviewer: role, analyst: role },
  };
  writeFileSync(join(folder, "nephoscope", "models.yaml"), stringify(registry));
  const before = process.env["XDG_CONFIG_HOME"];
  process.env["XDG_CONFIG_HOME"] = folder;
  return {
    folder: join(folder, "nephoscope"),
    [Symbol.dispose]: () => {
      if (before === undefined) delete process.env["XDG_CONFIG_HOME"];
      else process.env["XDG_CONFIG_HOME"] = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
