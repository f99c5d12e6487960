import type { CheckContext } from "../../diagnose/check.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import type { Related } from "../../diagnose/related.ts";
import type { Needed } from "../../diagnose/resource-check.ts";

/** What the checks of a group stand on: its policies, schedules and activities, and how busy it is. */
export function groupRead({ id, resource }: Related, context: CheckContext): readonly Needed[] {
  const name = resource?.id ?? id;
  return [
    {
      service: "autoscaling",
      operation: "DescribePolicies",
      params: { AutoScalingGroupName: name },
      probe: {
        probe: "autoscaling/group",
        variables: { group_names: [name] },
        reason: `size, processes, schedules and activities of ${name}`,
      },
    },
    metricsRead(context, {
      namespace: "AWS/EC2",
      dimensions: { AutoScalingGroupName: name },
      metrics: ["CPUUtilization:Average"],
    }),
  ];
}
