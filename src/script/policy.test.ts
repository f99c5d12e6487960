import { describe, expect, it } from "vitest";
import { fixtureChecker, place } from "./fixtures/fixture-models.ts";
import { narrowPolicy } from "./narrow-policy.ts";
import { leastPolicy } from "../core/policy/least-policy.ts";

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
    ).toEqual([{ Sid: "S3", Effect: "Allow", Action: ["s3:GetBucketPolicy"], Resource: ["arn:aws:s3:::*"] }]);
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

describe("a statement", () => {
  const of = async (code: string) => {
    const { explain, policy } = await checker.check({ code: `import boto3\n${code}\n`, ...place });
    return { explain, statements: policy.Statement };
  };

  it("says which line needs it, and why a wildcard stands there", async () => {
    const { explain } = await of(
      'import sys\ns3 = boto3.client("s3")\ns3.get_bucket_policy(Bucket=sys.argv[1])\nprint(s3.list_buckets())',
    );
    expect(explain).toEqual([
      {
        statement: 0,
        sid: "S3",
        neededBy: [{ line: 4, call: "s3:GetBucketPolicy", action: "s3:GetBucketPolicy" }],
        wildcards: [{ resource: "arn:aws:s3:::*", why: "Bucket on line 4 is known only at run time" }],
      },
      {
        statement: 1,
        sid: "S3No2",
        neededBy: [{ line: 5, call: "s3:ListBuckets", action: "s3:ListAllMyBuckets" }],
        wildcards: [{ resource: "*", why: "s3:ListAllMyBuckets has no resource level" }],
      },
    ]);
  });

  it("names a role also below a path that its name does not carry", async () => {
    const { statements, explain } = await of(
      'print(boto3.client("iam").get_role_policy(RoleName="app", PolicyName="p"))',
    );
    expect(statements[0]?.["Resource"]).toEqual([
      "arn:aws:iam::123456789012:role/*/app",
      "arn:aws:iam::123456789012:role/app",
    ]);
    expect(explain?.[0]?.wildcards[0]?.why).toMatch(/under which path/);
  });

  it("names the key behind encrypted data only through the service, and only for reads of it", async () => {
    const { statements } = await of('print(boto3.client("s3").get_object(Bucket="b", Key="k"))');
    expect(statements[0]).toEqual({
      Sid: "Kms",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:123456789012:key/*"],
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    });
  });

  it("lets a pattern swallow what it covers", () => {
    const needs = [
      { action: "lambda:GetPolicy", resources: ["arn:aws:lambda:us-east-1:1:function:a"] },
      { action: "lambda:GetPolicy", resources: ["arn:aws:lambda:us-east-1:1:function:*"] },
    ];
    expect(leastPolicy(needs).Statement[0]?.["Resource"]).toEqual(["arn:aws:lambda:us-east-1:1:function:*"]);
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

  it("keeps the conditions of what it narrows", () => {
    const context = { "kms:ViaService": "s3.us-east-1.amazonaws.com" };
    const encrypted = leastPolicy([{ action: "kms:Decrypt", resources: ["*"], context }]);
    const proposed = { Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }] };
    expect(narrowPolicy(encrypted, proposed)).toEqual(encrypted);
  });

  it("keeps denials, and allows nothing for a proposal that cannot be read", () => {
    const denial = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::secret/*" };
    const proposed = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }, denial] };
    expect(narrowPolicy(derived, proposed).Statement).toContainEqual(denial);
    expect(narrowPolicy(derived, proposed).Statement).toHaveLength(3);
    expect(narrowPolicy(derived, { Statement: [{ Effect: "Maybe" }] }).Statement).toEqual([]);
  });
});
