import { randomBytes } from "node:crypto";
import { chmod, chown, copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "./process/is-alive.ts";

/** The user that scripts run as when this process is root. */
export interface SandboxUser {
  readonly uid: number;
  readonly gid: number;
}

/** Debian's `nobody`: owns nothing. */
export const nobody: SandboxUser = { uid: 65534, gid: 65534 };

/** A folder of this process for sockets and what sandboxes bind; only the sandbox's user can enter it. */
export interface RuntimeFolder extends AsyncDisposable {
  readonly path: string;
  /** Path of a socket that does not exist yet; short, for a socket's path has room for 107 bytes. */
  socketPath(): string;
  /** Gives a file or socket to the sandbox's user alone, to another one, or to everybody who can reach it. */
  own(path: string, owner?: SandboxUser | "anybody"): Promise<void>;
}

export interface MakeRuntimeFolder {
  /** `/run/nephoscope` as root, else a folder that only this user can enter. */
  readonly parent: string;
  readonly user: SandboxUser | undefined;
  /**
   * Set where sandboxes run as other users: everybody may read the files, which hold no secrets. `passed`: and pass the folder; `handed-in`: only this process
   * enters it, and something else carries the files in.
   */
  readonly shared?: "passed" | "handed-in";
  readonly files: readonly (
    | { readonly name: string; readonly from: string }
    | { readonly name: string; readonly bytes: Uint8Array }
  )[];
}

/** Makes the folder with its files, and removes those of processes that are gone. */
export async function makeRuntimeFolder(options: MakeRuntimeFolder): Promise<RuntimeFolder> {
  const { parent, user, shared, files } = options;
  await mkdir(parent, { recursive: true, mode: user ? 0o711 : 0o700 });
  if (user) await chmod(parent, 0o711);
  await removeDead(parent);
  const path = join(parent, `${process.pid}-${randomBytes(6).toString("hex")}`);
  await mkdir(path, { mode: 0o700 });
  const own = async (file: string) => {
    if (user) await chown(file, user.uid, user.gid);
  };
  for (const file of files) {
    const target = join(path, file.name);
    await ("from" in file ? copyFile(file.from, target) : writeFile(target, file.bytes));
    await chmod(target, shared === undefined ? 0o400 : 0o444);
    await own(target);
  }
  if (shared === "passed") await chmod(path, 0o711);
  if (shared === undefined) await own(path);
  const count = { sockets: 0 };
  return {
    path,
    socketPath: () => join(path, `${++count.sockets}.sock`),
    own: async (file, owner = user) => {
      await chmod(file, owner === "anybody" ? 0o666 : 0o600);
      if (owner !== undefined && owner !== "anybody") await chown(file, owner.uid, owner.gid);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

async function removeDead(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(/^(\d+)-[0-9a-f]{12}$/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
