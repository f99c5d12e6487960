import { isObject } from "../../core/json/json.ts";
import type { Resource } from "../../core/facts.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement, Needed } from "../../diagnose/resource-check.ts";
import type { Related } from "../../diagnose/related.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::Scheduler::Schedule";

function scheduleRead({ id }: Related): Needed {
  const at = id.indexOf("/");
  const [group, name] = at < 0 ? ["default", id] : [id.slice(0, at), id.slice(at + 1)];
  return {
    service: "scheduler",
    operation: "GetSchedule",
    params: { Name: name, GroupName: group },
    probe: {
      probe: "scheduler/schedule",
      variables: { names: [name], group },
      reason: `state, window and target of schedule ${name}`,
    },
  };
}

/** A schedule runs while it is ENABLED and between its StartDate and EndDate ("EventBridge Scheduler User Guide, Schedule types"). */
export const scheduleState: Check = resourceCheck({
  id: "scheduler.schedule-state",
  title: "state and time window of the schedule",
  type,
  needed: scheduleRead,
  judge: (schedule, context) => judgeState(schedule, context),
});

function judgeState(schedule: Resource, { facts, now }: CheckContext): Judgement {
  const name = schedule.name ?? schedule.id;
  const [state, start, end] = ["State", "StartDate", "EndDate"].map((member) => text(schedule.data, member));
  const expression = text(schedule.data, "ScheduleExpression");
  if (state === "DISABLED")
    return {
      faults: [
        blame(schedule, {
          property: "State",
          observed: state,
          expected: "ENABLED",
          title: `Schedule ${name} is DISABLED`,
          explanation: `EventBridge schedule ${name} (${expression}) has State DISABLED: it invokes its target no more.`,
          evidence: [facts.cite(schedule, "/State"), facts.cite(schedule, "/ScheduleExpression")],
          severity: "critical",
        }),
      ],
    };
  if (end !== undefined && end !== "" && Date.parse(end) < Date.parse(now))
    return {
      faults: [
        blame(schedule, {
          property: "EndDate",
          observed: end,
          expected: "a time to come, or none",
          title: `Schedule ${name} has expired: its EndDate ${end} has passed`,
          explanation: `EventBridge schedule ${name} (${expression}) has EndDate ${end}, which has passed: an expired schedule invokes its target no more, though its State is ${state}.`,
          evidence: [facts.cite(schedule, "/EndDate"), facts.cite(schedule, "/State")],
          severity: "critical",
        }),
      ],
    };
  if (start !== undefined && start !== "" && Date.parse(start) > Date.parse(now))
    return {
      faults: [
        blame(schedule, {
          property: "StartDate",
          observed: start,
          expected: "a time that has passed, or none",
          title: `Schedule ${name} has not begun: its StartDate is ${start}`,
          explanation: `EventBridge schedule ${name} (${expression}) has StartDate ${start}: it invokes its target from then on only.`,
          evidence: [facts.cite(schedule, "/StartDate"), facts.cite(schedule, "/State")],
        }),
      ],
    };
  return { fine: `schedule ${name} is ${state}`, evidence: [facts.cite(schedule, "/State")] };
}

/** A schedule whose target is gone fails without anybody seeing it, but for a dead-letter queue. */
export const scheduleTarget: Check = resourceCheck({
  id: "scheduler.schedule-target",
  title: "target of the schedule",
  type,
  needed: scheduleRead,
  judge: (schedule, { facts }) => {
    const target = isObject(schedule.data["Target"]) ? text(schedule.data["Target"], "Arn") : "";
    const [link] = linkOfArn("delivers-to", target);
    const missing = link && missingRead(facts, link);
    const name = schedule.name ?? schedule.id;
    if (!link || !missing)
      return facts.get(link?.type ?? "", link?.id ?? "")
        ? { fine: `the target of ${name} exists`, evidence: [facts.cite(schedule, "/Target/Arn")] }
        : {};
    return {
      faults: [
        blame(schedule, {
          property: "Target.Arn",
          observed: target,
          expected: "a target that exists",
          title: `The target ${link.id} of schedule ${name} does not exist`,
          explanation: `EventBridge schedule ${name} has Target Arn ${target}, but ${link.id} does not exist: every run fails.`,
          evidence: [facts.cite(schedule, "/Target/Arn"), ...facts.citeRefusal(missing)],
        }),
      ],
    };
  },
});

/** Faults of schedules: off, out of their window, aimed at nothing. */
export const checks: readonly Check[] = [scheduleState, scheduleTarget];
