import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";

export interface CoveredDescriptors {
  /** Descriptors of this process that a child would get though nobody gave it them. */
  readonly descriptors: readonly number[];
  /** An open /dev/null to lay over them. */
  readonly cover: number;
  release(): void;
}

const closeOnExec = 0o2000000;

/**
 * Node closes what it opened itself when it starts a child, but not what its own parent left open: a folder that a shell or a service
 * manager holds open would be a door out of the sandbox. Empty where the system has no /proc.
 */
export function coverInheritedDescriptors(): CoveredDescriptors {
  const descriptors = listDescriptors().filter((descriptor) => descriptor > 2 && isInherited(descriptor));
  const cover = openSync("/dev/null", "r+");
  return { descriptors, cover, release: () => closeSync(cover) };
}

function listDescriptors(): readonly number[] {
  try {
    return readdirSync("/proc/self/fd").map(Number);
  } catch {
    return [];
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false; // It was closed meanwhile.
  }
}
