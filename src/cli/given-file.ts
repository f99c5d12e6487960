import { readFileSync } from "node:fs";
import { AppError } from "../core/errors.ts";
import { systemFailure } from "../core/text/system-failure.ts";

/** Does something with a file that the user named. Throws AppError("usage") where the system does not let it. */
export async function withGivenFile<T>(next: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw usageOf(error, next);
  }
}

/** The text of a file that the user named. Throws AppError("usage"). */
export function readGiven(path: string, next: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw usageOf(error, next);
  }
}

function usageOf(cause: unknown, next: string): unknown {
  const why = systemFailure(cause);
  return why === undefined ? cause : new AppError("usage", why, { next, cause });
}
