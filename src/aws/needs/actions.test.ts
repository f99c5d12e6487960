import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import { createActions } from "./actions.ts";
import { createEffects } from "../effects.ts";
import { catalog, models } from "../fixtures/fixture-tools.ts";
import { createResources } from "./resources.ts";

const actions = createActions({ models, catalog });
const resources = createResources({ models, catalog, actions });

describe("actions", () => {
  it.each([
    ["s3", "ListObjectsV2", ["s3:ListBucket"]],
    ["s3", "HeadObject", ["s3:GetObject"]],
    ["s3", "ListBuckets", ["s3:ListAllMyBuckets"]],
    ["s3", "CopyObject", ["s3:PutObject", "s3:GetObject"]],
    ["s3control", "GetPublicAccessBlock", ["s3:GetAccountPublicAccessBlock"]],
    ["lambda", "Invoke", ["lambda:InvokeFunction"]],
    ["apigateway", "GetStages", ["apigateway:GET"]],
    ["ec2", "DescribeSecurityGroups", ["ec2:DescribeSecurityGroups"]],
  ])("maps %s:%s", (service, operation, expected) => expect(actions(service, operation)).toEqual(expected));
});

describe("resources", () => {
  it.each<[string, string, JsonObject, readonly string[]]>([
    ["s3", "GetObject", { Bucket: "b", Key: "k/$&.txt" }, ["arn:aws:s3:::b/k/$&.txt"]],
    [
      "sqs",
      "GetQueueAttributes",
      { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/q" },
      ["arn:aws:sqs:us-east-1:123456789012:q"],
    ],
    ["iam", "GetRolePolicy", { RoleName: "r", PolicyName: "p" }, ["arn:aws:iam::123456789012:role/r"]],
    ["kms", "DescribeKey", { KeyId: "alias/app" }, ["arn:aws:kms:us-east-1:123456789012:key/*"]],
    ["apigateway", "GetStages", { restApiId: "abc" }, ["arn:aws:apigateway:us-east-1::/restapis/abc/stages"]],
    [
      "ec2",
      "TerminateInstances",
      { InstanceIds: ["i-1", "i-2"] },
      ["arn:aws:ec2:us-east-1:123456789012:instance/i-1", "arn:aws:ec2:us-east-1:123456789012:instance/i-2"],
    ],
    ["ec2", "DescribeSecurityGroups", {}, ["*"]],
    ["dynamodb", "GetItem", {}, ["*"]],
  ])("binds %s:%s %j", (service, operation, params, expected) => {
    expect(resources({ service, operation, params, account: "123456789012", region: "us-east-1" })).toEqual(
      expected,
    );
  });
});

describe("effects", () => {
  const effects = createEffects({ reviewed: new Map([["sqs", { ListQueues: ["pure"] }]]), actions, catalog });

  it("says what the table says", () =>
    expect(effects("sqs", "ListQueues")).toMatchObject({
      effects: ["pure"],
      reviewed: true,
      action: "sqs:ListQueues",
    }));
  it("never takes an unreviewed operation for pure", () => {
    expect(effects("sqs", "GetQueueAttributes")).toMatchObject({ effects: ["data"], reviewed: false });
    expect(effects("ec2", "TerminateInstances")).toMatchObject({ effects: ["mutates"], reviewed: false });
    expect(effects("nosuch", "constructor")).toMatchObject({ reviewed: false });
  });
});
