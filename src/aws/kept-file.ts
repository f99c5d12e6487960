import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What `keepFile` wrote; undefined where there is nothing to read. */
export function readKeptFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a reader never sees half a file. A cache that cannot be written, read-only or full, is no fault: what is kept is made again next time. */
export function keepFile(file: string, value: unknown): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const partial = `${file}.${process.pid}.part`;
    writeFileSync(partial, JSON.stringify(value));
    renameSync(partial, file);
  } catch {
    // said above
  }
}
