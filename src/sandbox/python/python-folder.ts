import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../core/errors.ts";

/** The package's `python/` folder: the lock and what runs inside the sandbox. Found upwards, so that sources and a build both find it. */
export function pythonFolder(from = import.meta.dirname): string {
  const folder = join(from, "python");
  if (existsSync(join(folder, "requirements.lock"))) return folder;
  if (dirname(from) !== from) return pythonFolder(dirname(from));
  throw new AppError("bug", "The folder python/ with requirements.lock is missing from this installation.", {
    next: "Install nephoscope again.",
  });
}
