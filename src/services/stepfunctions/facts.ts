import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

const machineType = "AWS::StepFunctions::StateMachine";

/** What Step Functions tells: state machines, executions and their histories. */
export const readers: readonly FactReader[] = [
  listReader("stepfunctions", "ListStateMachines", "stateMachines/*", (machine) => ({
    type: machineType,
    id: text(machine, "stateMachineArn"),
    name: text(machine, "name"),
    arn: text(machine, "stateMachineArn"),
  })),
  itemReader("stepfunctions", "DescribeStateMachine", "", (machine) => ({
    type: machineType,
    id: text(machine, "stateMachineArn"),
    name: text(machine, "name"),
    arn: text(machine, "stateMachineArn"),
    links: [...text(machine, "definition").matchAll(/arn:aws[\w-]*:lambda:[^"]*?:function:([\w-]+)/g)].map(
      (match) => ({
        kind: "runs",
        type: "AWS::Lambda::Function",
        id: match[1] ?? "",
      }),
    ),
    detail: 2,
  })),
  listReader("stepfunctions", "ListExecutions", "executions/*", (execution) =>
    describeExecution(execution, 1),
  ),
  itemReader("stepfunctions", "DescribeExecution", "", (execution) => describeExecution(execution, 2)),
  itemReader("stepfunctions", "GetExecutionHistory", "", (_, { params }) => ({
    type: "AWS::StepFunctions::ExecutionHistory",
    id: text(params, "executionArn"),
  })),
];

function describeExecution(execution: Parameters<typeof text>[0], detail: number) {
  return {
    type: "AWS::StepFunctions::Execution",
    id: text(execution, "executionArn"),
    name: text(execution, "name"),
    arn: text(execution, "executionArn"),
    links: [{ kind: "part-of", type: machineType, id: text(execution, "stateMachineArn") }],
    detail,
  };
}
