import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import type { DecodedCall } from "../../core/source.ts";
import { models } from "../fixtures/fixture-tools.ts";
import { pagingOf, tokenOfAnswer } from "../page-token.ts";
import { makeAnswer } from "./make-answer.ts";
import type { ServiceModel } from "../service-models.ts";
import type { MakeAnswer } from "./make-answer.ts";

const kept = models.model("sqs");
if (!kept) throw new Error("no kept model of sqs");
/** The kept models have no enums. */
const queues: ServiceModel = {
  ...kept,
  operations: {
    ...kept.operations,
    GetQueueState: {
      name: "GetQueueState",
      http: { method: "POST", requestUri: "/" },
      output: { shape: "QueueState" },
    },
  },
  shapes: {
    ...kept.shapes,
    QueueState: { type: "structure", members: { State: { shape: "State" } } },
    State: { type: "string", enum: ["Pending", "Active", "Failed"] },
    QueueAttributeName: { type: "string", enum: ["All", "QueueArn", "DelaySeconds", "RedrivePolicy"] },
  },
};

function answer(
  service: string,
  operation: string,
  { params = {}, resources = ["*"], ...more }: Partial<MakeAnswer & DecodedCall> = {},
) {
  const model = service === "sqs" ? queues : models.model(service);
  if (!model) throw new Error(`no kept model of ${service}`);
  const prefix = { s3: "s3", iam: "iam" }[service] ?? service;
  const call: DecodedCall = {
    service,
    operation,
    actions: [`${prefix}:${operation}`],
    params,
    region: "us-east-1",
    resources,
    cacheKey: "",
  };
  const usual = { members: "usual" as const, empty: false, page: 1 as const };
  return makeAnswer({ model, call, account: "123456789012", now: "2026-11-21T09:00:00Z", ...usual, ...more });
}

function first(value: JsonObject, list: string): JsonObject {
  const items = value[list];
  const item: unknown = Array.isArray(items) ? items[0] : undefined;
  // A door of the test: what stands there is compared right after.
  return item as JsonObject;
}

describe("an answer made from the service model", () => {
  it("has one of each thing, in the account of the mandate, without what may be missing", () => {
    const group = first(answer("ec2", "DescribeSecurityGroups"), "SecurityGroups");
    expect(group).toMatchObject({
      GroupId: "sg-0123456789abc0001",
      OwnerId: "123456789012",
      VpcId: "vpc-0123456789abc0001",
    });
    expect(group).not.toHaveProperty("Tags");
    const all = first(answer("ec2", "DescribeSecurityGroups", { members: "all" }), "SecurityGroups");
    expect(all).toHaveProperty("Tags");
  });

  it("speaks of what the request names, one of each", () => {
    const asked = { params: { GroupIds: ["sg-0aaaaaaaaaaaaaaa1", "sg-0aaaaaaaaaaaaaaa2"] } };
    const { SecurityGroups } = answer("ec2", "DescribeSecurityGroups", asked);
    expect(SecurityGroups).toMatchObject([
      { GroupId: "sg-0aaaaaaaaaaaaaaa1" },
      { GroupId: "sg-0aaaaaaaaaaaaaaa2" },
    ]);
    expect(answer("lambda", "GetFunctionConfiguration", { params: { FunctionName: "shop" } })).toMatchObject({
      FunctionName: "shop",
    });
  });

  it("is empty where there is nothing, but for what the request names: there AWS answers with an error", () => {
    expect(answer("ec2", "DescribeSecurityGroups", { empty: true })).toEqual({ SecurityGroups: [] });
    const named = answer("ec2", "DescribeSecurityGroups", {
      empty: true,
      params: { GroupIds: ["sg-0aaaaaaaaaaaaaaa1"] },
    });
    expect(named["SecurityGroups"]).toHaveLength(1);
    const filtered = { params: { Filters: [{ Name: "vpc-id", Values: ["vpc-0aaaaaaaaaaaaaaa1"] }] } };
    expect(answer("ec2", "DescribeSecurityGroups", { empty: true, ...filtered })).toEqual({
      SecurityGroups: [],
    });
    expect(answer("sqs", "ListQueues", { empty: true })).toEqual({});
  });

  it.each([
    ["ec2", "DescribeSecurityGroups"],
    ["s3", "ListObjectsV2"],
    ["dynamodb", "ListTables"],
    ["route53", "ListResourceRecordSets"],
    ["iam", "ListRolePolicies"],
  ] as const)("leads to a second page where one is wanted: %s %s", (service, operation) => {
    const model = models.model(service);
    const paging = model && pagingOf(model, operation);
    if (!paging) throw new Error("it pages");
    expect(tokenOfAnswer(paging, answer(service, operation, { token: "page-2" }))).toBeDefined();
    expect(tokenOfAnswer(paging, answer(service, operation, { page: 2 }))).toBeUndefined();
  });

  it("has every value of an enum in its turn, and otherwise the healthy one", () => {
    const states = [0, 1, 2].map((turn) => answer("sqs", "GetQueueState", { members: "all", turn })["State"]);
    expect(states).toEqual(["Pending", "Active", "Failed"]);
    expect(answer("sqs", "GetQueueState")["State"]).toBe("Active");
  });

  it("is the same for the same request", () => {
    expect(answer("kms", "DescribeKey")).toEqual(answer("kms", "DescribeKey"));
  });

  it("knows which attributes a queue has, and which only when they were set", () => {
    const attributes = answer("sqs", "GetQueueAttributes", { params: { AttributeNames: ["All"] } })[
      "Attributes"
    ];
    expect(attributes).toMatchObject({
      QueueArn: expect.stringMatching(/^arn:aws:sqs:us-east-1:123456789012:/),
    });
    expect(attributes).not.toHaveProperty("RedrivePolicy");
    const one = answer("sqs", "GetQueueAttributes", { params: { AttributeNames: ["QueueArn"] } });
    expect(Object.keys(one["Attributes"] ?? {})).toEqual(["QueueArn"]);
  });
});
