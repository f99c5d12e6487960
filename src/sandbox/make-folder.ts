import { chmod, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder and its parents. `open`: those that were made can be passed and read by every user, whatever the umask. */
export async function makeFolder(folder: string, open: boolean): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: open ? 0o755 : 0o700 });
  if (first === undefined || !open) return;
  for (let made = folder; made.startsWith(first); made = dirname(made)) await chmod(made, 0o755);
}
