import { describe, expect, it } from "vitest";
import { probeLandlock } from "./probe-landlock.ts";
import type { RunCommand } from "../process/run-command.ts";

const probe = (run: RunCommand, options: Partial<Parameters<typeof probeLandlock>[0]> = {}) =>
  probeLandlock({
    root: false,
    run,
    searchPath: "/nowhere",
    python: "python3",
    platform: "linux",
    processor: "arm64",
    ...options,
  });
const says =
  (stdout: string, exitCode = 0) =>
  () =>
    Promise.resolve({ exitCode, stdout, stderr: "no ctypes" });

describe("probeLandlock", () => {
  it("takes any version there is", async () => {
    expect(await probe(says("7\n"))).toMatchObject({ abi: 7, architecture: "arm64" });
  });

  it.each([
    ["the kernel has none", () => probe(says("0\n")), /no Landlock/],
    ["Python does not answer", () => probe(says("", 1)), /no ctypes/],
    ["it is not Linux", () => probe(says("7"), { platform: "darwin" }), /needs Linux/],
    ["root's privileges cannot be laid down", () => probe(says("7"), { root: true }), /never run as root/],
  ])("says why and what helps when %s", async (_, ask, why) => {
    expect(await ask()).toMatchObject({ why: expect.stringMatching(why), fix: expect.stringMatching(/./) });
  });
});
