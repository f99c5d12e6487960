import { describe, expect, it } from "vitest";
import type { Question } from "../../core/question.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { CheckContext, CheckResult, Subject } from "../../diagnose/check.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers as s3Readers } from "../s3/access-facts.ts";
import { principalAccess } from "./access-checks.ts";
import { readers as iamReaders } from "./access-facts.ts";

const account = "123456789012";
const now = "2026-11-21T03:00:00.000Z";

const document = (...statements: readonly JsonObject[]): JsonObject => ({
  Version: "2012-10-17",
  Statement: [...statements],
});
const allow = (action: string | string[], resource: string | string[]): JsonObject => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});

function role(
  name: string,
  policy: JsonObject,
  trust: JsonObject = { Service: "ec2.amazonaws.com" },
): readonly Told[] {
  const of = { RoleName: name };
  const arn = `arn:aws:iam::${account}:role/${name}`;
  const trusted = document({ Effect: "Allow", Principal: trust, Action: "sts:AssumeRole" });
  const found = {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: arn,
    AssumeRolePolicyDocument: trusted,
  };
  return [
    { service: "iam", operation: "GetRole", params: of, response: { Role: found } },
    { service: "iam", operation: "ListRolePolicies", params: of, response: { PolicyNames: ["own"] } },
    {
      service: "iam",
      operation: "GetRolePolicy",
      params: { ...of, PolicyName: "own" },
      response: { ...of, PolicyName: "own", PolicyDocument: policy },
    },
    { service: "iam", operation: "ListAttachedRolePolicies", params: of, response: { AttachedPolicies: [] } },
    { service: "iam", operation: "ListRoleTags", params: of, response: { Tags: [] } },
  ];
}

const alone: Told = {
  service: "organizations",
  operation: "DescribeOrganization",
  error: { code: "AWSOrganizationsNotInUseException", message: "" },
};

function buckets(...names: readonly string[]): Told {
  return { service: "s3", operation: "ListBuckets", response: { Buckets: names.map((Name) => ({ Name })) } };
}

function bucketPolicy(bucket: string, policy?: JsonObject): Told {
  const read = { service: "s3", operation: "GetBucketPolicy", params: { Bucket: bucket } };
  return policy
    ? { ...read, response: { Policy: policy } }
    : { ...read, error: { code: "NoSuchBucketPolicy", message: "" } };
}

const subject = (type: string, id: string, how: Subject["role"]): Subject => ({
  ref: {
    type,
    id,
    arn: type === "AWS::IAM::Role" ? `arn:aws:iam::${account}:role/${id}` : `arn:aws:s3:::${id}`,
  },
  role: how,
  text: id,
});

function judge(
  text: string,
  told: readonly Told[],
  subjects: readonly Subject[],
  more: Partial<Question> = {},
): CheckResult {
  const question: Question = {
    text,
    mentions: [],
    ports: [],
    actions: [],
    services: [],
    window: { from: "2026-11-21T00:00:00.000Z", to: now },
    symptoms: ["access"],
    asks: "cause",
    types: [],
    ...more,
  };
  const facts = factsOf(recorded([alone, ...told]), [...iamReaders, ...s3Readers], account);
  const context: CheckContext = { facts, question, subjects, now, region: "us-east-1" };
  return principalAccess.run(context);
}

