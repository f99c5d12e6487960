import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import type { Question } from "../../core/question.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers as apiReaders } from "../apigateway/facts.ts";
import { readers as lambdaReaders } from "../lambda/access-facts.ts";
import { delivery } from "./access-checks.ts";

const account = "123456789012";
const now = "2026-11-21T03:00:00.000Z";
const functionArn = `arn:aws:lambda:us-east-1:${account}:function:place-order`;

function judge(sourceArn: string | undefined, credentials?: string) {
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  const integration: JsonObject = {
    type: "AWS_PROXY",
    uri,
    ...(credentials !== undefined && { credentials }),
  };
  const statement = {
    Sid: "api",
    Effect: "Allow",
    Principal: { Service: "apigateway.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: functionArn,
    Condition: { ArnLike: { "AWS:SourceArn": sourceArn ?? "" } },
  };
  const policy: Told = { service: "lambda", operation: "GetPolicy", params: { FunctionName: "place-order" } };
  const told: readonly Told[] = [
    {
      service: "organizations",
      operation: "DescribeOrganization",
      error: { code: "AWSOrganizationsNotInUseException", message: "" },
    },
    {
      service: "apigateway",
      operation: "GetRestApis",
      response: { items: [{ id: "abc123", name: "orders" }] },
    },
    {
      service: "apigateway",
      operation: "GetResources",
      params: { restApiId: "abc123" },
      response: {
        items: [{ id: "r1", path: "/orders", resourceMethods: { POST: { methodIntegration: integration } } }],
      },
    },
    sourceArn === undefined
      ? { ...policy, error: { code: "ResourceNotFoundException", message: "" } }
      : { ...policy, response: { Policy: { Version: "2012-10-17", Statement: [statement] } } },
    { service: "lambda", operation: "ListTags", params: { Resource: functionArn }, response: { Tags: {} } },
  ];
  const question: Question = {
    text: "the api orders may not invoke place-order",
    mentions: [],
    ports: [],
    actions: [],
    services: [],
    window: { from: now, to: now },
    symptoms: ["access"],
    asks: "cause",
    types: [],
  };
  const facts = factsOf(recorded(told), [...apiReaders, ...lambdaReaders], account);
  const subjects = [
    { ref: { type: "AWS::ApiGateway::RestApi", id: "abc123" }, role: "source" as const, text: "orders" },
  ];
  return delivery.run({ facts, question, subjects, now, region: "us-east-1" });
}

describe("an API that invokes a function", () => {
  it.each([
    ["without any statement", undefined, "fault"],
    ["for another path", `arn:aws:execute-api:us-east-1:${account}:abc123/*/GET/orders`, "fault"],
    ["for another API", `arn:aws:execute-api:us-east-1:${account}:zzz999/*/POST/orders`, "fault"],
    ["for this method and path", `arn:aws:execute-api:us-east-1:${account}:abc123/*/POST/orders`, "fine"],
    ["for the whole API", `arn:aws:execute-api:us-east-1:${account}:abc123/*`, "fine"],
  ])("%s", (_, sourceArn, kind) => {
    expect(judge(sourceArn)).toMatchObject({ kind });
  });

  it("needs no function policy where the integration has a role", () => {
    expect(judge(undefined, `arn:aws:iam::${account}:role/api`)).toMatchObject({ kind: "apart" });
  });
});
