import { describe, expect, it } from "vitest";
import type { JsonObject } from "../core/json/json.ts";
import { outsideMandate } from "./outside.ts";

const mandate = { accounts: ["123456789012"], regions: ["eu-west-1"], effects: [] };

function outside(params: JsonObject, region = "eu-west-1") {
  return outsideMandate(
    { service: "x", operation: "Y", actions: [], params, region, resources: ["*"], cacheKey: "" },
    mandate,
  );
}

describe("outsideMandate", () => {
  it.each<JsonObject>([
    { Arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    { Arn: "arn:aws:iam::123456789012:role/r" },
    { Arn: "arn:aws:s3:::bucket" },
    { Arn: "arn:aws:acm:us-east-1:123456789012:certificate/1" },
    { QueueUrl: "http://sqs.eu-west-1.amazonaws.com/123456789012/q" },
    { OwnerIds: ["self"] },
    { Arn: "arn:aws:s3:::bucket/AWSLogs/999999999999/x" },
    { Arn: "arn:aws:iam::amazon:role/x" },
    { QueueUrl: "q" },
    { QueueUrl: "http://127.0.0.1:5000/123456789012/q.fifo" },
    { FunctionName: "123456789012:function:f" },
    { filterPattern: '{ $.userIdentity.arn = "arn:aws:iam::999999999999:role/r" }' },
    {
      LookupAttributes: [
        { AttributeKey: "ResourceName", AttributeValue: "arn:aws:iam::999999999999:role/r" },
      ],
    },
    { Key: "999999999999" },
    { Filters: [{ Name: "accepter-vpc-info.owner-id", Values: ["999999999999"] }] },
    { queryString: "fields @message | filter accountId = '123456789012'" },
  ])("takes %j for inside", (params) => expect(outside(params)).toBeUndefined());

  it.each<JsonObject>([
    { Arn: "arn:aws:iam::999999999999:role/r" },
    { Nested: [{ Arn: "arn:aws:sqs:ap-south-1:123456789012:q" }] },
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/999999999999/q" },
    { QueueUrl: "https://sqs.ap-south-1.amazonaws.com/123456789012/q" },
    { ExpectedBucketOwner: "999999999999" },
    { PolicyInputList: ['{"Statement":[{"Resource":"arn:aws:sqs:eu-west-1:999999999999:q"}]}'] },
    { Name: "see arn:aws:iam::999999999999:role/r" },
    { Name: "arn%3Aaws%3Aiam%3A%3A999999999999%3Arole/r" },
    { Name: "arn%253Aaws%253Aiam%253A%253A999999999999%253Arole/r" },
    { Name: "ARN:AWS:IAM::999999999999:role/r" },
    { Arn: "arn:aws:sqs:eu-west-1:99999999999?:q" },
    { Arn: "arn:aws:sqs:*:999999999999:q" },
    { Arn: "arn:aws:sqs:ap-south-1:*:q" },
    { Arn: "arn:aws-cn:sqs:cn-north-1:123456789012:q" },
    { Map: { "arn:aws:iam::999999999999:role/r": "x" } },
    { BackupVaultAccountId: "999999999999" },
    { registryIds: ["999999999999"] },
    { ResourceOwner: "999999999999" },
    { CatalogId: "999999999999" },
    { accountIdentifiers: ["999999999999"] },
    { FunctionName: "999999999999:function:f" },
    { imageUri: "999999999999.dkr.ecr.eu-west-1.amazonaws.com/r:t" },
    { MetricWidget: '{"metrics":[["A","B",{"accountId":"999999999999"}]]}' },
    {
      queryString:
        "SOURCE logGroups(namePrefix: ['a'], accountIdentifiers: ['123456789012', '999999999999'])",
    },
    { queryString: "SOURCE 'arn:aws:logs:eu-west-1:999999999999:log-group:g'" },
    { QueueUrl: "https://queue.amazonaws.com/999999999999/q" },
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/999999999999/q/" },
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/../999999999999/q" },
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/%31" },
    { TemplateURL: "https://theirs.s3.eu-west-1.amazonaws.com/data-that-leaves" },
    { TemplateURL: "https://s3.amazonaws.com/theirs/data-that-leaves" },
    { TemplateURL: "https://s3-eu-west-1.amazonaws.com/theirs/data-that-leaves" },
    { DeliveryS3Uri: "s3://theirs/data-that-leaves" },
  ])("takes %j for outside", (params) =>
    expect(outside(params)).toMatch(/not in the mandate|cannot pin|not the address of a queue/),
  );

  it("takes an account in the host for outside", () => {
    const call = {
      service: "s3control",
      operation: "X",
      actions: [],
      params: {},
      region: "eu-west-1",
      resources: ["*"],
      cacheKey: "",
    };
    expect(outsideMandate({ ...call, hostAccounts: ["999999999999"] }, mandate)).toMatch(/999999999999/);
    expect(outsideMandate({ ...call, hostAccounts: ["123456789012"] }, mandate)).toBeUndefined();
  });

  it("lets global services answer from their region, and no other region", () => {
    expect(outside({}, "us-east-1")).toBeUndefined();
    expect(outside({}, "ap-south-1")).toMatch(/ap-south-1/);
  });
});
