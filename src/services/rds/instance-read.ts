import type { CheckContext } from "../../diagnose/check.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import type { Needed } from "../../diagnose/resource-check.ts";

export function instanceRead(id: string, _context: CheckContext): Needed {
  return {
    service: "rds",
    operation: "DescribeDBInstances",
    params: { DBInstanceIdentifier: id },
    probe: {
      probe: "rds/instance",
      variables: { instances: [id] },
      reason: `state, storage and parameters of database ${id}`,
    },
  };
}

const metrics = [
  "FreeStorageSpace:Minimum",
  "DatabaseConnections:Maximum",
  "CPUUtilization:Average",
  "FreeableMemory:Minimum",
  "ReplicaLag:Maximum",
  "BurstBalance:Minimum",
  "CPUCreditBalance:Minimum",
  "DiskQueueDepth:Maximum",
  "ReadLatency:Average",
  "WriteLatency:Average",
];

export function instanceMetricsRead(id: string, context: CheckContext): Needed {
  return metricsRead(context, { namespace: "AWS/RDS", dimensions: { DBInstanceIdentifier: id }, metrics });
}
