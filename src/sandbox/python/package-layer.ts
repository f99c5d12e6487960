import { createHash, randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { confinedPip } from "./confined-pip.ts";
import { pythonFolder } from "./python-folder.ts";
import type { PythonEnvironment } from "./python-environment.ts";
import { runCommand, type CommandResult, type RunCommand } from "../process/run-command.ts";

/** Packages beside those that ship, in a folder of their own that sandboxes see read-only. */
export const PackageLayer = z.object({
  /** Name of the folder: the hash of everything in it. What a `Job` is given. */
  key: z.string().regex(/^[0-9a-f]{32}$/),
  /** What was installed, exactly: `name==version --hash=sha256:…`. */
  lock: z.array(z.string()),
  /** What a script may import from it. */
  modules: z.array(z.string()),
});
export type PackageLayer = z.infer<typeof PackageLayer>;

export interface EnsurePackageLayer {
  readonly environment: PythonEnvironment;
  /** Checked lines: names, versions, markers; nothing that names another source. */
  readonly requirements: readonly string[];
  report(line: string): void;
  /** Wheels are taken from this folder and from nowhere else: nothing is asked of a network. */
  readonly wheels?: string;
  readonly lockFile?: string;
  readonly root?: boolean;
  readonly run?: RunCommand;
  readonly signal?: AbortSignal;
}

const stampName = "layer.json";
const mostBytes = 500 * 1024 ** 2;
const mostMs = 300_000;

/**
 * Packages that the user allows, resolved once: pip downloads wheels (never source distributions, so no code of theirs runs) in a sandbox that holds
 * no credentials; what came is written down by hash; it is installed by these hashes in a sandbox without network. The same request, or another one with
 * the same outcome, uses the same folder again. What ships is pinned and never replaced. Throws AppError("environment").
 */
export async function ensurePackageLayer(options: EnsurePackageLayer): Promise<PackageLayer> {
  const { environment, requirements, report } = options;
  const lock = await readFile(options.lockFile ?? join(pythonFolder(), "requirements.lock"), "utf8");
  const layers = join(environment.folder, "layers");
  const request = hashOf(JSON.stringify([options.wheels ?? null, ...requirements.toSorted()]));
  const asked = join(layers, `${request}.request`);
  const known = await readLayer(layers, asked);
  if (known !== undefined) return known;
  report(`Resolving ${requirements.join(", ")} once: wheels only, in a sandbox without credentials.`);
  await mkdir(layers, { recursive: true });
  await chmod(layers, 0o755);
  const build = join(layers, `.build-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    const layer = await makeLayer(build, lock, options);
    await publish(join(build, "site"), join(layers, layer.key), layer, options);
    await writeFile(asked, layer.key, { mode: 0o644 });
    report(
      `Installed ${layer.lock.map((line) => line.split(" ")[0]).join(", ") || "nothing: all of it ships"}.`,
    );
    return layer;
  } finally {
    await rm(build, { recursive: true, force: true });
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

async function readLayer(layers: string, asked: string): Promise<PackageLayer | undefined> {
  const key = await readFile(asked, "utf8").catch(() => "");
  if (!/^[0-9a-f]{32}$/.test(key)) return undefined;
  const stamp = await readFile(join(layers, key, stampName), "utf8").catch(() => undefined);
  return stamp === undefined ? undefined : PackageLayer.safeParse(JSON.parse(stamp)).data;
}

async function makeLayer(build: string, lock: string, options: EnsurePackageLayer): Promise<PackageLayer> {
  const { requirements, environment, root = process.getuid?.() === 0 } = options;
  const shipped = shippedVersions(lock);
  const owned = async (folder: string): Promise<string> => {
    await mkdir(folder, { recursive: true });
    if (root) await chown(folder, 65534, 65534);
    return folder;
  };
  const work = await owned(build);
  await writeFile(join(work, "requirements.txt"), `${requirements.join("\n")}\n`, { mode: 0o644 });
  await writeFile(
    join(work, "constraints.txt"),
    [...shipped].map(([name, version]) => `${name}==${version}\n`).join(""),
    { mode: 0o644 },
  );
  const pip = confined(options, work, root);
  const source = options.wheels === undefined ? [] : ["--no-index", "--find-links", "/wheels"];
  await pip("resolve the packages", options.wheels === undefined, [
    "download",
    "-q",
    "--only-binary=:all:",
    "--no-cache-dir",
    "--dest",
    "/work/wheels",
    "-r",
    "/work/requirements.txt",
    "-c",
    "/work/constraints.txt",
    ...source,
  ]);
  const wheels = await lockedWheels(join(work, "wheels"), shipped);
  await writeFile(join(work, "lock.txt"), wheels.map((line) => `${line}\n`).join(""), { mode: 0o644 });
  if (wheels.length > 0)
    await pip("install the packages by their hashes", false, [
      "install",
      "-q",
      "--no-index",
      "--find-links",
      "/work/wheels",
      "--require-hashes",
      "--only-binary=:all:",
      "--no-deps",
      "--no-compile",
      "--no-cache-dir",
      "--target",
      "/work/site",
      "-r",
      "/work/lock.txt",
    ]);
  const own = await modulesIn(join(work, "site"));
  const modules = [...own, ...(await shippedModules(environment, requirements, shipped))].toSorted();
  return { key: hashOf(wheels.join("\n")), lock: wheels, modules };
}

function confined(options: EnsurePackageLayer, folder: string, root: boolean) {
  const { environment, run = runCommand, wheels } = options;
  return async (what: string, network: boolean, args: readonly string[]): Promise<void> => {
    const ends = [AbortSignal.timeout(mostMs), ...(options.signal ? [options.signal] : [])];
    const result = await confinedPip({
      environment,
      folder,
      network,
      args,
      run,
      root,
      signal: AbortSignal.any(ends),
      ...(wheels !== undefined && { wheels }),
    });
    if (result.exitCode !== 0) throw failure(what, result);
  };
}

function failure(what: string, { stderr }: CommandResult): AppError {
  const said = stderr
    .split("\n")
    .filter((line) => line.startsWith("ERROR"))
    .slice(0, 4)
    .join("\n  ");
  return new AppError("environment", `Could not ${what}:\n  ${said || stderr.trim().slice(-600)}`, {
    next: "Check the names and versions; a package must offer a wheel for this Python. The index is that of /etc/pip.conf, else the public one.",
  });
}

/** `boto3` → `1.44.5`, from the lock of what ships. */
function shippedVersions(lock: string): ReadonlyMap<string, string> {
  return new Map(
    [...lock.matchAll(/^([\w.-]+)==([^\s;\\]+)/gm)].map(([, name = "", version = ""]) => [
      normal(name),
      version,
    ]),
  );
}

const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, "-");

/** A line with its hash for each wheel that does not ship. Anything but a wheel is an error of pip's. */
async function lockedWheels(folder: string, shipped: ReadonlyMap<string, string>): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  if (sizes.reduce((total, size) => total + size, 0) > mostBytes)
    throw new AppError("environment", "The packages are larger than 500 MB together.", {
      next: "Name fewer or smaller packages.",
    });
  const lines = files.map(async (file) => {
    const parts = /^([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(file);
    if (parts === null)
      throw new AppError("environment", `${file} is no wheel: only wheels are installed.`, {
        next: "Name another version.",
      });
    const [, name = "", version = ""] = parts;
    if (shipped.has(normal(name))) return [];
    const bytes = await readFile(join(folder, file));
    return [`${normal(name)}==${version} --hash=sha256:${createHash("sha256").update(bytes).digest("hex")}`];
  });
  return (await Promise.all(lines)).flat().toSorted();
}

async function modulesIn(site: string): Promise<readonly string[]> {
  const names = await readdir(site).catch(() => []);
  return [...new Set(names.flatMap(moduleOf))];
}

/** The module that a file or folder at the top gives; none for metadata. */
function moduleOf(name: string): readonly string[] {
  if (/\.(dist-info|data|pth|egg-info)$|^(bin|__pycache__)$/.test(name)) return [];
  const module = name.replace(/\..*$/, "");
  return /^[A-Za-z_]\w*$/.test(module) ? [module] : [];
}

/** Modules of packages that were asked for and lie in the environment already, because something that ships needs them. */
async function shippedModules(
  { sitePackages }: PythonEnvironment,
  requirements: readonly string[],
  shipped: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const asked = new Set(requirements.map((line) => normal(/^[\w.-]+/.exec(line)?.[0] ?? "")));
  const folders = (await readdir(sitePackages)).filter((name) => {
    const distribution = /^(.+)-[^-]+\.dist-info$/.exec(name)?.[1];
    return distribution !== undefined && asked.has(normal(distribution)) && shipped.has(normal(distribution));
  });
  const records = await Promise.all(
    folders.map((name) => readFile(join(sitePackages, name, "RECORD"), "utf8").catch(() => "")),
  );
  const tops = records.flatMap((record) => record.split("\n").map((line) => line.split(/[/,]/)[0] ?? ""));
  return [...new Set(tops.flatMap(moduleOf))];
}

/** Only what is installed stays, for everybody to read and nobody to write; a folder of that name made meanwhile is as good. */
async function publish(
  site: string,
  folder: string,
  layer: PackageLayer,
  options: EnsurePackageLayer,
): Promise<void> {
  const stamp = join(folder, stampName);
  if (await stat(stamp).catch(() => undefined)) return;
  const { run = runCommand, root = process.getuid?.() === 0 } = options;
  await mkdir(site, { recursive: true });
  if (root) await run("/bin/chown", ["-R", "0:0", site]);
  await run("/bin/chmod", ["-R", "a+rX,go-w", site]);
  await writeFile(join(site, stampName), JSON.stringify(layer), { mode: 0o644 });
  await rename(site, folder).catch(async (error: unknown) => {
    if (!(await stat(stamp).catch(() => undefined))) throw error;
  });
}
