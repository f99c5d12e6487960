import type { Facts } from "../../../src/core/facts.ts";
import { factsOf } from "../../../src/facts/fact-base.ts";
import { readers as dynamodb } from "../../../src/services/dynamodb/access-facts.ts";
import { readers as ec2 } from "../../../src/services/ec2/network-facts.ts";
import { readers as iam } from "../../../src/services/iam/access-facts.ts";
import { readers as kms } from "../../../src/services/kms/access-facts.ts";
import { readers as organizations } from "../../../src/services/organizations/access-facts.ts";
import { readers as s3 } from "../../../src/services/s3/access-facts.ts";
import { readers as sqs } from "../../../src/services/sqs/access-facts.ts";
import { recorded } from "../../../src/testing/recorded.ts";
import type { Told } from "../../../src/testing/recorded.ts";
import { endpointId, home, resourceArns } from "./account-model.ts";
import type { Account, Identity, Policy, Tags } from "./account-model.ts";
import { organizationCalls } from "./recorded-organization.ts";
import { call, failing } from "./told.ts";

const readers = [...iam, ...organizations, ...kms, ...s3, ...sqs, ...dynamodb, ...ec2];
const objects = ["team/red/a.csv", "team/blue/b.csv", "notes.txt"];

/** The account as the product reads it: facts of recorded calls, in the shape in which boto3 answers. */
export function factsOfAccount(account: Account): Facts {
  return factsOf(recorded(callsOf(account)), readers, home);
}

export function callsOf(account: Account): readonly Told[] {
  return [
    ...identityCalls(account.user),
    ...identityCalls(account.role, trusting("lambda.amazonaws.com")),
    ...resourceCalls(account),
    ...organizationCalls(account.organization),
    ...endpointCalls(account),
  ];
}

function trusting(Service: string): Policy {
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "trusting", Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  };
}

const tagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const arnOf = (name: string) => `arn:aws:iam::${home}:policy/${name}`;

function identityCalls(identity: Identity, trust?: Policy): readonly Told[] {
  const { kind, name, groups } = identity;
  const self = { [`${kind}Name`]: name };
  const Tags = tagList(identity.tags);
  const described = {
    ...self,
    [`${kind}Id`]: identity.uniqueId,
    Arn: identity.arn,
    Path: "/",
    Tags,
    ...(trust && { AssumeRolePolicyDocument: trust }),
    ...(identity.boundary && {
      PermissionsBoundary: {
        PermissionsBoundaryType: "Policy",
        PermissionsBoundaryArn: arnOf(`boundary-${name}`),
      },
    }),
  };
  return [
    call("iam", `Get${kind}`, self, { [kind]: described }),
    call("iam", `List${kind}Tags`, self, { Tags, IsTruncated: false }),
    ...policyCalls(kind, name, identity.inline, identity.attached),
    ...(identity.boundary ? managedCalls(`boundary-${name}`, identity.boundary) : []),
    ...(kind === "User"
      ? [
          call("iam", "ListGroupsForUser", self, {
            Groups: groups.map((group) => ({
              GroupName: group.name,
              Arn: `arn:aws:iam::${home}:group/${group.name}`,
            })),
            IsTruncated: false,
          }),
        ]
      : []),
    ...groups.flatMap((group) => policyCalls("Group", group.name, group.inline, group.attached)),
  ];
}

function policyCalls(
  kind: "User" | "Role" | "Group",
  name: string,
  inline: readonly Policy[],
  attached: readonly Policy[],
): readonly Told[] {
  const self = { [`${kind}Name`]: name };
  const named = attached.map((policy, index) => ({ policy, name: `${name}-attached-${index}` }));
  return [
    call("iam", `List${kind}Policies`, self, {
      PolicyNames: inline.map((_, index) => `inline-${index}`),
      IsTruncated: false,
    }),
    ...inline.map((policy, index) => {
      const PolicyName = `inline-${index}`;
      return call(
        "iam",
        `Get${kind}Policy`,
        { ...self, PolicyName },
        { ...self, PolicyName, PolicyDocument: policy },
      );
    }),
    call("iam", `ListAttached${kind}Policies`, self, {
      AttachedPolicies: named.map((one) => ({ PolicyName: one.name, PolicyArn: arnOf(one.name) })),
      IsTruncated: false,
    }),
    ...named.flatMap((one) => managedCalls(one.name, one.policy)),
  ];
}

function managedCalls(name: string, policy: Policy): readonly Told[] {
  const PolicyArn = arnOf(name);
  return [
    call(
      "iam",
      "GetPolicy",
      { PolicyArn },
      { Policy: { PolicyName: name, Arn: PolicyArn, DefaultVersionId: "v3" } },
    ),
    call(
      "iam",
      "GetPolicyVersion",
      { PolicyArn, VersionId: "v3" },
      { PolicyVersion: { VersionId: "v3", IsDefaultVersion: true, Document: policy } },
    ),
  ];
}

function resourceCalls(account: Account): readonly Told[] {
  const calls: { readonly [service in Account["service"]]: () => readonly Told[] } = {
    sqs: () => queueCalls(account),
    s3: () => bucketCalls(account),
    kms: () => keyCalls(account),
    sts: () => targetCalls(account),
    dynamodb: () => tableCalls(account),
  };
  return calls[account.service]();
}

