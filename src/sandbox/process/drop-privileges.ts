import type { SandboxUser } from "../runtime-folder.ts";

/** The front of a command line that lays down root's privileges for good. */
export function dropPrivileges(setpriv: string, user: SandboxUser): readonly string[] {
  return [setpriv, `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", "--no-new-privs", "--"];
}

/** What is said where a root caller's privileges cannot be laid down. */
export const cannotDropPrivileges = {
  why: "Scripts never run as root, and setpriv, which lays down root's privileges, is not installed.",
  fix: "apt-get install -y util-linux",
} as const;
