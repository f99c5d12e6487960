import { describe, expect, it } from "vitest";
import { fixtureChecker, place } from "./fixtures/fixture-models.ts";
import { narrowPolicy } from "./narrow-policy.ts";
import { leastPolicy } from "./policy.ts";

const checker = fixtureChecker();
const policyOf = async (code: string) =>
  (await checker.check({ code: `import boto3\n${code}\n`, ...place })).policy.Statement;

describe("the derived policy", () => {
  it("names the ARNs that literals determine", async () => {
    expect(await policyOf('print(boto3.client("s3").get_bucket_policy(Bucket="acme"))')).toEqual([
      { Sid: "S3", Effect: "Allow", Action: ["s3:GetBucketPolicy"], Resource: ["arn:aws:s3:::acme"] },
    ]);
  });

  it("leaves open what a variable decides", async () => {
    expect(
      await policyOf('import sys\nprint(boto3.client("s3").get_bucket_policy(Bucket=sys.argv[1]))'),
    ).toEqual([{ Sid: "S3", Effect: "Allow", Action: ["s3:GetBucketPolicy"], Resource: ["*"] }]);
  });

  it("leaves the region open where clients of other regions are made", async () => {
    const [statement] = await policyOf(
      'print(boto3.client("lambda", region_name="eu-west-1").get_function_configuration(FunctionName="f"))',
    );
    expect(statement?.["Resource"]).toEqual(["arn:aws:lambda:*:123456789012:function:f"]);
  });

  it("does not depend on the order of the calls", async () => {
    const a = 'print(boto3.client("ec2").describe_vpcs())';
    const b = 'print(boto3.client("iam").list_users())';
    expect(await policyOf(`${a}\n${b}`)).toEqual(await policyOf(`${b}\n${a}`));
  });

  it("lets a star swallow single resources of the same action", () => {
    const needs = [
      { action: "s3:GetObject", resources: ["arn:aws:s3:::a/b"] },
      { action: "s3:GetObject", resources: ["*"] },
    ];
    expect(leastPolicy(needs).Statement).toEqual([
      { Sid: "S3", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] },
    ]);
  });
});

describe("narrowPolicy", () => {
  const derived = leastPolicy([
    { action: "s3:GetObject", resources: ["*"] },
    { action: "ec2:DescribeVpcs", resources: ["*"] },
  ]);

  it("takes away what the proposal does not allow", () => {
    const proposed = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }],
    };
    expect(narrowPolicy(derived, proposed).Statement).toEqual([
      { Sid: "Ec2", Effect: "Allow", Action: ["ec2:DescribeVpcs"], Resource: ["*"] },
    ]);
  });

  it("takes single resources from the proposal", () => {
    const proposed = { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: ["arn:aws:s3:::a/*"] }] };
    expect(narrowPolicy(derived, proposed).Statement).toEqual([
      { Sid: "S3", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] },
    ]);
  });

  it("never adds", () => {
    const proposed = { Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }] };
    expect(narrowPolicy(derived, proposed).Statement).toEqual([]);
  });

  it("keeps denials, and allows nothing for a proposal that cannot be read", () => {
    const denial = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::secret/*" };
    const proposed = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }, denial] };
    expect(narrowPolicy(derived, proposed).Statement).toContainEqual(denial);
    expect(narrowPolicy(derived, proposed).Statement).toHaveLength(3);
    expect(narrowPolicy(derived, { Statement: [{ Effect: "Maybe" }] }).Statement).toEqual([]);
  });
});
