import type { Facts, Resource } from "../../core/facts.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { groupRead } from "./group-read.ts";

const type = "AWS::AutoScaling::AutoScalingGroup";

const update = (group: Resource, ...settings: readonly string[]): readonly string[] => [
  "aws",
  "autoscaling",
  "update-auto-scaling-group",
  "--auto-scaling-group-name",
  group.id,
  ...settings,
];

/** A group never grows beyond MaxSize, however hot it runs. */
export const maximumSize: Check = resourceCheck({
  id: "autoscaling.maximum-size",
  title: "desired capacity of the group against its maximum",
  type,
  needed: groupRead,
  judge: (group, { facts }) => {
    const [desired, most] = [Number(group.data["DesiredCapacity"]), Number(group.data["MaxSize"])];
    const cpu = seriesFor(facts, {
      namespace: "AWS/EC2",
      metric: "CPUUtilization",
      dimensions: { AutoScalingGroupName: group.id },
    });
    const target = targetOf(facts, group);
    const hot = ongoing(cpu, (value) => value >= Math.max(70, (target ?? 60) * 1.1));
    if (desired < most || !hot)
      return {
        fine: `${group.id} has ${desired} of at most ${most} instances`,
        evidence: [
          facts.cite(group, "/DesiredCapacity"),
          facts.cite(group, "/MaxSize"),
          ...citeSeries(facts, cpu),
        ],
      };
    return {
      faults: [
        blame(group, {
          property: "MaxSize",
          observed: most,
          expected: `more than the desired capacity (${desired})`,
          title: `${group.id} is at its MaxSize ${most} and runs at ${Math.round(hot.worst)} % CPU`,
          explanation: `Auto Scaling group ${group.id} has MaxSize ${most}, equal to its current desired capacity ${desired}: it cannot scale out, though CPU is at ${Math.round(hot.worst)} % since ${hot.since}${target === undefined ? "" : ` (target ${target} %)`}.`,
          evidence: [
            facts.cite(group, "/MaxSize"),
            facts.cite(group, "/DesiredCapacity"),
            ...citeSeries(facts, cpu),
          ],
          change: {
            summary: `Raise the maximum of ${group.id} to ${most * 2}`,
            commands: [update(group, "--max-size", String(most * 2))],
            risk: "More instances cost more; see that quota, subnets and the database behind can bear them.",
            rollback: shellLine(update(group, "--max-size", String(most))),
            edits: [{ op: "replace", type, id: group.id, path: "/MaxSize", value: most * 2 }],
          },
        }),
      ],
    };
  },
});

