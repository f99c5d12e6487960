import { describe, expect, it } from "vitest";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import { integration, stages, throttling } from "./checks.ts";
import { readers } from "./facts.ts";

const api = "abc1234567";
const uri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:quote/invocations";

interface Given {
  readonly missing?: boolean;
  readonly deployed?: boolean;
  readonly rate?: number;
}

function judged(check: typeof integration, { missing = false, deployed = true, rate = 100 }: Given) {
  return said(
    runCheck({
      check,
      readers: [...readers, ...cloudwatch],
      text: "why does the API fail?",
      symptoms: ["throttling"],
      subjects: [{ type: "AWS::ApiGateway::RestApi", id: api }],
      calls: [
        {
          service: "apigateway",
          operation: "GetRestApis",
          response: { items: [{ id: api, name: "quotes" }] },
        },
        {
          service: "apigateway",
          operation: "GetResources",
          params: { restApiId: api, embed: ["methods"] },
          response: {
            items: [
              {
                id: "r1",
                path: "/q",
                resourceMethods: { GET: { methodIntegration: { type: "AWS_PROXY", uri } } },
              },
            ],
          },
        },
        {
          service: "lambda",
          operation: "GetFunctionConfiguration",
          params: { FunctionName: "quote" },
          ...(missing
            ? { error: { code: "ResourceNotFoundException", message: "Function not found" } }
            : { response: { FunctionName: "quote" } }),
        },
        {
          service: "apigateway",
          operation: "GetStages",
          params: { restApiId: api },
          response: { item: deployed ? [{ stageName: "prod", deploymentId: "d" }] : [] },
        },
        {
          service: "apigateway",
          operation: "GetUsagePlans",
          response: {
            items: [
              {
                id: "p1",
                name: "basic",
                apiStages: [{ apiId: api, stage: "prod" }],
                throttle: { rateLimit: rate, burstLimit: 5 },
              },
            ],
          },
        },
        metricCall(
          "AWS/ApiGateway",
          { ApiName: "quotes" },
          { Count: [900, 900, 900], "4XXError": [200, 200, 200] },
        ),
      ],
    }),
  );
}

describe("checks of a REST API", () => {
  it("blames an integration whose function is gone", () =>
    expect(judged(integration, { missing: true })).toBe("root integration uri of GET /q"));
  it("blames no integration whose function is there", () => expect(judged(integration, {})).toBe("fine"));
  it("blames an API that was never deployed", () =>
    expect(judged(stages, { deployed: false })).toBe("root stages"));
  it("blames no API that has a stage", () => expect(judged(stages, {})).toBe("fine"));
  it("blames a throttle that is reached", () =>
    expect(judged(throttling, { rate: 2 })).toBe("root throttle rateLimit"));
  it("leaves it open where the throttle is not reached", () => expect(judged(throttling, {})).toBe("gap"));
});