const reader = subject("AWS::IAM::Role", "reader", "source");
const denyAll = document({
  Sid: "No",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::data/*",
});

describe("a request whose resource the question does not name", () => {
  const text = "S3 AccessDenied for reader although s3:GetObject is allowed";
  const asked = { actions: ["s3:GetObject"] };
  const own = role("reader", document(allow("s3:GetObject", ["arn:aws:s3:::data/*", "arn:aws:s3:::logs/*"])));

  it("is tried on what the caller's own policies name, and blames what denies there", () => {
    const told = [
      ...own,
      buckets("data", "logs", "other"),
      bucketPolicy("data", denyAll),
      bucketPolicy("logs"),
    ];
    const said = judge(text, told, [reader], asked);
    expect(said).toMatchObject({
      kind: "fault",
      faults: [{ resource: { id: "data" }, standing: "supported" }],
    });
  });

  it("is fine where nothing denies on any of them", () => {
    const told = [...own, buckets("data", "logs", "other"), bucketPolicy("data"), bucketPolicy("logs")];
    expect(judge(text, told, [reader], asked)).toMatchObject({ kind: "fine" });
  });

  it("is never blamed on the caller where its policies name nothing that exists", () => {
    expect(judge(text, [...own, buckets("other")], [reader], asked)).toMatchObject({ kind: "gap" });
  });

  it("is the caller's fault where no policy has the action at all", () => {
    const told = [...role("reader", document(allow("sqs:*", "*"))), buckets("data")];
    const said = judge(text, told, [reader], asked);
    expect(said).toMatchObject({ kind: "fault", faults: [{ resource: { id: "reader" } }] });
  });

  it("stays open for an action of no listed service that is allowed on some resources only", () => {
    const told = role(
      "reader",
      document(allow("rds:StartDBInstance", `arn:aws:rds:us-east-1:${account}:db:a`)),
    );
    const said = judge("reader is not authorized to perform: rds:StartDBInstance", told, [reader], {
      actions: ["rds:StartDBInstance"],
    });
    expect(said).toMatchObject({ kind: "gap" });
  });
});

describe("a refusal whose caller the question does not name", () => {
  const text = "Why does s3:* on data not allow reading objects?";
  const data = subject("AWS::S3::Bucket", "data", "target");
  const details = (resource: string): Told => ({
    service: "iam",
    operation: "GetAccountAuthorizationDetails",
    response: {
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
      RoleDetailList: ["reader", "stranger"].map((name) => ({
        RoleName: name,
        Arn: `arn:aws:iam::${account}:role/${name}`,
        RolePolicyList: [
          {
            PolicyName: "own",
            PolicyDocument: document(allow("s3:*", name === "reader" ? resource : "arn:aws:s3:::data-2/*")),
          },
        ],
      })),
    },
  });

  it("asks for everybody's policies first, then only for those whose policies name the resource", () => {
    expect(judge(text, [], [data])).toMatchObject({
      kind: "needs",
      probes: [{ probe: "iam/authorization-details" }],
    });
    const said = judge(text, [details("arn:aws:s3:::data"), buckets("data"), bucketPolicy("data")], [data]);
    expect(said).toMatchObject({ kind: "needs", probes: [{ variables: { name: "reader" } }] });
  });

  it.each([
    ["the bucket alone", "arn:aws:s3:::data", "fault"],
    ["its objects", "arn:aws:s3:::data/*", "fine"],
  ])("judges a policy on %s", (_, resource, kind) => {
    const told = [
      details(resource),
      ...role("reader", document(allow("s3:*", resource))),
      buckets("data"),
      bucketPolicy("data"),
    ];
    expect(judge(text, told, [data])).toMatchObject({ kind });
  });
});

describe("what the words leave open", () => {
  const jobs: Subject = {
    ref: {
      type: "AWS::DynamoDB::Table",
      id: "jobs",
      arn: `arn:aws:dynamodb:us-east-1:${account}:table/jobs`,
    },
    role: "target",
    text: "jobs",
  };
  const unread: Told = {
    service: "dynamodb",
    operation: "GetResourcePolicy",
    params: { ResourceArn: `arn:aws:dynamodb:us-east-1:${account}:table/jobs` },
    error: { code: "PolicyNotFoundException", message: "" },
  };
  it.each([
    ["AccessDenied for reader on jobs", ["dynamodb:GetItem"], "fine"],
    ["AccessDenied for reader on jobs, why can't it save", ["dynamodb:GetItem"], "fault"],
    ["AccessDenied for reader on jobs", ["sqs:SendMessage"], "fault"],
  ])("%s with %j: %s", (text, actions, kind) => {
    const told = [...role("reader", document(allow(actions, "*"))), unread];
    expect(judge(text, told, [reader, jobs])).toMatchObject({ kind });
  });
});

describe("roles", () => {
  const taken = role("target", document(allow("s3:*", "*")), { AWS: `arn:aws:iam::${account}:root` });
  const target = subject("AWS::IAM::Role", "target", "source");

  it.each([
    ["may not", "logs:*", "fault"],
    ["may", "sts:AssumeRole", "fine"],
  ])("the one that trusts principals is taken by the other, which %s", (_, action, kind) => {
    const told = [...role("reader", document(allow(action, "*"))), ...taken];
    const said = judge("target: AssumeRole AccessDenied for role reader", told, [target, reader]);
    expect(said.kind).toBe(kind);
    if (said.kind === "fault") expect(said.faults[0]?.resource.id).toBe("reader");
  });

  it.each([
    ["another path", `arn:aws:iam::${account}:role/x/target`, "fault"],
    ["this role", `arn:aws:iam::${account}:role/target`, "fine"],
  ])("PassRole is decided on the role that is passed: allowed for %s", (_, resource, kind) => {
    const told = [...role("reader", document(allow("iam:PassRole", resource))), ...taken];
    const said = judge("reader gets AccessDenied on iam:PassRole for role target", told, [reader, target], {
      actions: ["iam:PassRole"],
    });
    expect(said.kind).toBe(kind);
  });
});

describe("what has no role", () => {
  const instance: Told = {
    service: "ec2",
    operation: "DescribeInstances",
    response: { Reservations: [{ Instances: [{ InstanceId: "i-0123456789abcdef0" }] }] },
  };
  const ec2 = {
    service: "ec2",
    operation: "DescribeInstances",
    read: () => [
      {
        type: "AWS::EC2::Instance",
        id: "i-0123456789abcdef0",
        pointer: "/Reservations/0/Instances/0",
        data: {},
      },
    ],
  };
  it("an instance without a profile has no credentials", () => {
    const facts = factsOf(recorded([alone, instance]), [ec2], account);
    const question: Question = {
      text: "i-0123456789abcdef0: AccessDenied uploading to data",
      mentions: [],
      ports: [],
      actions: [],
      services: [],
      window: { from: now, to: now },
      symptoms: ["access"],
      asks: "cause",
      types: [],
    };
    const subjects = [
      subject("AWS::EC2::Instance", "i-0123456789abcdef0", "source"),
      subject("AWS::S3::Bucket", "data", "target"),
    ];
    const said = principalAccess.run({ facts, question, subjects, now, region: "us-east-1" });
    expect(said).toMatchObject({ kind: "fault", faults: [{ property: "IamInstanceProfile" }] });
  });
});