function targetOf(facts: Facts, group: Resource): number | undefined {
  const policy = facts
    .all("AWS::AutoScaling::ScalingPolicy")
    .find((one) => one.id.startsWith(`${group.id}/`) && isObject(one.data["TargetTrackingConfiguration"]));
  const configuration = policy?.data["TargetTrackingConfiguration"];
  const value = isObject(configuration) ? Number(configuration["TargetValue"]) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** "Suspend and resume Amazon EC2 Auto Scaling processes": what each one stops. */
const processes: Readonly<Record<string, string>> = {
  Launch: "new instances are launched",
  Terminate: "instances are terminated",
  ReplaceUnhealthy: "unhealthy instances are replaced",
  HealthCheck: "instances are checked",
  AlarmNotification: "scaling policies act",
  ScheduledActions: "scheduled actions run",
  AddToLoadBalancer: "new instances are registered with the load balancer",
  AZRebalance: "zones are balanced",
  InstanceRefresh: "instance refreshes run",
};

/** A suspended process matters where what it would do is missing now: an unhealthy instance, a group short of its capacity, a scaling that is asked for. */
export const suspendedProcesses: Check = resourceCheck({
  id: "autoscaling.suspended-processes",
  title: "suspended processes of the group",
  type,
  needed: groupRead,
  judge: (group, { facts, question }) => judgeSuspended(group, facts, question.text),
});

function judgeSuspended(group: Resource, facts: Facts, question: string): Judgement {
  const suspended = objects(group.data, "SuspendedProcesses").map((one) => text(one, "ProcessName"));
  if (suspended.length === 0)
    return { fine: `no process of ${group.id} is suspended`, evidence: [facts.cite(group)] };
  const sick = objects(group.data, "Instances").filter((one) => text(one, "HealthStatus") === "Unhealthy");
  const short = objects(group.data, "Instances").length < Number(group.data["DesiredCapacity"]);
  const scale = /scal|grow|add|launch|start|load|cpu|hot/i.test(question);
  const schedule = /schedul|night|morning|evening|every day|o'clock|\d\d:\d\d/i.test(question);
  const guilty = suspended.filter(
    (name) =>
      (sick.length > 0 && /^(?:ReplaceUnhealthy|Launch|Terminate|HealthCheck)$/.test(name)) ||
      (short && name === "Launch") ||
      (scale && /^(?:AlarmNotification|Launch)$/.test(name)) ||
      (/balanc|target|register|traffic/i.test(question) && name === "AddToLoadBalancer") ||
      (schedule && name === "ScheduledActions"),
  );
  const named = guilty.length > 0 ? guilty : suspended;
  const effects = named.map((name) => processes[name] ?? name).join(", ");
  return {
    faults: [
      blame(group, {
        property: "SuspendedProcesses",
        observed: suspended,
        expected: [],
        title: `${named.join(" and ")} ${named.length === 1 ? "is" : "are"} suspended in ${group.id}`,
        explanation: `Auto Scaling group ${group.id} has SuspendedProcesses ${named.join(", ")}: it is suspended that ${effects}${sick.length > 0 ? `, so unhealthy ${text(sick[0], "InstanceId")} stays` : ""}.`,
        evidence: [
          facts.cite(group, "/SuspendedProcesses"),
          ...(sick.length > 0 ? [facts.cite(group, "/Instances")] : []),
        ],
        role: guilty.length > 0 ? "root" : "bystander",
        change: {
          summary: `Resume ${named.join(", ")} in ${group.id}`,
          commands: [
            [
              "aws",
              "autoscaling",
              "resume-processes",
              "--auto-scaling-group-name",
              group.id,
              "--scaling-processes",
              ...named,
            ],
          ],
          risk: "What was held back happens at once: replacements, launches, terminations.",
          rollback: shellLine([
            "aws",
            "autoscaling",
            "suspend-processes",
            "--auto-scaling-group-name",
            group.id,
            "--scaling-processes",
            ...named,
          ]),
          edits: [{ op: "replace", type, id: group.id, path: "/SuspendedProcesses", value: [] }],
        },
      }),
    ],
  };
}

/** A scheduled action that lowers the maximum also binds the scaling policies. */
export const scheduledActions: Check = resourceCheck({
  id: "autoscaling.scheduled-actions",
  title: "scheduled actions of the group",
  type,
  needed: groupRead,
  judge: (group, { facts, question }) => {
    const actions = facts
      .all("AWS::AutoScaling::ScheduledAction")
      .filter((one) => one.id.startsWith(`${group.id}/`));
    if (actions.length === 0) return {};
    const asked = (question.symptoms ?? [])
      .slice(0, 3)
      .some((one) => one === "scaling" || one === "delivery");
    const usual = Math.max(
      ...actions.map((one) => Number(one.data["MaxSize"] ?? 0)),
      Number(group.data["MaxSize"]),
    );
    const shrinking = actions.filter(
      (one) =>
        "MaxSize" in one.data &&
        Number(one.data["MaxSize"]) < usual &&
        Number(one.data["MaxSize"]) <= usual / 2,
    );
    const [worst] = shrinking.toSorted((a, b) => Number(a.data["MaxSize"]) - Number(b.data["MaxSize"]));
    if (!worst)
      return {
        fine: `no scheduled action of ${group.id} lowers its maximum`,
        evidence: actions.slice(0, 3).map((one) => facts.cite(one)),
      };
    const most = Number(worst.data["MaxSize"]);
    const recurrence = text(worst.data, "Recurrence");
    return {
      faults: [
        blame(group, {
          property: `ScheduledAction ${worst.name ?? ""} Recurrence / MaxSize`,
          observed: {
            Recurrence: recurrence,
            MaxSize: most,
            DesiredCapacity: worst.data["DesiredCapacity"] ?? null,
          },
          expected: `MaxSize ${usual}`,
          title: `Scheduled action ${worst.name ?? ""} sets MaxSize ${most} of ${group.id} (Recurrence ${recurrence})`,
          explanation: `Auto Scaling group ${group.id} has scheduled action ${worst.name ?? ""} with Recurrence ${recurrence} that sets MaxSize ${most}${"DesiredCapacity" in worst.data ? ` and desired ${String(worst.data["DesiredCapacity"])}` : ""}: no scaling policy can go beyond that.`,
          evidence: [facts.cite(worst), facts.cite(group, "/MaxSize")],
          role: asked ? "root" : "bystander",
          change: {
            summary: `Let ${worst.name ?? ""} keep MaxSize ${usual}`,
            commands: [
              [
                "aws",
                "autoscaling",
                "put-scheduled-update-group-action",
                "--auto-scaling-group-name",
                group.id,
                "--scheduled-action-name",
                worst.name ?? "",
                "--recurrence",
                recurrence,
                "--min-size",
                String(worst.data["MinSize"] ?? 1),
                "--max-size",
                String(usual),
              ],
            ],
            risk: "Nights cost more when load keeps the group large.",
            rollback: shellCommand`aws autoscaling put-scheduled-update-group-action --auto-scaling-group-name ${group.id} --scheduled-action-name ${worst.name ?? ""} --recurrence ${recurrence} --max-size ${most}`,
            edits: [
              {
                op: "replace",
                type: "AWS::AutoScaling::ScheduledAction",
                id: worst.id,
                path: "/MaxSize",
                value: usual,
              },
            ],
          },
        }),
      ],
    };
  },
});

/** What stopped the newest launches ("Troubleshoot Amazon EC2 Auto Scaling"). */
export const failedActivities: Check = resourceCheck({
  id: "autoscaling.failed-activities",
  title: "scaling activities of the group",
  type,
  needed: groupRead,
  judge: (group, { facts }) => {
    const own = facts
      .all("AWS::AutoScaling::Activity")
      .filter((one) => one.name === group.id)
      .toSorted((a, b) => (text(a.data, "StartTime") < text(b.data, "StartTime") ? 1 : -1));
    const [newest] = own;
    const failed = own.find((one) => /^(?:Failed|Cancelled)$/.test(text(one.data, "StatusCode")));
    const since = own.find((one) => text(one.data, "StatusCode") === "Successful");
    const past = failed && since && own.indexOf(since) < own.indexOf(failed);
    if (!failed || past)
      return newest
        ? {
            fine: `the newest activity of ${group.id} is ${text(newest.data, "StatusCode")}`,
            evidence: [facts.cite(newest)],
          }
        : {};
    const message = text(failed.data, "StatusMessage") || text(failed.data, "Description");
    const capacity = /InsufficientInstanceCapacity|sufficient .* capacity/.test(message);
    const zones = strings(group.data, "AvailabilityZones");
    const property = capacity ? "VPCZoneIdentifier / InstanceType" : "StatusMessage";
    return {
      faults: [
        blame(group, {
          property,
          observed: message,
          expected: capacity ? "more zones or instance types to choose from" : "launches succeed",
          title: capacity
            ? `${group.id} cannot launch: InsufficientInstanceCapacity in ${zones.join(", ")}`
            : `Launches of ${group.id} fail: ${message.slice(0, 90)}`,
          explanation:
            `Auto Scaling group ${group.id} fails to launch: ${message.slice(0, 170)}${capacity ? `. Its zones: ${zones.join(", ")}${zones.length === 1 ? ", the only one of the group" : ""}.` : ""}`.slice(
              0,
              300,
            ),
          evidence: [facts.cite(failed), facts.cite(group, "/AvailabilityZones")],
          change: {
            summary: capacity
              ? `Give ${group.id} subnets in more zones (VPCZoneIdentifier, now ${text(group.data, "VPCZoneIdentifier")}) and more instance types`
              : `Repair what the activity names`,
            commands: [],
            risk: "Instances in other zones: see that what they need is reachable from there.",
            rollback: shellLine(
              update(group, "--vpc-zone-identifier", text(group.data, "VPCZoneIdentifier")),
            ),
            edits: [],
          },
        }),
      ],
    };
  },
});

/** Faults of Auto Scaling groups. */
export const checks: readonly Check[] = [failedActivities, suspendedProcesses, maximumSize, scheduledActions];
