import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ScriptCheck } from "../core/script.ts";
import type { ScriptChecker, ScriptInput } from "../script/script.ts";

/** What a check is made of: when any of it changes, nothing that was remembered counts. */
const rooms = ["script", "aws", "core"].map((room) => fileURLToPath(new URL(`../${room}/`, import.meta.url)));

/**
 * Remembers what a check said of a text, by the digest of everything it depends on. A probe is checked once on a machine, and not again for
 * every question. What is remembered can allow no call by itself: the broker checks each against the grant.
 */
export function rememberChecks(
  checker: ScriptChecker,
  { cacheFolder, models }: { cacheFolder: string; models: string },
): ScriptChecker {
  const folder = join(cacheFolder, "checks");
  const made = fingerprint();
  const fileOf = (input: ScriptInput) =>
    join(
      folder,
      `${createHash("sha256")
        .update(
          JSON.stringify([
            made,
            models,
            input.code,
            input.requirements ?? null,
            input.allowedPackages ?? null,
            input.packageModules ?? null,
            input.account,
            input.region,
          ]),
        )
        .digest("hex")}.json`,
    );
  return {
    check: async (input) => {
      const file = fileOf(input);
      const kept = read(file);
      if (kept) return kept;
      const checked = await checker.check(input);
      write(folder, file, checked);
      return checked;
    },
    warm: () => checker.warm(),
    [Symbol.asyncDispose]: () => checker[Symbol.asyncDispose](),
  };
}

function fingerprint(): string {
  const files = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
  );
  return createHash("sha256")
    .update(
      JSON.stringify(files.toSorted().map((file) => [file, statSync(file).mtimeMs, statSync(file).size])),
    )
    .digest("hex");
}

function read(file: string): ScriptCheck | undefined {
  try {
    return ScriptCheck.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is no fault: the next run checks again. */
function write(folder: string, file: string, checked: ScriptCheck): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const part = `${file}.${process.pid}`;
    writeFileSync(part, JSON.stringify(checked), { mode: 0o600 });
    renameSync(part, file);
  } catch {
    // said above
  }
}
