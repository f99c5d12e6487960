import type { ContainerEngine } from "./find-container-engine.ts";
import { isAlive } from "../process/is-alive.ts";
import type { RunCommand } from "../process/run-command.ts";

export interface RemoveDeadContainers {
  readonly engine: ContainerEngine;
  readonly run: RunCommand;
  /** The space in which this machine's process numbers hold: containers of another one are not judged. */
  readonly space: string;
  readonly label: string;
}

/** Removes the containers of processes that were killed before they could. Their guards end them anyway; this is for those that an engine kept. */
export async function removeDeadContainers({
  engine,
  run,
  space,
  label,
}: RemoveDeadContainers): Promise<void> {
  const format = `{{.ID}} {{.Label "${label}"}}`;
  const listed = await run(engine.program, ["ps", "--all", "--filter", `label=${label}`, "--format", format]);
  const dead = listed.stdout.split("\n").flatMap((line) => {
    const [id = "", owner = ""] = line.trim().split(" ");
    const [ownerSpace, pid = ""] = owner.split("-");
    return id !== "" && ownerSpace === space && Number(pid) > 0 && !isAlive(Number(pid)) ? [id] : [];
  });
  if (dead.length > 0) await run(engine.program, ["rm", "--force", ...dead]);
}
