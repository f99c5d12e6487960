import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import type { ServiceModel } from "../service-models.ts";
import { namesAbsentThing } from "./rehearsed-error.ts";

function absent(protocol: string, service: string, operation: string, params: JsonObject, error?: object) {
  const errors = error ? { errors: [{ shape: "Busy" }, { shape: "QueueDoesNotExist" }] } : {};
  const model: ServiceModel = {
    service,
    metadata: {
      apiVersion: "1",
      endpointPrefix: service,
      protocol,
      serviceId: service,
      awsQueryCompatible: {},
    },
    operations: { [operation]: { name: operation, http: { method: "POST", requestUri: "/" }, ...errors } },
    shapes: {
      Busy: { type: "structure" },
      QueueDoesNotExist: { type: "structure", ...(error && { error }) },
    },
    paginators: {},
    waiters: [],
    resources: [],
  };
  const call = {
    service,
    operation,
    actions: [],
    params,
    region: "us-east-1",
    resources: ["*"],
    cacheKey: "",
  };
  return namesAbsentThing(model, call);
}

const told = { code: "AWS.SimpleQueueService.NonExistentQueue", httpStatusCode: 400 };

describe("what a service says of a thing that does not exist", () => {
  it.each([
    [
      "the modelled error, with the code of old",
      absent("json", "sqs", "GetQueueUrl", { QueueName: "q" }, told),
      "QueueDoesNotExist",
      told.code,
    ],
    [
      "its code in a query service",
      absent("query", "sqs", "GetQueueUrl", { QueueName: "q" }, told),
      told.code,
      undefined,
    ],
    [
      "EC2's code, by the parameter",
      absent("ec2", "ec2", "DescribeVpcs", { VpcIds: ["vpc-1"] }),
      "InvalidVpcID.NotFound",
      undefined,
    ],
    [
      "a missing stack",
      absent("query", "cloudformation", "DescribeStacks", { StackName: "s" }),
      "ValidationError",
      undefined,
    ],
  ])("%s", (_, error, code, queryCode) => {
    expect([error?.code, error?.queryCode]).toEqual([code, queryCode]);
  });

  it("is nothing where the call names nothing", () => {
    expect(absent("json", "sqs", "ListQueues", {}, told)).toBeUndefined();
    expect(absent("ec2", "ec2", "DescribeSnapshots", { OwnerIds: ["self"] })).toBeUndefined();
  });
});
