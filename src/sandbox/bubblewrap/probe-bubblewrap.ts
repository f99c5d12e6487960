import { cannotDropPrivileges, dropPrivileges } from "../process/drop-privileges.ts";
import { findProgram } from "../find-program.ts";
import type { RunCommand } from "../process/run-command.ts";
import type { SandboxUser } from "../runtime-folder.ts";
import type { FilterArchitecture } from "../process/system-calls.ts";

/** The programs of this machine that a sandbox is built with, and what they can do here. */
export interface BubblewrapTools {
  readonly bubblewrap: string;
  /** Needed to lay down root's privileges. */
  readonly setpriv: string | undefined;
  /** Whether bubblewrap can forbid further user namespaces (0.8 and newer); the system call filter forbids them too. */
  readonly disablesNamespaces: boolean;
  /** Set where a tmpfs with bounded files can be made. */
  readonly mount: { readonly unshare: string; readonly mount: string } | undefined;
  readonly architecture: FilterArchitecture;
}

export interface ProbeBubblewrap {
  readonly user: SandboxUser | undefined;
  readonly run: RunCommand;
  readonly searchPath: string;
  readonly platform?: string;
  readonly processor?: string;
}

/** Finds out by trying, as the user that scripts run as. */
export async function probeBubblewrap(
  options: ProbeBubblewrap,
): Promise<BubblewrapTools | { why: string; fix: string }> {
  const { user, run, searchPath, platform = process.platform, processor = process.arch } = options;
  if (platform !== "linux")
    return { why: `bubblewrap needs Linux, and this is ${platform}.`, fix: "Use a container with Linux." };
  if (processor !== "x64" && processor !== "arm64")
    return {
      why: `The system call filter is not written for ${processor}.`,
      fix: "Use a machine with an x86-64 or ARM64 processor.",
    };
  const find = (name: string) => findProgram(name, searchPath);
  const [bubblewrap, setpriv, unshare, mount] = await Promise.all(
    ["bwrap", "setpriv", "unshare", "mount"].map(find),
  );
  if (bubblewrap === undefined)
    return {
      why: "bubblewrap is not installed.",
      fix: `${user ? "" : "sudo "}apt-get install -y bubblewrap`,
    };
  if (user && setpriv === undefined) return cannotDropPrivileges;
  const asUser = user && setpriv !== undefined ? dropPrivileges(setpriv, user) : [];
  const attempt = async (before: readonly string[], extra: readonly string[]) => {
    const [program = bubblewrap, ...args] = [...asUser, ...before, bubblewrap, ...extra];
    return run(program, [
      ...args,
      "--unshare-all",
      "--unshare-user",
      "--ro-bind",
      "/",
      "/",
      "--",
      "/bin/true",
    ]);
  };
  const plain = await attempt([], []);
  if (plain.exitCode !== 0) return refusedNamespaces(plain.stderr);
  const wrapped = unshare !== undefined && mount !== undefined;
  const [disabling, nested] = await Promise.all([
    attempt([], ["--disable-userns"]),
    wrapped ? attempt([unshare, "--user", "--map-root-user", "--mount", "--"], []) : undefined,
  ]);
  return {
    bubblewrap,
    setpriv: user ? setpriv : undefined,
    disablesNamespaces: disabling.exitCode === 0,
    mount: wrapped && nested?.exitCode === 0 ? { unshare, mount } : undefined,
    architecture: processor,
  };
}

function refusedNamespaces(said: string): { why: string; fix: string } {
  return {
    why: `bubblewrap cannot make namespaces here: ${said.trim().split("\n").at(-1) ?? "no message"}.`,
    fix: "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 user.max_user_namespaces=15000   (in a container: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined)",
  };
}
