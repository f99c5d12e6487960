import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensurePython } from "./python-environment.ts";
import type { RunCommand } from "../process/run-command.ts";

const folders = { root: "" };
beforeEach(async () => {
  folders.root = await mkdtemp(join(tmpdir(), "environment-"));
  await writeFile(join(folders.root, "lock"), "boto3==1\n");
  await writeFile(join(folders.root, "python3"), "");
  await chmod(join(folders.root, "python3"), 0o755);
});
afterEach(() => rm(folders.root, { recursive: true, force: true }));

interface Machine {
  readonly version?: readonly number[];
  readonly ensurepip?: boolean;
  readonly pip?: number;
  readonly delayMs?: number;
}

/** A machine whose only Python is the one in the test's folder; making an environment makes folders. */
function machine({ version = [3, 12, 4], ensurepip = true, pip = 0, delayMs = 0 }: Machine = {}) {
  const commands: string[] = [];
  const run: RunCommand = async (program, args) => {
    commands.push([program, ...args].join(" "));
    const answer = (exitCode: number, stdout = "") => ({
      exitCode,
      stdout,
      stderr: exitCode === 0 ? "" : "it went wrong",
    });
    if (program === "apt-get") return answer(-1);
    if (args.includes("venv")) await mkdir(join(String(args.at(-1)), "bin"), { recursive: true });
    if (args.includes("pip")) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (args.includes("pip")) return answer(pip);
    if (args[1] !== "-c" || args[0] !== "-I") return answer(0);
    if (program.startsWith("/usr")) return answer(1);
    if (program.endsWith("bin/python"))
      return answer(
        0,
        JSON.stringify({
          boto3: "1.2",
          botocore: "1.3",
          moto: "5.2",
          sitePackages: program.replace("bin/python", "lib/site-packages"),
        }),
      );
    return answer(
      0,
      JSON.stringify({
        executable: join(folders.root, "python3"),
        version,
        basePrefix: "/opt/py",
        implementation: "cpython",
        ensurepip,
      }),
    );
  };
  const lines: string[] = [];
  const ensure = (lock = "lock") =>
    ensurePython({
      cacheFolder: join(folders.root, "cache"),
      searchPath: folders.root,
      lockFile: join(folders.root, lock),
      root: false,
      run,
      report: (line) => void lines.push(line),
    });
  return { commands, lines, ensure };
}

const environments = () => readdir(join(folders.root, "cache", "python")).catch(() => []);

describe("ensurePython", () => {
  it("makes the environment once, says so, and finds it afterwards", async () => {
    const { ensure, lines, commands } = machine();
    const made = await ensure();
    expect(made).toMatchObject({
      version: "3.12.4",
      boto3: "1.2",
      botocore: "1.3",
      moto: "5.2",
      basePrefix: "/opt/py",
    });
    expect(made.path).toBe(join(made.folder, "bin", "python"));
    expect(made.sitePackages).toBe(join(made.folder, "lib", "site-packages"));
    expect(await environments()).toEqual([made.folder.split("/").at(-1)]);
    expect(lines).toHaveLength(2);
    const before = commands.filter((line) => line.includes("pip install")).length;
    expect(await ensure()).toEqual(made);
    expect(commands.filter((line) => line.includes("pip install"))).toHaveLength(before);
    expect(lines).toHaveLength(2);
  });

  it("installs wheels with hashes only", async () => {
    const { ensure, commands } = machine();
    await ensure();
    const install = commands.find((line) => line.includes("pip install"));
    expect(install).toContain("--require-hashes --only-binary=:all: --no-deps");
  });

  it("makes another one for another lock", async () => {
    const { ensure } = machine();
    await writeFile(join(folders.root, "other"), "boto3==2\n");
    expect((await ensure()).folder).not.toBe((await ensure("other")).folder);
    expect(await environments()).toHaveLength(2);
  });

  it("two at once both get the same", async () => {
    const [one, other] = await Promise.all([
      machine({ delayMs: 20 }).ensure(),
      machine({ delayMs: 60 }).ensure(),
    ]);
    expect(one).toEqual(other);
    expect(await environments()).toHaveLength(1);
  });

  it("leaves nothing when the installation fails, and says what failed", async () => {
    await expect(machine({ pip: 1 }).ensure()).rejects.toMatchObject({
      code: "environment",
      message: expect.stringContaining("it went wrong"),
      next: expect.stringContaining("package index"),
    });
    expect(await environments()).toEqual([]);
  });

  it("clears away what a killed build left long ago, and lets a running one alone", async () => {
    const family = join(folders.root, "cache", "python");
    await mkdir(join(family, ".build-1-old"), { recursive: true });
    await mkdir(join(family, ".build-1-new"));
    await utimes(join(family, ".build-1-old"), 1, 1);
    const { folder } = await machine().ensure();
    expect((await environments()).toSorted((a, b) => a.localeCompare(b))).toEqual([
      ".build-1-new",
      folder.split("/").at(-1),
    ]);
  });

  it.each([
    { what: "too old", machineOf: { version: [3, 9, 1] }, says: "python3" },
    { what: "without venv", machineOf: { ensurepip: false }, says: "python3-venv" },
  ])("a Python $what is not enough", async ({ machineOf, says }) => {
    const error: unknown = await machine(machineOf)
      .ensure()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "environment" });
    expect(JSON.stringify([String(error), error])).toContain(says);
  });
});
