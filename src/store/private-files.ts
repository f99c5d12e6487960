import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Told what was found open to others and closed, a line each. */
export type Tell = (line: string) => void;

/** Makes a folder that only its owner can enter (0700), or makes it so, whatever the umask. */
export function privateFolder(folder: string, tell?: Tell): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  close(folder, 0o700, tell);
}

/** Makes a file that only its owner can read (0600), or makes it so. */
export function privateFile(file: string, tell?: Tell): void {
  appendFileSync(file, "", { mode: 0o600 });
  close(file, 0o600, tell);
}

/** Closes to others what is ours in a folder: it, and each folder in it that was open with all below. What lies in a closed folder is out of reach. */
export function closeFolders(folder: string, tell?: Tell): void {
  if (!existsSync(folder)) return;
  close(folder, 0o700, tell);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) close(path, 0o600, tell);
    else if (entry.isDirectory() && isOpen(path, 0o700)) closeTree(path, tell);
  }
}

/** Folders 0700, files 0600, all the way down. Links are not followed. */
function closeTree(folder: string, tell: Tell | undefined): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isDirectory() || entry.isFile())
      chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
  tell?.(`${folder} was open to others; now only you can read what is in it.`);
}

function close(path: string, mode: number, tell: Tell | undefined): void {
  const before = statSync(path).mode & 0o777;
  if (before === mode) return;
  chmodSync(path, mode);
  if ((before & ~mode) !== 0)
    tell?.(`${path} was open to others (${octal(before)}); it is ${octal(mode)} now.`);
}

function isOpen(path: string, mode: number): boolean {
  return (statSync(path).mode & 0o777 & ~mode) !== 0;
}

function octal(mode: number): string {
  return `0${mode.toString(8)}`;
}
