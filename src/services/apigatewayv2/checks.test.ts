import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { integration, stages } from "./checks.ts";
import { readers } from "./facts.ts";

const api = "abc1234567";

function judged(check: typeof integration, missing: boolean, found: readonly JsonObject[]) {
  return said(
    runCheck({
      check,
      readers,
      text: "why does the API answer 500?",
      subjects: [{ type: "AWS::ApiGatewayV2::Api", id: api }],
      calls: [
        { service: "apigatewayv2", operation: "GetApis", response: { Items: [{ ApiId: api, Name: "pay" }] } },
        {
          service: "apigatewayv2",
          operation: "GetIntegrations",
          params: { ApiId: api },
          response: {
            Items: [
              { IntegrationId: "i1", IntegrationUri: "arn:aws:lambda:us-east-1:123456789012:function:pay" },
            ],
          },
        },
        {
          service: "apigatewayv2",
          operation: "GetRoutes",
          params: { ApiId: api },
          response: { Items: [{ RouteId: "r1", RouteKey: "POST /pay", Target: "integrations/i1" }] },
        },
        {
          service: "lambda",
          operation: "GetFunctionConfiguration",
          params: { FunctionName: "pay" },
          ...(missing
            ? { error: { code: "ResourceNotFoundException", message: "Function not found" } }
            : { response: { FunctionName: "pay" } }),
        },
        {
          service: "apigatewayv2",
          operation: "GetStages",
          params: { ApiId: api },
          response: { Items: [...found] },
        },
      ],
    }),
  );
}

const live = [{ StageName: "$default", AutoDeploy: true }];

describe("checks of an HTTP API", () => {
  it("blames an integration whose function is gone", () =>
    expect(judged(integration, true, live)).toBe("root IntegrationUri of POST /pay"));
  it("blames no integration whose function is there", () =>
    expect(judged(integration, false, live)).toBe("fine"));
  it("blames an API without a stage", () => expect(judged(stages, false, [])).toBe("root Stages"));
  it("blames a stage that never deploys", () =>
    expect(judged(stages, false, [{ StageName: "v1" }])).toBe("root DeploymentId"));
  it("blames no stage that deploys by itself", () => expect(judged(stages, false, live)).toBe("fine"));
});
