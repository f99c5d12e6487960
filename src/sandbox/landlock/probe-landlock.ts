import { cannotDropPrivileges, dropPrivileges } from "../process/drop-privileges.ts";
import { findProgram } from "../find-program.ts";
import type { RunCommand } from "../process/run-command.ts";
import { nobody } from "../runtime-folder.ts";
import type { FilterArchitecture } from "../process/system-calls.ts";

/** What this machine offers for a sandbox of Landlock. */
export interface LandlockTools {
  /** Version of the kernel's Landlock. */
  readonly abi: number;
  readonly architecture: FilterArchitecture;
  /** Set for root callers. */
  readonly setpriv: string | undefined;
  /** Programs that make a bounded folder for files; only root may use them. */
  readonly unshare: string | undefined;
  readonly mount: string | undefined;
}

export interface ProbeLandlock {
  readonly root: boolean;
  readonly run: RunCommand;
  readonly searchPath: string;
  /** The interpreter of the private environment; any Python would do. */
  readonly python: string;
  readonly platform?: string;
  readonly processor?: string;
}

/** Asks the kernel for its Landlock, as `linux/landlock.h` has it; prints 0 where there is none. */
const question =
  "import ctypes\nprint(max(0, ctypes.CDLL(None).syscall(ctypes.c_long(444), None, ctypes.c_size_t(0), ctypes.c_uint(1))))";

/** Finds out what there is; the confinement itself is tried when the first sandbox starts. */
export async function probeLandlock(
  options: ProbeLandlock,
): Promise<LandlockTools | { why: string; fix: string }> {
  const { root, run, searchPath, python, platform = process.platform, processor = process.arch } = options;
  if (platform !== "linux")
    return { why: `Landlock needs Linux, and this is ${platform}.`, fix: "Use --sandbox container." };
  if (processor !== "x64" && processor !== "arm64")
    return {
      why: `The system call filter is not written for ${processor}.`,
      fix: "Use a machine with an x86-64 or ARM64 processor.",
    };
  const [setpriv, unshare, mount] = await Promise.all(
    ["setpriv", "unshare", "mount"].map((name) => findProgram(name, searchPath)),
  );
  if (root && setpriv === undefined) return cannotDropPrivileges;
  const [program, ...args] = [
    ...(root && setpriv !== undefined ? dropPrivileges(setpriv, nobody) : []),
    python,
    "-I",
    "-c",
    question,
  ];
  const answer = await run(program, args);
  const abi = Number(answer.stdout.trim());
  if (answer.exitCode === 0 && abi >= 1)
    return { abi, architecture: processor, setpriv: root ? setpriv : undefined, unshare, mount };
  if (answer.exitCode === 0)
    return {
      why: "This kernel has no Landlock (Linux 5.13 and newer have it), or it is not switched on.",
      fix: "sudo sed -i 's/^GRUB_CMDLINE_LINUX=\"/&lsm=landlock,lockdown,yama,integrity,apparmor,bpf /' /etc/default/grub && sudo update-grub   (then restart)",
    };
  return {
    why: `Landlock could not be asked for: ${answer.stderr.trim().split("\n").at(-1) ?? "Python does not start"}.`,
    fix: "nephoscope doctor --fix",
  };
}
