import type { Related } from "../../diagnose/related.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

/** The read that checks of a state machine stand on; a question names it by its name, the API by its ARN. */
export function machineRead({ id, resource }: Related): Needed {
  return {
    service: "stepfunctions",
    operation: "DescribeStateMachine",
    params: resource ? { stateMachineArn: resource.id } : { stateMachineArn: id },
    probe: {
      probe: "stepfunctions/state-machine",
      variables: { names: [resource?.name ?? id] },
      reason: `definition and failed executions of ${resource?.name ?? id}`,
    },
    find: (facts) =>
      facts
        .reads("stepfunctions", "DescribeStateMachine")
        .findLast(
          (read) =>
            [resource?.id, id].includes(text(read.params, "stateMachineArn")) ||
            text(read.params, "stateMachineArn").endsWith(`:${id}`),
        ),
  };
}
