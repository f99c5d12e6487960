import type { FactReader } from "../../facts/reader.ts";
import { listReader, objects, strings, text } from "../../facts/reader.ts";

const type = "AWS::AutoScaling::AutoScalingGroup";

/** What Auto Scaling tells: groups, policies, schedules, activities, launch configurations. */
export const readers: readonly FactReader[] = [
  listReader("autoscaling", "DescribeAutoScalingGroups", "AutoScalingGroups/*", (group) => ({
    type,
    id: text(group, "AutoScalingGroupName"),
    arn: text(group, "AutoScalingGroupARN"),
    links: [
      ...objects(group, "Instances").map((one) => ({
        kind: "has",
        type: "AWS::EC2::Instance",
        id: text(one, "InstanceId"),
      })),
      ...strings(group, "TargetGroupARNs").map((id) => ({
        kind: "registers-with",
        type: "AWS::ElasticLoadBalancingV2::TargetGroup",
        id,
      })),
    ],
  })),
  listReader("autoscaling", "DescribePolicies", "ScalingPolicies/*", (policy) => ({
    type: "AWS::AutoScaling::ScalingPolicy",
    id: `${text(policy, "AutoScalingGroupName")}/${text(policy, "PolicyName")}`,
    name: text(policy, "PolicyName"),
    arn: text(policy, "PolicyARN"),
  })),
  listReader("autoscaling", "DescribeScheduledActions", "ScheduledUpdateGroupActions/*", (action) => ({
    type: "AWS::AutoScaling::ScheduledAction",
    id: `${text(action, "AutoScalingGroupName")}/${text(action, "ScheduledActionName")}`,
    name: text(action, "ScheduledActionName"),
    arn: text(action, "ScheduledActionARN"),
  })),
  listReader("autoscaling", "DescribeScalingActivities", "Activities/*", (activity) => ({
    type: "AWS::AutoScaling::Activity",
    id: text(activity, "ActivityId"),
    name: text(activity, "AutoScalingGroupName"),
  })),
  listReader("autoscaling", "DescribeLaunchConfigurations", "LaunchConfigurations/*", (configuration) => ({
    type: "AWS::AutoScaling::LaunchConfiguration",
    id: text(configuration, "LaunchConfigurationName"),
    arn: text(configuration, "LaunchConfigurationARN"),
  })),
];