function queueCalls({ resourcePolicy, resourceTags }: Account): readonly Told[] {
  const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${home}/jobs`;
  return [
    call("sqs", "GetQueueUrl", { QueueName: "jobs" }, { QueueUrl }),
    call(
      "sqs",
      "GetQueueAttributes",
      { QueueUrl, AttributeNames: ["All"] },
      { Attributes: { QueueArn: resourceArns.sqs, ...(resourcePolicy && { Policy: resourcePolicy }) } },
    ),
    call("sqs", "ListQueueTags", { QueueUrl }, { Tags: resourceTags }),
  ];
}

function bucketCalls(account: Account): readonly Told[] {
  const Bucket = "ledger";
  const everyone = {
    Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
    Permission: "READ",
  };
  const owner = { Grantee: { Type: "CanonicalUser", ID: "owner" }, Permission: "FULL_CONTROL" };
  const block = {
    BlockPublicAcls: false,
    IgnorePublicAcls: account.ignorePublicAcls,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: account.restrictPublicBuckets,
  };
  return [
    call("s3", "ListBuckets", {}, { Buckets: [{ Name: Bucket }], Owner: { ID: "owner" } }),
    account.resourcePolicy
      ? call("s3", "GetBucketPolicy", { Bucket }, { Policy: account.resourcePolicy })
      : failing("s3", "GetBucketPolicy", { Bucket }, "NoSuchBucketPolicy"),
    call("s3", "GetPublicAccessBlock", { Bucket }, { PublicAccessBlockConfiguration: block }),
    failing("s3control", "GetPublicAccessBlock", { AccountId: home }, "NoSuchPublicAccessBlockConfiguration"),
    call(
      "s3",
      "GetBucketOwnershipControls",
      { Bucket },
      {
        OwnershipControls: {
          Rules: [{ ObjectOwnership: account.ownerEnforced ? "BucketOwnerEnforced" : "ObjectWriter" }],
        },
      },
    ),
    call("s3", "GetBucketAcl", { Bucket }, { Owner: { ID: "owner" }, Grants: [owner] }),
    call("s3", "GetBucketLocation", { Bucket }, { LocationConstraint: null }),
    failing("s3", "GetBucketTagging", { Bucket }, "NoSuchTagSet"),
    call(
      "s3",
      "GetBucketEncryption",
      { Bucket },
      {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
      },
    ),
    ...objects.map((Key) =>
      call(
        "s3",
        "GetObjectAcl",
        { Bucket, Key },
        { Owner: { ID: "owner" }, Grants: account.publicObject ? [owner, everyone] : [owner] },
      ),
    ),
  ];
}

function keyCalls(account: Account): readonly Told[] {
  const KeyId = resourceArns.kms.split("/")[1] ?? "";
  const Grants = account.grants.map(({ grantee, operations }, index) => ({
    KeyId: resourceArns.kms,
    GrantId: `grant-${index}`,
    GranteePrincipal: grantee,
    Operations: operations,
  }));
  return [
    call(
      "kms",
      "DescribeKey",
      { KeyId },
      {
        KeyMetadata: {
          KeyId,
          Arn: resourceArns.kms,
          KeyState: "Enabled",
          Enabled: true,
          KeyManager: "CUSTOMER",
        },
      },
    ),
    call(
      "kms",
      "GetKeyPolicy",
      { KeyId, PolicyName: "default" },
      { Policy: account.resourcePolicy ?? null, PolicyName: "default" },
    ),
    call("kms", "ListGrants", { KeyId }, { Grants, Truncated: false }),
    call("kms", "ListAliases", { KeyId }, { Aliases: [], Truncated: false }),
    call(
      "kms",
      "ListResourceTags",
      { KeyId },
      {
        Tags: Object.entries(account.resourceTags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        Truncated: false,
      },
    ),
  ];
}

function targetCalls(account: Account): readonly Told[] {
  const target: Identity = {
    kind: "Role",
    name: "target",
    arn: resourceArns.sts,
    uniqueId: "AROATARGETXXXXXXXXXXX",
    tags: account.resourceTags,
    inline: [],
    attached: [],
    groups: [],
  };
  return identityCalls(target, account.resourcePolicy);
}

function tableCalls({ resourceTags }: Account): readonly Told[] {
  const ResourceArn = resourceArns.dynamodb;
  return [
    call(
      "dynamodb",
      "DescribeTable",
      { TableName: "orders" },
      { Table: { TableName: "orders", TableArn: ResourceArn, TableStatus: "ACTIVE" } },
    ),
    failing("dynamodb", "GetResourcePolicy", { ResourceArn }, "PolicyNotFoundException"),
    call("dynamodb", "ListTagsOfResource", { ResourceArn }, { Tags: tagList(resourceTags) }),
  ];
}

function endpointCalls({ endpointPolicy, service }: Account): readonly Told[] {
  const endpoint = {
    VpcEndpointId: endpointId,
    VpcEndpointType: service === "s3" || service === "dynamodb" ? "Gateway" : "Interface",
    VpcId: "vpc-0123456789abcdef0",
    ServiceName: `com.amazonaws.us-east-1.${service}`,
    State: "available",
    PolicyDocument: endpointPolicy ?? null,
  };
  return [call("ec2", "DescribeVpcEndpoints", {}, { VpcEndpoints: endpointPolicy ? [endpoint] : [] })];
}
