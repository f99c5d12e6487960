import type { Probe, ProbeRequest } from "../../core/probe.ts";
import { gatheredTask, isGathered } from "./gather-inventories.ts";
import type { Task } from "../reason.ts";

/** A probe as a task in people's words: what is read, and of what. */
export function taskFor(request: ProbeRequest, probe: Probe | undefined): Task {
  if (isGathered(request)) return { task: gatheredTask(request), reason: request.reason, probe: request };
  const summary = (probe?.summary ?? request.probe).replace(/\.$/, "");
  const said = summary.charAt(0).toLowerCase() + summary.slice(1);
  const names = Object.entries(request.variables).flatMap(([name, value]) =>
    isSubject(name) ? [value].flat().filter((one) => typeof one === "string" && one !== "") : [],
  );
  const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
  return { task: shown === "" ? said : `${said}: ${shown}`, reason: request.reason, probe: request };
}

/** Times and periods say nothing of what is read. */
function isSubject(variable: string): boolean {
  return !/since|until|period|start|end|from|to$|seconds|minutes|hours|days|limit/.test(variable);
}
