import { AppError } from "../../core/errors.ts";
import { RunStatus } from "../../core/record/record.ts";

/** A status that runs are listed by. Throws AppError("usage") naming those that there are. */
export function statusNamed(name: string): string {
  if (name === "running" || RunStatus.safeParse(name).success) return name;
  throw new AppError("usage", `"${name}" is no status of a run.`, {
    next: `There are: ${[...RunStatus.options, "running"].join(", ")}`,
  });
}
