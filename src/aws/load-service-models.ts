import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ServiceModel, ServiceModels } from "./service-models.ts";
import { compactModel } from "./compact-model.ts";
import type { RawModel } from "./compact-model.ts";
import { keepFile, readKeptFile } from "./kept-file.ts";

export interface LoadServiceModels {
  /** botocore's data folder: `<site-packages>/botocore/data`. */
  readonly dataFolder: string;
  /** Further folders of the same shape; what they hold wins. boto3's own (for resources) is found beside botocore. */
  readonly extraFolders?: readonly string[];
  /** Where compact models are kept, by botocore's version. */
  readonly cacheFolder: string;
}

/** Raised when the compact form changes, so that an old cache is not read. */
const cacheFormat = 3;

/** The service models of an installed botocore. Each is read once, on first use; documentation is left out. */
export function loadServiceModels({
  dataFolder,
  extraFolders = [],
  cacheFolder,
}: LoadServiceModels): ServiceModels {
  const folders = [...extraFolders, dataFolder];
  const cache = join(cacheFolder, `models-${botocoreVersion(dataFolder)}-${cacheFormat}`);
  const loaded = new Map<string, ServiceModel | undefined>();
  const known = lazily(() => [...new Set(folders.flatMap(serviceFolders))].toSorted());
  const load = (service: string): ServiceModel | undefined => {
    if (!known().includes(service)) return undefined;
    const file = join(cache, `${service}.json`);
    const kept = extraFolders.some((folder) => existsSync(join(folder, service, "service-2.json")))
      ? undefined
      : // A door: the file was written below for this very version.
        (readKeptFile(file) as ServiceModel | undefined);
    if (kept) return kept;
    const model = readModel(folders, join(dataFolder, "../../boto3/data"), service);
    if (model) keepFile(file, model);
    return model;
  };
  return {
    names: known,
    model(service) {
      if (!loaded.has(service)) loaded.set(service, load(service));
      return loaded.get(service);
    },
  };
}

/** The version that stands in botocore's `__init__.py`; for a folder without one, when it was last changed. */
export function botocoreVersion(dataFolder: string): string {
  const init = join(dataFolder, "../__init__.py");
  const text = existsSync(init) ? readFileSync(init, "utf8") : "";
  return /__version__ = ['"]([\w.]+)['"]/.exec(text)?.[1] ?? String(Math.trunc(statSync(dataFolder).mtimeMs));
}

/** A JSON file that may be gzipped; undefined where there is neither. */
export function readData(folder: string, name: string): unknown {
  const plain = join(folder, name);
  if (existsSync(plain)) return JSON.parse(readFileSync(plain, "utf8"));
  const zipped = `${plain}.gz`;
  return existsSync(zipped) ? JSON.parse(gunzipSync(readFileSync(zipped)).toString("utf8")) : undefined;
}

/** The folder of a service's newest API version that has `name`. */
export function newestVersion(folders: readonly string[], service: string, name: string): string | undefined {
  for (const folder of folders) {
    const base = join(folder, service);
    if (!existsSync(base)) continue;
    const versions = readdirSync(base).filter((version) => /^\d{4}-/.test(version));
    const newest = versions
      .toSorted()
      .findLast(
        (version) => existsSync(join(base, version, name)) || existsSync(join(base, version, `${name}.gz`)),
      );
    if (newest !== undefined) return join(base, newest);
  }
  return undefined;
}

function readModel(folders: readonly string[], boto3: string, service: string): ServiceModel | undefined {
  const folder = newestVersion(folders, service, "service-2.json");
  if (folder === undefined) return undefined;
  const resources = newestVersion([...folders, boto3], service, "resources-1.json");
  // A door: botocore's own files, of the shape that its loader documents.
  const raw = {
    service: readData(folder, "service-2.json"),
    serviceExtras: readData(folder, "service-2.sdk-extras.json"),
    paginators: readData(folder, "paginators-1.json"),
    paginatorExtras: readData(folder, "paginators-1.sdk-extras.json"),
    waiters: readData(folder, "waiters-2.json"),
    resources: resources === undefined ? undefined : readData(resources, "resources-1.json"),
  } as RawModel;
  return compactModel(service, raw);
}

function serviceFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

function lazily<T>(make: () => T): () => T {
  const kept: T[] = [];
  return () => {
    if (kept.length === 0) kept.push(make());
    return kept[0] ?? make();
  };
}
