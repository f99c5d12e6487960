import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

const type = "AWS::CloudFormation::Stack";

const events = listReader("cloudformation", "DescribeStackEvents", "StackEvents/*", (event) => ({
  type: "AWS::CloudFormation::StackEvent",
  id: `${text(event, "StackName")}/${text(event, "EventId")}`,
  name: text(event, "StackName"),
}));
const ownState = listReader("cloudformation", "DescribeStackEvents", "StackEvents/*", (event) =>
  text(event, "ResourceType") === type && text(event, "LogicalResourceId") === text(event, "StackName")
    ? { type, id: text(event, "StackName"), detail: 0 }
    : undefined,
);

/** What CloudFormation tells: stacks, their events, resources and templates. Events and resources are named by their stack. */
export const readers: readonly FactReader[] = [
  listReader("cloudformation", "DescribeStacks", "Stacks/*", (stack) => ({
    type,
    id: text(stack, "StackName"),
    name: text(stack, "StackName"),
    arn: text(stack, "StackId"),
    detail: 2,
  })),
  listReader("cloudformation", "ListStacks", "StackSummaries/*", (stack) =>
    text(stack, "StackStatus") === "DELETE_COMPLETE"
      ? undefined
      : { type, id: text(stack, "StackName"), arn: text(stack, "StackId") },
  ),
  {
    service: "cloudformation",
    operation: "DescribeStackEvents",
    // The newest event of the stack itself tells its state, also where describing the stack was refused.
    read: (answered) => [...events.read(answered), ...ownState.read(answered).slice(0, 1)],
  },
  listReader("cloudformation", "DescribeStackResources", "StackResources/*", (resource) => ({
    type: "AWS::CloudFormation::StackResource",
    id: `${text(resource, "StackName")}/${text(resource, "LogicalResourceId")}`,
    name: text(resource, "StackName"),
  })),
  itemReader("cloudformation", "GetTemplate", "", (_, { params }) => ({
    type: "AWS::CloudFormation::Template",
    id: text(params, "StackName"),
  })),
];
