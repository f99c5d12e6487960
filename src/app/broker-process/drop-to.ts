import { readFileSync } from "node:fs";
import { AppError } from "../../core/errors.ts";

export interface Ids {
  readonly uid?: number;
  readonly gid?: number;
}

/** Numbers of a user (with its own group) and of a group, from this machine's lists. Throws AppError `usage` for a name that is not there. */
export function findIds({ user, group }: { readonly user?: string; readonly group?: string }): Ids {
  const person = user === undefined ? undefined : entryOf("/etc/passwd", user);
  const members = group === undefined ? undefined : entryOf("/etc/group", group);
  const gid = members?.[2] ?? person?.[3];
  return {
    ...(person && { uid: Number(person[2]) }),
    ...(gid !== undefined && { gid: Number(gid) }),
  };
}

function entryOf(file: string, name: string): readonly string[] {
  const line = readFileSync(file, "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}:`));
  if (line !== undefined) return line.split(":");
  throw new AppError("usage", `There is no "${name}" in ${file}.`, { next: "Give one that exists." });
}

/** Becomes that user for good: groups first, for afterwards it may not. Throws AppError `usage` for who is not root. */
export function dropTo(user: string, { uid, gid }: Ids): void {
  if (process.getuid?.() !== 0)
    throw new AppError("usage", "Only root can become another user.", { next: "Leave --user out." });
  if (uid === undefined || gid === undefined || uid === 0)
    throw new AppError("usage", `The broker does not run as ${user}.`, { next: "Give a user of its own." });
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
  if (process.getuid?.() !== uid || process.geteuid?.() !== uid)
    throw new AppError("environment", `This process could not become ${user}.`);
}
