import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of stepfunctions. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeActivity DescribeMapRun DescribeStateMachine DescribeStateMachineAlias
      DescribeStateMachineForExecution ListActivities ListExecutions ListMapRuns ListStateMachineAliases
      ListStateMachineVersions ListStateMachines ListTagsForResource ValidateStateMachineDefinition`,
    logs: `
      DescribeExecution GetExecutionHistory`,
    "data mutates": `
      GetActivityTask`,
    "data mutates costs": `
      StartSyncExecution TestState`,
    mutates: `
      CreateActivity CreateStateMachine CreateStateMachineAlias DeleteActivity DeleteStateMachine
      DeleteStateMachineAlias DeleteStateMachineVersion PublishStateMachineVersion RedriveExecution
      SendTaskFailure SendTaskHeartbeat SendTaskSuccess StopExecution TagResource UntagResource
      UpdateMapRun UpdateStateMachine UpdateStateMachineAlias`,
    "mutates costs": `
      StartExecution`,
  },
  {
    DescribeExecution: "input and output of a run",
    GetActivityTask: "takes a task away from its worker",
    GetExecutionHistory: "input and output of each step",
    TestState: "runs the state for real",
  },
);
