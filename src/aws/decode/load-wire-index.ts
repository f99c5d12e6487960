import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileWireIndex } from "./compile-wire-index.ts";
import { botocoreVersion, loadServiceModels } from "../load-service-models.ts";
import type { LoadServiceModels } from "../load-service-models.ts";
import type { WireIndex } from "./wire-index.ts";

/** Raised when the index changes its form or its rules. */
const indexFormat = 4;

/** The wire index of an installed botocore: compiled once, then read from the cache. */
export function loadWireIndex(options: LoadServiceModels): WireIndex {
  const { dataFolder, extraFolders = [], cacheFolder } = options;
  const file = join(cacheFolder, `wire-${botocoreVersion(dataFolder)}-${indexFormat}.json`);
  // What a user's own folder holds may change at any time: it is not kept.
  const kept = extraFolders.length === 0 ? readKept(file) : undefined;
  if (kept) return kept;
  const index = compileWireIndex({
    names: loadServiceModels(options).names(),
    folders: [...extraFolders, dataFolder],
  });
  if (extraFolders.length === 0) keep(cacheFolder, file, index);
  return index;
}

function readKept(file: string): WireIndex | undefined {
  try {
    // A door: written by `keep` for this very version.
    return JSON.parse(readFileSync(file, "utf8")) as WireIndex;
  } catch {
    return undefined;
  }
}

function keep(folder: string, file: string, index: WireIndex): void {
  try {
    mkdirSync(folder, { recursive: true });
    const partial = `${file}.${process.pid}.part`;
    writeFileSync(partial, JSON.stringify(index));
    renameSync(partial, file);
  } catch {
    // A cache that cannot be written is no fault: the index is compiled again next time.
  }
}
