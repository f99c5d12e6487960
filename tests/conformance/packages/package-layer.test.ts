import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors.ts";
import { defaultLimits } from "../../../src/core/sandbox.ts";
import { ensurePackageLayer } from "../../../src/sandbox/python/package-layer.ts";
import type { PackageLayer } from "../../../src/sandbox/python/package-layer.ts";
import { runCommand } from "../../../src/sandbox/process/run-command.ts";
import { isolating, python, whyNot } from "../sandbox/backends.ts";

const [bubblewrap] = isolating;
const missing = bubblewrap === undefined ? "no bubblewrap" : await whyNot(bubblewrap);

/** Wheels of a folder of their own: nothing is asked of a network. */
describe.skipIf(missing !== undefined)(
  `packages of a script${missing ? ` (skipped: ${missing})` : ""}`,
  async () => {
    const environment = await python();
    const wheels = mkdtempSync(join(tmpdir(), "nephoscope-wheels-"));
    chmodSync(wheels, 0o755);
    const made: PackageLayer[] = [];
    const make = (...args: readonly string[]) =>
      spawnSync(environment.path, [join(import.meta.dirname, "make-wheel.py"), wheels, ...args], {
        stdio: "inherit",
      });
    const layerOf = async (...requirements: readonly string[]): Promise<PackageLayer> => {
      const layer = await ensurePackageLayer({ environment, requirements, wheels, report: () => undefined });
      made.push(layer);
      return layer;
    };
    const run = async (code: string, packages: string) => {
      if (bubblewrap === undefined) throw new TypeError("no backend");
      await using sandbox = await bubblewrap.create();
      const limits = { ...defaultLimits, seconds: 20 };
      return await sandbox.run({
        code,
        packages,
        limits,
        region: "us-east-1",
        connect: (stream) => stream.destroy(),
      });
    };

    make("planted_tables", "1.0", "planted_tables", "planted-base>=0.5");
    make("planted_base", "0.5", "planted_base");
    make("planted_base", "0.4", "planted_base");
    make("planted_false", "1.0", "boto3");
    make("planted_source", "1.0", "--source");

    afterAll(() => {
      const layers = join(environment.folder, "layers");
      for (const { key } of made) {
        rmSync(join(layers, key), { recursive: true, force: true });
        for (const name of readdirSync(layers))
          if (name.endsWith(".request") && readFileSync(join(layers, name), "utf8") === key)
            rmSync(join(layers, name));
      }
      rmSync(wheels, { recursive: true });
    });

    it("come with what they need, by their hashes, and can be imported", async () => {
      const layer = await layerOf("planted-tables==1.0");
      expect(layer.modules).toEqual(["planted_base", "planted_tables"]);
      expect(layer.lock.map((line) => line.replace(/[0-9a-f]{64}$/, "…"))).toEqual([
        "planted-base==0.5 --hash=sha256:…",
        "planted-tables==1.0 --hash=sha256:…",
      ]);
      const outcome = await run("import planted_tables\nprint(planted_tables.VERSION)\n", layer.key);
      expect(outcome).toMatchObject({ kind: "exited", exitCode: 0, stdout: "1.0\n" });
    });

    it("are made once", async () => {
      const first = await layerOf("planted-tables==1.0");
      const again = await ensurePackageLayer({
        environment,
        requirements: ["planted-tables==1.0"],
        wheels,
        report: () => undefined,
        run: () => Promise.reject(new Error("nothing is run")),
      });
      expect(again).toEqual(first);
    });

    it("cannot be changed by a script, and never take the place of what ships", async () => {
      const layer = await layerOf("planted-false");
      const code = `import os, sys\nimport boto3\nprint(hasattr(boto3, "client"))\ntry:\n    open(os.path.join(sys.path[-1], "x"), "w")\nexcept OSError as error:\n    print(type(error).__name__)\n`;
      expect((await run(code, layer.key)).stdout).toMatch(/^True\n(OSError|PermissionError)\n$/);
    });

    it("are wheels: the code of a source distribution never runs", async () => {
      await expect(layerOf("planted-source")).rejects.toThrow(/No matching distribution/);
      expect(existsSync(join(wheels, "ran"))).toBe(false);
    });

    it("are refused where what is installed is not what was resolved", async () => {
      // The second pip run is the installation: the wheel changes just before.
      const runs: string[] = [];
      const changing = ensurePackageLayer({
        environment,
        requirements: ["planted-base==0.4"],
        wheels,
        report: () => undefined,
        run: (program, args, options) => {
          const what = args.includes("install")
            ? "install"
            : args.includes("download")
              ? "download"
              : program;
          runs.push(what);
          const folder = args[args.indexOf("--bind") + 1] ?? "";
          if (what === "install")
            spawnSync("sh", ["-c", 'for f in "$0"/wheels/*; do echo x >> "$f"; done', folder]);
          return runCommand(program, args, options);
        },
      });
      await expect(changing).rejects.toThrow(/hashes|DO NOT MATCH/i);
      expect(runs.slice(0, 2)).toEqual(["download", "install"]);
    });

    it("are resolved without the environment, the home and the files of whoever asks", async () => {
      const seen: string[][] = [];
      await expect(
        ensurePackageLayer({
          environment,
          requirements: ["planted-nothing"],
          wheels,
          report: () => undefined,
          run: async (program, args) => {
            seen.push([program, ...args]);
            return { exitCode: 1, stdout: "", stderr: "ERROR: no" };
          },
        }),
      ).rejects.toBeInstanceOf(AppError);
      const [first = []] = seen;
      expect(first.slice(0, 2)).toEqual(["/usr/bin/env", "-i"]);
      expect(first).toEqual(expect.arrayContaining(["--unshare-all", "--clearenv", "--only-binary=:all:"]));
      // Wheels of a folder need no network.
      expect(first).not.toContain("--share-net");
      const bound = first.flatMap((word, index) =>
        /^--(ro-)?bind(-try)?$/.test(word) ? [first[index + 1] ?? ""] : [],
      );
      expect(bound.filter((path) => /^\/(root|home)\b|\.aws|\.config/.test(path))).toEqual([]);
    });
  },
);
