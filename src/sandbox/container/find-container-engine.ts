import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../find-program.ts";
import type { RunCommand } from "../process/run-command.ts";
import type { FilterArchitecture } from "../process/system-calls.ts";

/** Docker or Podman, as it was found on this machine. */
export interface ContainerEngine {
  readonly name: "docker" | "podman";
  readonly program: string;
  readonly architecture: FilterArchitecture;
}

export interface FindContainerEngine {
  readonly run: RunCommand;
  readonly searchPath: string;
  readonly engines?: readonly ContainerEngine["name"][];
  /** The kernel of this machine: a container under another one cannot share a socket with it. */
  readonly kernel?: string;
  readonly platform?: string;
  readonly processor?: string;
}

const question = {
  docker: ["version", "--format", "{{.Server.Os}} {{.Server.KernelVersion}}"],
  podman: ["info", "--format", "{{.Host.OS}} {{.Host.Kernel}}"],
} as const;

/** The first engine that answers; else why each of them does not, and the command that helps with the likeliest one. */
export async function findContainerEngine(
  options: FindContainerEngine,
): Promise<ContainerEngine | { why: string; fix: string }> {
  const { run, searchPath, kernel = release(), processor = process.arch } = options;
  if ((options.platform ?? process.platform) !== "linux" || (processor !== "x64" && processor !== "arm64"))
    return {
      why: "Containers are made of this machine's own Python, which must be one for Linux on x86-64 or ARM64.",
      fix: "Use a machine with Linux.",
    };
  const failures: { readonly why: string; readonly fix: string }[] = [];
  for (const name of options.engines ?? (["docker", "podman"] as const)) {
    const program = await findProgram(name, searchPath);
    if (program === undefined) continue;
    const answer = await run(program, question[name]);
    const [system = "", found = ""] = answer.stdout.trim().split(" ");
    if (answer.exitCode !== 0) failures.push(noAnswer(name, answer.stderr));
    else if (system !== "linux" || found !== kernel)
      failures.push({
        why: `${name} runs its containers in another machine (${system} ${found}), which cannot share a socket with this one.`,
        fix: `Start ${name}'s daemon on this machine, without a virtual machine: sudo apt-get install -y podman`,
      });
    else {
      const failed = await tryEngine(name, program, run);
      if (failed === undefined) return { name, program, architecture: processor };
      failures.push(failed);
    }
  }
  return (
    failures[0] ?? {
      why: "Neither Docker nor Podman is installed.",
      fix: "sudo apt-get install -y podman",
    }
  );
}

/** An image of nothing: an engine that gets as far as missing the program (exit code 127) can start containers. */
const trial = "nephoscope-sandbox:trial";
const programMissing = 127;

async function tryEngine(
  name: ContainerEngine["name"],
  program: string,
  run: RunCommand,
): Promise<{ why: string; fix: string } | undefined> {
  const there = await run(program, ["image", "inspect", "--format", "{{.Id}}", trial]);
  if (there.exitCode !== 0) await importNothing(program, run);
  const limits = ["--ulimit", "nofile=256:256", "--ulimit", "nproc=4096:4096", "--memory", "64m"];
  const started = await run(program, [
    "run",
    "--rm",
    "--pull",
    "never",
    "--network",
    "none",
    ...limits,
    trial,
    "/none",
  ]);
  if (started.exitCode === programMissing) return undefined;
  const said = started.stderr.trim().split("\n").at(0) ?? "no message";
  return {
    why: `${name} cannot start a container here: ${said}`,
    fix: `${name} info   (it tells which part is missing)`,
  };
}

async function importNothing(program: string, run: RunCommand): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "nephoscope-trial-"));
  const archive = join(folder, "nothing.tar");
  await writeFile(archive, Buffer.alloc(10_240)); // An archive without members, as tar writes it.
  await run(program, ["import", archive, trial]);
  await rm(folder, { recursive: true });
}

function noAnswer(name: ContainerEngine["name"], said: string): { why: string; fix: string } {
  const why = `${name} does not answer: ${said.trim().split("\n").at(-1) ?? "no message"}`;
  if (/permission denied/i.test(said))
    return {
      why,
      fix: 'sudo usermod -aG docker "$USER"   (then log in again; or use Podman, which needs no group)',
    };
  return { why, fix: name === "docker" ? "sudo systemctl start docker" : "podman info" };
}
