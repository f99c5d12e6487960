import { join } from "node:path";
import { compileWireIndex } from "./compile-wire-index.ts";
import { keepFile, readKeptFile } from "../kept-file.ts";
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
  const kept = extraFolders.length === 0 ? readKeptFile(file) : undefined;
  // A door: written below for this very version.
  if (kept) return kept as WireIndex;
  const index = compileWireIndex({
    names: loadServiceModels(options).names(),
    folders: [...extraFolders, dataFolder],
  });
  if (extraFolders.length === 0) keepFile(file, index);
  return index;
}
