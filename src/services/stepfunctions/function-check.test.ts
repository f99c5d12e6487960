import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import { readers } from "./facts.ts";
import { functions } from "./function-check.ts";

function judged(missing: boolean) {
  const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:bill";
  const Resource = "arn:aws:lambda:us-east-1:123456789012:function:price";
  return said(
    runCheck({
      check: functions,
      readers,
      text: "why does bill fail?",
      subjects: [{ type: "AWS::StepFunctions::StateMachine", id: stateMachineArn }],
      calls: [
        {
          service: "stepfunctions",
          operation: "DescribeStateMachine",
          params: { stateMachineArn },
          response: {
            stateMachineArn,
            name: "bill",
            definition: JSON.stringify({
              StartAt: "P",
              States: { P: { Type: "Task", Resource, End: true } },
            }),
          },
        },
        {
          service: "lambda",
          operation: "GetFunctionConfiguration",
          params: { FunctionName: "price" },
          ...(missing
            ? { error: { code: "ResourceNotFoundException", message: "Function not found" } }
            : { response: { FunctionName: "price" } }),
        },
      ],
    }),
  );
}

describe("functions of a state machine", () => {
  it("blames a state whose function is gone", () => expect(judged(true)).toBe("root definition Resource"));
  it("is fine where each function is there", () => expect(judged(false)).toBe("fine"));
});
