import { lstatSync } from "node:fs";

export interface BubblewrapArguments {
  /** The environment's folder on this machine; it appears as `pythonInside`. */
  readonly pythonFolder: string;
  /** Where the interpreter's standard library lies. */
  readonly basePrefix: string;
  readonly prelude: string;
  readonly socket: string;
  /** A prepared tmpfs with a bound on its files; without one, bubblewrap makes a plain tmpfs of `temporaryBytes`. */
  readonly temporary: string | undefined;
  readonly temporaryBytes: number;
  readonly disableNamespaces: boolean;
  /** Descriptor of the seccomp filter. */
  readonly seccomp: number;
}

/** Where things lie inside: the machine's own paths stay its secret. */
export const inside = {
  python: "/opt/python",
  prelude: "/opt/prelude.py",
  socket: "/run/broker.sock",
} as const;

/** What a sandboxed process finds in its environment before boto3's settings. */
export const environment = {
  PATH: "/usr/bin:/bin",
  HOME: "/tmp",
  LANG: "C.UTF-8",
  TZ: "UTC",
  MALLOC_ARENA_MAX: "2",
} as const;

/**
 * The sandbox as bubblewrap is told it. Order matters: what `--remount-ro` closes must have been filled before, and the root last,
 * for bubblewrap's own root is a writable tmpfs without a bound.
 */
export function bubblewrapArguments(options: BubblewrapArguments): readonly string[] {
  const { disableNamespaces, temporary, temporaryBytes } = options;
  return [
    ["--unshare-all", "--unshare-user"],
    disableNamespaces ? ["--disable-userns"] : [],
    ["--uid", "65534", "--gid", "65534", "--hostname", "sandbox"],
    ["--die-with-parent", "--new-session", "--clearenv"],
    Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
    systemFolders(),
    isUnderUsr(options.basePrefix) ? [] : ["--ro-bind", options.basePrefix, options.basePrefix],
    ["--proc", "/proc", "--dev", "/dev"],
    temporary === undefined
      ? ["--size", String(temporaryBytes), "--tmpfs", "/tmp"]
      : ["--bind", temporary, "/tmp"],
    ["--size", String(16 * 1024 ** 2), "--tmpfs", "/dev/shm"],
    ["--ro-bind", options.pythonFolder, inside.python],
    ["--ro-bind", options.prelude, inside.prelude],
    ["--ro-bind", options.socket, inside.socket],
    ["--remount-ro", "/dev", "--remount-ro", "/"],
    ["--cap-drop", "ALL", "--chdir", "/tmp", "--seccomp", String(options.seccomp)],
  ].flat();
}

/** `/usr`, and `/lib`, `/bin` … as this distribution has them: links into `/usr`, or folders of their own. */
function systemFolders(): readonly string[] {
  const others = ["bin", "lib", "lib32", "lib64", "libx32"].flatMap((name) => {
    const found = lstatSync(`/${name}`, { throwIfNoEntry: false });
    if (!found) return [];
    return found.isSymbolicLink()
      ? ["--symlink", `usr/${name}`, `/${name}`]
      : ["--ro-bind", `/${name}`, `/${name}`];
  });
  return ["--ro-bind", "/usr", "/usr", ...others, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"];
}

function isUnderUsr(folder: string): boolean {
  return folder === "/usr" || folder.startsWith("/usr/");
}
