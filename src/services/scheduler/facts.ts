import { isObject } from "../../core/json/json.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

/** What EventBridge Scheduler tells. Schedules of the default group go by their name, others by `group/name`. */
export const readers: readonly FactReader[] = [
  listReader("scheduler", "ListSchedules", "Schedules/*", (schedule) => describeSchedule(schedule, 1)),
  itemReader("scheduler", "GetSchedule", "", (schedule) => describeSchedule(schedule, 2)),
];

function describeSchedule(schedule: Parameters<typeof text>[0], detail: number) {
  const group = text(schedule, "GroupName");
  const name = text(schedule, "Name");
  const target = isObject(schedule) ? schedule["Target"] : undefined;
  return {
    type: "AWS::Scheduler::Schedule",
    id: group === "" || group === "default" ? name : `${group}/${name}`,
    name,
    arn: text(schedule, "Arn"),
    links: linkOfArn("delivers-to", text(target, "Arn")),
    detail,
  };
}
