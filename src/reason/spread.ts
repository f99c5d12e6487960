import type { Target } from "../core/target.ts";
import { isGlobalService } from "../facts/global-services.ts";
import type { Task } from "./reason.ts";

/** Tasks as they are done: one that names no place is done in each, what answers the same in every region once an account. */
export function spread(tasks: readonly Task[], targets: readonly Target[]): readonly Task[] {
  if (targets.length < 2) return tasks;
  return tasks.flatMap((task): readonly Task[] => {
    if (task.target) return [task];
    const service = task.probe?.probe.split("/")[0] ?? "";
    const places = isGlobalService(service) ? homesOf(targets) : targets;
    return places.map(({ account, region }) => ({ ...task, target: { account, region } }));
  });
}

/** The first region of each account. */
export function homesOf<T extends Target>(targets: readonly T[]): readonly T[] {
  return targets.filter(
    ({ account }, index) => targets.findIndex((other) => other.account === account) === index,
  );
}
