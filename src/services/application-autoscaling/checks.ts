import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::ECS::Service";

/** A service scales by itself only where it is registered as a scalable target, within that target's bounds, and not while scaling is suspended ("Service auto scaling"). */
export const serviceScaling: Check = resourceCheck({
  id: "application-autoscaling.service",
  title: "how far the service may scale by itself",
  type,
  reach: 0,
  needed: ({ id }, context) => [
    {
      service: "application-autoscaling",
      operation: "DescribeScalableTargets",
      params: { ServiceNamespace: "ecs" },
      probe: {
        probe: "application-autoscaling/targets",
        variables: { namespace: "ecs" },
        reason: "bounds and policies of the service's scaling",
      },
    },
    metricsRead(context, {
      namespace: "AWS/ECS",
      dimensions: { ServiceName: id.split("/").at(-1) ?? id, ClusterName: id.split("/")[0] ?? "" },
      metrics: ["CPUUtilization:Average"],
    }),
  ],
  judge: (service, { facts, question }) => {
    if (!(question.symptoms ?? []).slice(0, 2).includes("scaling")) return {};
    return judgeScaling(service, facts);
  },
});

function judgeScaling(service: Resource, facts: Facts): Judgement {
  const name = service.name ?? service.id;
  const read = facts.read("application-autoscaling", "DescribeScalableTargets", { ServiceNamespace: "ecs" });
  const resourceId = `service/${service.id}`;
  const target = facts
    .all("AWS::ApplicationAutoScaling::ScalableTarget")
    .find((one) => one.name === resourceId);
  const desired = Number(service.data["desiredCount"]);
  const series = seriesFor(facts, {
    namespace: "AWS/ECS",
    metric: "CPUUtilization",
    dimensions: { ServiceName: name, ClusterName: service.id.split("/")[0] ?? "" },
  });
  const hot = ongoing(series, (value) => value >= 70);
  if (!read?.complete)
    return {
      gaps: ["application-autoscaling:DescribeScalableTargets could not be read; allow it to settle it"],
    };
  if (!target)
    return {
      faults: [
        blame(service, {
          property: "ScalableTarget",
          observed: "none",
          expected: `a scalable target ${resourceId} with a policy`,
          title: `Service ${name} has no scalable target: nothing scales it`,
          explanation: `Service ${name} is not registered as a scalable target of Application Auto Scaling: its desiredCount ${desired} never changes by itself.`,
          evidence: [
            ...facts.citeAbsence(read, "/ScalableTargets", `[?ResourceId=='${resourceId}']`),
            facts.cite(service, "/desiredCount"),
          ],
        }),
      ],
    };
  const most = Number(target.data["MaxCapacity"]);
  const suspended =
    isObject(target.data["SuspendedState"]) &&
    target.data["SuspendedState"]["DynamicScalingOutSuspended"] === true;
  if (suspended)
    return {
      faults: [
        blame(service, {
          property: "SuspendedState.DynamicScalingOutSuspended",
          observed: true,
          expected: false,
          title: `Scaling out of service ${name} is suspended (DynamicScalingOutSuspended true)`,
          explanation: `Service ${name} has a scalable target with SuspendedState.DynamicScalingOutSuspended true: its policies do not scale it out.`,
          evidence: [facts.cite(target, "/SuspendedState")],
        }),
      ],
    };
  if (desired >= most && hot)
    return {
      faults: [
        blame(service, {
          property: "ScalableTarget MaxCapacity",
          observed: most,
          expected: `more than the desired count (${desired})`,
          title: `Service ${name} is at its MaxCapacity ${most} and runs at ${Math.round(hot.worst)} % CPU`,
          explanation: `Service ${name} has a scalable target with MaxCapacity ${most}, equal to its desiredCount ${desired}: it cannot scale out, though CPU is at ${Math.round(hot.worst)} %.`,
          evidence: [
            facts.cite(target, "/MaxCapacity"),
            facts.cite(service, "/desiredCount"),
            ...citeSeries(facts, series),
          ],
          change: {
            summary: `Raise the maximum of ${name} to ${most * 2}`,
            commands: [
              [
                "aws",
                "application-autoscaling",
                "register-scalable-target",
                "--service-namespace",
                "ecs",
                "--scalable-dimension",
                "ecs:service:DesiredCount",
                "--resource-id",
                resourceId,
                "--max-capacity",
                String(most * 2),
              ],
            ],
            risk: "More tasks cost more; see that the database behind can bear them.",
            rollback: shellCommand`aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id ${resourceId} --max-capacity ${most}`,
            edits: [
              { op: "replace", type: target.type, id: target.id, path: "/MaxCapacity", value: most * 2 },
            ],
          },
        }),
      ],
    };
  const policies = facts
    .all("AWS::ApplicationAutoScaling::ScalingPolicy")
    .filter((one) => one.name !== undefined && text(one.data, "ResourceId") === resourceId);
  const policyRead = facts.read("application-autoscaling", "DescribeScalingPolicies", {
    ServiceNamespace: "ecs",
  });
  if (policies.length === 0 && policyRead?.complete === true)
    return {
      faults: [
        blame(service, {
          property: "ScalingPolicies",
          observed: [],
          expected: "a scaling policy",
          title: `Service ${name} has no scaling policy`,
          explanation: `Service ${name} is a scalable target (up to ${most}) but has no scaling policy: nothing changes its desiredCount ${desired}.`,
          evidence: facts.citeAbsence(policyRead, "/ScalingPolicies", `[?ResourceId=='${resourceId}']`),
        }),
      ],
    };
  return {
    fine: `${name} runs ${desired} of at most ${most} tasks and has a policy`,
    evidence: [facts.cite(target, "/MaxCapacity"), ...policies.slice(0, 2).map((one) => facts.cite(one))],
  };
}

export const checks: readonly Check[] = [serviceScaling];
