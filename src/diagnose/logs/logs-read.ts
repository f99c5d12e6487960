import type { CheckContext } from "../check.ts";
import type { Needed } from "../resource-check.ts";
import { asked, lookback } from "../window.ts";

/** The read of error lines of a log group: of the question's window, and where that shows none, of the time before it. */
export function logsRead(context: CheckContext, group: string, hours = 24): Needed {
  const { since, until } = lookback(context, hours);
  return {
    service: "logs",
    operation: "FilterLogEvents",
    params: { logGroupName: group },
    probe: {
      probe: "logs/events",
      variables: { log_groups: [group], asked_since: asked(context).since, since, until },
      reason: `errors in log group ${group}`,
    },
  };
}
