import type { FactReader } from "../../facts/reader.ts";
import { listReader, text } from "../../facts/reader.ts";

/** What Application Auto Scaling tells: how far tables, services and others may scale, by which policies, and what it did. */
export const readers: readonly FactReader[] = [
  listReader("application-autoscaling", "DescribeScalableTargets", "ScalableTargets/*", (target) => ({
    type: "AWS::ApplicationAutoScaling::ScalableTarget",
    id: `${text(target, "ResourceId")} ${text(target, "ScalableDimension")}`,
    name: text(target, "ResourceId"),
    arn: text(target, "ScalableTargetARN"),
  })),
  listReader("application-autoscaling", "DescribeScalingPolicies", "ScalingPolicies/*", (policy) => ({
    type: "AWS::ApplicationAutoScaling::ScalingPolicy",
    id: `${text(policy, "ResourceId")} ${text(policy, "PolicyName")}`,
    name: text(policy, "PolicyName"),
    arn: text(policy, "PolicyARN"),
  })),
  listReader("application-autoscaling", "DescribeScalingActivities", "ScalingActivities/*", (activity) => ({
    type: "AWS::ApplicationAutoScaling::Activity",
    id: text(activity, "ActivityId"),
    name: text(activity, "ResourceId"),
  })),
  listReader("application-autoscaling", "DescribeScheduledActions", "ScheduledActions/*", (action) => ({
    type: "AWS::ApplicationAutoScaling::ScheduledAction",
    id: `${text(action, "ResourceId")} ${text(action, "ScheduledActionName")}`,
    name: text(action, "ScheduledActionName"),
  })),
];
