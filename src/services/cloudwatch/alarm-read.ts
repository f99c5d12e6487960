import type { CheckContext } from "../../diagnose/check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import { lookback } from "../../diagnose/window.ts";
import { strings } from "../../facts/reader.ts";

export function alarmRead(name: string, context: CheckContext): Needed {
  return {
    service: "cloudwatch",
    operation: "DescribeAlarms",
    params: { AlarmNames: [name] },
    find: (facts) =>
      facts
        .reads("cloudwatch", "DescribeAlarms")
        .findLast((read) => strings(read.params, "AlarmNames").includes(name)),
    probe: {
      probe: "cloudwatch/alarm",
      variables: { alarm_names: [name], ...lookback(context) },
      reason: `alarm ${name}: what it watches and whom it tells`,
    },
  };
}
