import { describe, expect, it } from "vitest";
import type { JsonObject } from "../core/json.ts";
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
  ])("takes %j for inside", (params) => expect(outside(params)).toBeUndefined());

  it.each<JsonObject>([
    { Arn: "arn:aws:iam::999999999999:role/r" },
    { Nested: [{ Arn: "arn:aws:sqs:ap-south-1:123456789012:q" }] },
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/999999999999/q" },
    { QueueUrl: "https://sqs.ap-south-1.amazonaws.com/123456789012/q" },
    { ExpectedBucketOwner: "999999999999" },
  ])("takes %j for outside", (params) => expect(outside(params)).toMatch(/not in the mandate/));

  it("lets global services answer from their region, and no other region", () => {
    expect(outside({}, "us-east-1")).toBeUndefined();
    expect(outside({}, "ap-south-1")).toMatch(/ap-south-1/);
  });
});
