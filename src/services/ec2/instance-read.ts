import type { CheckContext } from "../../diagnose/check.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import { strings } from "../../facts/reader.ts";

export function instanceRead(id: string): Needed {
  return {
    service: "ec2",
    operation: "DescribeInstanceStatus",
    params: {},
    find: (facts) =>
      facts
        .reads("ec2", "DescribeInstanceStatus")
        .findLast(
          ({ params }) =>
            strings(params, "InstanceIds").includes(id) || strings(params, "InstanceIds").length === 0,
        ),
    probe: {
      probe: "ec2/instances",
      variables: { instance_ids: [id] },
      reason: `state, status checks and disks of instance ${id}`,
    },
  };
}

export function instanceMetricsRead(id: string, context: CheckContext): readonly Needed[] {
  const machine = [
    "CPUUtilization:Average",
    "CPUCreditBalance:Minimum",
    "CPUSurplusCreditBalance:Maximum",
    "StatusCheckFailed:Maximum",
    "StatusCheckFailed_System:Maximum",
    "StatusCheckFailed_Instance:Maximum",
  ];
  const agent = metricsRead(context, {
    namespace: "CWAgent",
    dimensions: { InstanceId: id },
    metrics: ["mem_used_percent:Average", "disk_used_percent:Maximum", "swap_used_percent:Average"],
  });
  const found = {
    ...agent,
    probe: { ...agent.probe, variables: { ...agent.probe.variables, discover: true } },
  };
  return [
    metricsRead(context, { namespace: "AWS/EC2", dimensions: { InstanceId: id }, metrics: machine }),
    found,
  ];
}

export function volumeMetricsRead(id: string, context: CheckContext): Needed {
  return metricsRead(context, {
    namespace: "AWS/EBS",
    dimensions: { VolumeId: id },
    metrics: ["BurstBalance:Minimum", "VolumeQueueLength:Maximum", "VolumeReadOps:Sum", "VolumeWriteOps:Sum"],
  });
}
