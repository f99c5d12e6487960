import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../core/sandbox.ts";
import { containerArguments } from "./container-arguments.ts";
import { groupMemory } from "./container-memory.ts";
import { findContainerEngine } from "./find-container-engine.ts";
import { removeDeadContainers } from "./remove-dead-containers.ts";
import type { RunCommand } from "../process/run-command.ts";

const answer = (exitCode: number, stdout = "", stderr = "") => Promise.resolve({ exitCode, stdout, stderr });

describe("findContainerEngine", () => {
  /** An engine that starts containers, whatever else it answers. */
  const starts =
    (run: RunCommand): RunCommand =>
    (program, args) =>
      args[0] === "run" ? answer(127) : run(program, args);
  const find = async (run: RunCommand, programs = ["docker", "podman"]) => {
    const folder = await mkdtemp(join(tmpdir(), "engines-"));
    for (const name of programs) await writeFile(join(folder, name), "", { mode: 0o755 });
    const found = await findContainerEngine({
      run,
      searchPath: folder,
      kernel: "6.1.0",
      platform: "linux",
      processor: "x64",
    });
    await rm(folder, { recursive: true });
    return found;
  };

  it.each([
    ["Docker, when it answers", () => answer(0, "linux 6.1.0\n"), "docker"],
    [
      "Podman, when Docker does not",
      (program: string) => (program.endsWith("podman") ? answer(0, "linux 6.1.0") : answer(1)),
      "podman",
    ],
  ])("takes %s", async (_, run, name) => {
    expect(await find(starts(run))).toMatchObject({ name, architecture: "x64" });
  });

  it.each<[string, RunCommand, string[], RegExp, RegExp]>([
    ["nothing is installed", () => answer(0), [], /Neither/, /apt-get install -y podman/],
    [
      "the daemon is down",
      () => answer(1, "", "Cannot connect to the Docker daemon"),
      ["docker"],
      /does not answer/,
      /systemctl start docker/,
    ],
    [
      "the user may not",
      () => answer(1, "", "permission denied while trying to connect"),
      ["docker"],
      /permission/,
      /usermod/,
    ],
    [
      "it cannot start one",
      (_, args) =>
        args[0] === "run" ? answer(126, "", "Error: crun: no such controller") : answer(0, "linux 6.1.0"),
      ["podman"],
      /cannot start.*no such controller/,
      /podman info/,
    ],
    [
      "it is another machine",
      () => answer(0, "linux 5.15.49-linuxkit"),
      ["docker"],
      /another machine/,
      /podman/,
    ],
  ])("says why and what helps when %s", async (_, run, programs, why, fix) => {
    expect(await find(run, programs)).toMatchObject({
      why: expect.stringMatching(why),
      fix: expect.stringMatching(fix),
    });
  });
});

describe.each(["docker", "podman"] as const)("what %s is told", (engine) => {
  const told = containerArguments({
    engine,
    image: "image",
    name: "name",
    label: "label=1",
    guard: "/g",
    prelude: "/p",
    socket: "/s",
    profile: "/f",
    empty: "/e",
    limits: defaultLimits,
  });

  it("leaves nothing open", () => {
    const said = told.join(" ");
    for (const wall of [
      "--network none",
      "--ipc none",
      "--read-only",
      "--cap-drop ALL",
      "--security-opt no-new-privileges",
      "--security-opt seccomp=/f",
      "--user 65534:65534",
      "--pids-limit 68",
      "--pull never",
      "--rm",
    ])
      expect(said).toContain(wall);
    expect(said).toMatch(/--memory (\d+) --memory-swap \1 /);
  });

  it("writes into bounded memory only, and binds nothing writable", () => {
    const after = (option: string) =>
      told.flatMap((each, index) => (told[index - 1] === option ? [each] : []));
    expect(after("--tmpfs").every((mount) => /size=\d+/.test(mount) && !/(?<!no)exec/.test(mount))).toBe(
      true,
    );
    expect(after("--volume")).toHaveLength(6);
    expect(after("--volume").every((volume) => volume.endsWith(":ro"))).toBe(true);
  });
});

it("removes the containers of dead processes of this machine, and no others", async () => {
  const said: (readonly string[])[] = [];
  const run: RunCommand = (_, args) => {
    said.push(args);
    return answer(0, `a1 77-${2 ** 22 + 1}\nb2 77-${process.pid}\nc3 78-${2 ** 22 + 1}\nd4 nonsense\n`);
  };
  const engine = { name: "docker", program: "docker", architecture: "x64" } as const;
  await removeDeadContainers({ engine, run, space: "77", label: "l" });
  expect(said[1]).toEqual(["rm", "--force", "a1"]);
});

describe.runIf(process.platform === "linux")("groupMemory", () => {
  it("reads what cannot be taken back, and whether the kernel has killed", async () => {
    const root = await mkdtemp(join(tmpdir(), "groups-"));
    const groups = await readFile("/proc/self/cgroup", "utf8");
    const first = /^\d+:memory:(\/.*)$/m.exec(groups)?.[1];
    const folder = join(
      root,
      first === undefined ? "" : "memory",
      first ?? /^0::(\/.*)$/m.exec(groups)?.[1] ?? "",
    );
    await mkdir(folder, { recursive: true });
    const names = first === undefined ? ["anon", "shmem"] : ["rss", "shmem", "swap"];
    await writeFile(
      join(folder, "memory.stat"),
      `cache 900\n${names.map((name) => `${name} 100\n`).join("")}`,
    );
    expect(groupMemory(process.pid, root)).toEqual({
      bytes: names.length * 100,
      peakBytes: names.length * 100,
    });
    await writeFile(
      join(folder, first === undefined ? "memory.events" : "memory.oom_control"),
      "oom_kill 1\n",
    );
    expect(groupMemory(process.pid, root)?.stop).toContain("killed");
    await rm(root, { recursive: true });
    expect(groupMemory(process.pid, root)).toBeUndefined();
  });
});
