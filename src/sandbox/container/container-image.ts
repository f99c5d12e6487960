import { existsSync, readlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import type { ContainerEngine } from "./find-container-engine.ts";
import type { PythonEnvironment } from "../python/python-environment.ts";
import type { CommandResult, RunCommand } from "../process/run-command.ts";

export interface EnsureContainerImage {
  readonly engine: ContainerEngine;
  readonly python: PythonEnvironment;
  readonly run: RunCommand;
  readonly report?: (line: string) => void;
}

const repository = "nephoscope-sandbox";
/** Changes when the recipe below does. */
const recipe = 1;

/** Parts of the environment that only the simulator and the installation need. */
const notForScripts = ["moto", "cfnlint", "sympy", "networkx", "pip", "setuptools"];
const notFromTheLibrary = [
  "test",
  "idlelib",
  "tkinter",
  "turtledemo",
  "ensurepip",
  "lib2to3",
  "dist-packages",
];

const Layout = z.object({
  executable: z.string(),
  libraries: z.array(z.string()),
  objects: z.array(z.string()),
});

/** Where the interpreter and its standard library lie, and every compiled module whose libraries are needed too. */
const question = `import glob, json, os, sys, sysconfig
libraries = sorted({sysconfig.get_path(n, vars={"installed_base": sys.base_prefix, "base": sys.base_prefix, "platbase": sys.base_prefix, "installed_platbase": sys.base_prefix}) for n in ("stdlib", "platstdlib")})
folders = libraries + [sysconfig.get_path("purelib")]
objects = [p for f in folders for p in glob.glob(f + "/**/*.so", recursive=True) if "/dist-packages/" not in p]
print(json.dumps({"executable": os.path.realpath(sys.executable), "libraries": libraries, "objects": objects}))`;

/** The image of this Python environment: its interpreter, libraries and packages, and nothing else; made on first need, from this machine alone. Throws AppError("environment"). */
export async function ensureContainerImage(options: EnsureContainerImage): Promise<string> {
  const { engine, python, run, report } = options;
  const tag = `${basename(python.folder).toLowerCase()}-${recipe}`;
  const image = `${repository}:${tag}`;
  const there = await run(engine.program, ["image", "inspect", "--format", "{{.Id}}", image]);
  if (there.exitCode === 0) return image;
  report?.(`Making the image ${image} once, of this machine's own Python: some ten seconds.`);
  const old = await run(engine.program, ["images", "--format", "{{.Repository}}:{{.Tag}}"]);
  const files = await filesOf(python, run);
  const folder = await mkdtemp(join(tmpdir(), "nephoscope-image-"));
  try {
    const archive = join(folder, "image.tar");
    const packed = await run("tar", ["-c", "-f", archive, ...archiveOptions(python.folder), ...files]);
    if (packed.exitCode !== 0) throw failure("pack the Python environment", packed);
    const made = await run(engine.program, ["import", archive, image]);
    if (made.exitCode !== 0) throw failure("make the image for containers", made);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const stale = old.stdout
    .split("\n")
    .filter((name) => name.includes(`${repository}:`) && !name.endsWith(tag) && !name.endsWith(":trial"));
  if (stale.length > 0) await run(engine.program, ["rmi", ...stale]); // One that is in use stays.
  return image;
}

/** GNU tar's options: names without the leading slash, the environment in its place inside; links keep what they point to. */
function archiveOptions(folder: string): readonly string[] {
  const literally = folder.replaceAll(/[.[\]*^$\\,]/g, String.raw`\$&`);
  return [
    "--absolute-names",
    "--transform",
    `flags=rSH;s,^${literally}/,opt/python/,`,
    "--transform",
    "flags=rSH;s,^/,,",
    ...notForScripts.map((name) => `--exclude=*/site-packages/${name}`),
    ...notFromTheLibrary.map((name) => `--exclude=*/python3.*/${name}`),
  ];
}

async function filesOf(python: PythonEnvironment, run: RunCommand): Promise<readonly string[]> {
  const answer = await run(python.path, ["-I", "-c", question]);
  if (answer.exitCode !== 0) throw failure("ask Python where it lies", answer);
  const { executable, libraries, objects } = Layout.parse(JSON.parse(answer.stdout));
  const loaded = await run("ldd", [executable, ...objects]);
  const shared = [...loaded.stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map((match) => match[1] ?? "");
  if (shared.length === 0) throw failure("find the libraries of Python", loaded);
  const late = shared
    .filter((path) => /\/libc\.so/.test(path))
    .map((path) => join(dirname(path), "libgcc_s.so.1"));
  const files = [
    join(python.folder, "bin", "python"),
    executable,
    "/etc/ld.so.cache",
    ...shared,
    ...late,
  ].flatMap(hops);
  return [...new Set([...files, ...libraries, ...environmentFolders(python)])].filter((path) =>
    existsSync(path),
  );
}

function environmentFolders(python: PythonEnvironment): readonly string[] {
  return [python.sitePackages, join(python.folder, "pyvenv.cfg")];
}

/** A file and every link on the way to it, each by the name the one before gives it. */
function hops(path: string): readonly string[] {
  const found = [path];
  for (;;) {
    const at = found.at(-1) ?? path;
    try {
      const next = resolve(dirname(at), readlinkSync(at));
      if (found.includes(next)) return found;
      found.push(next);
    } catch {
      return found;
    }
  }
}

function failure(what: string, result: CommandResult): AppError {
  const said = result.stderr.trim().split("\n").slice(-3).join("\n  ");
  return new AppError("environment", `Could not ${what}:\n  ${said}`, {
    next: "Use --sandbox bubblewrap, or look at what the container engine says.",
  });
}
