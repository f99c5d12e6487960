import type { Facts } from "../core/facts.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import { factsOf } from "../facts/fact-base.ts";
import { readers as dynamodb } from "../services/dynamodb/access-facts.ts";
import { readers as ecr } from "../services/ecr/access-facts.ts";
import { readers as iam } from "../services/iam/access-facts.ts";
import { readers as kms } from "../services/kms/access-facts.ts";
import { readers as lambda } from "../services/lambda/access-facts.ts";
import { readers as organizations } from "../services/organizations/access-facts.ts";
import { readers as s3 } from "../services/s3/access-facts.ts";
import { readers as secretsmanager } from "../services/secretsmanager/access-facts.ts";
import { readers as sns } from "../services/sns/access-facts.ts";
import { readers as sqs } from "../services/sqs/access-facts.ts";
import { recorded } from "./recorded.ts";
import type { Told } from "./recorded.ts";

export const home = "123456789012";

/** Facts of an account in which these calls were made; nothing else was. */
export function accessFacts(told: readonly Told[]): Facts {
  return factsOf(
    recorded(told),
    [
      ...iam,
      ...organizations,
      ...kms,
      ...s3,
      ...sqs,
      ...sns,
      ...lambda,
      ...secretsmanager,
      ...ecr,
      ...dynamodb,
    ],
    home,
  );
}

export const noOrganization: readonly Told[] = [
  {
    service: "organizations",
    operation: "DescribeOrganization",
    error: { code: "AWSOrganizationsNotInUseException", message: "" },
  },
];

export function policyOf(...statements: readonly JsonObject[]): JsonObject {
  return { Version: "2012-10-17", Statement: statements };
}

export interface ToldEntity {
  readonly name: string;
  readonly inline?: { readonly [name: string]: readonly JsonObject[] };
  readonly attached?: { readonly [name: string]: readonly JsonObject[] };
  readonly boundary?: readonly JsonObject[];
  readonly tags?: { readonly [key: string]: string };
  readonly trust?: JsonObject;
}

/** All that is read of a role. */
export function role(entity: ToldEntity): readonly Told[] {
  const {
    name,
    trust = policyOf({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  } = entity;
  const own = {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase().replaceAll(/\W/g, "").padEnd(17, "X").slice(0, 17)}`,
    Arn: `arn:aws:iam::${home}:role/${name}`,
    AssumeRolePolicyDocument: trust,
  };
  return [...told("Role", { RoleName: name }, own, entity)];
}

/** All that is read of a user, who is in no group. */
export function user(entity: ToldEntity): readonly Told[] {
  const { name } = entity;
  const own = {
    UserName: name,
    UserId: `AIDA${name.toUpperCase().padEnd(17, "X").slice(0, 17)}`,
    Arn: `arn:aws:iam::${home}:user/${name}`,
  };
  return [
    ...told("User", { UserName: name }, own, entity),
    { service: "iam", operation: "ListGroupsForUser", params: { UserName: name }, response: { Groups: [] } },
  ];
}

function told(
  kind: "Role" | "User",
  of: JsonObject,
  own: JsonObject,
  { inline = {}, attached = {}, boundary, tags = {} }: ToldEntity,
): readonly Told[] {
  const arn = (name: string) => `arn:aws:iam::${home}:policy/${name}`;
  const limit = boundary ? { PermissionsBoundary: { PermissionsBoundaryArn: arn("boundary") } } : {};
  const managed = Object.entries({ ...attached, ...(boundary && { boundary }) });
  return [
    {
      service: "iam",
      operation: `Get${kind}`,
      params: of,
      response: {
        [kind]: { ...own, ...limit, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      },
    },
    {
      service: "iam",
      operation: `List${kind}Policies`,
      params: of,
      response: { PolicyNames: Object.keys(inline) },
    },
    ...Object.entries(inline).map(([name, statements]) => ({
      service: "iam",
      operation: `Get${kind}Policy`,
      params: { ...of, PolicyName: name },
      response: { ...of, PolicyName: name, PolicyDocument: policyOf(...statements) },
    })),
    {
      service: "iam",
      operation: `ListAttached${kind}Policies`,
      params: of,
      response: {
        AttachedPolicies: Object.keys(attached).map((name) => ({ PolicyName: name, PolicyArn: arn(name) })),
      },
    },
    ...managed.flatMap(([name, statements]) => [
      {
        service: "iam",
        operation: "GetPolicy",
        params: { PolicyArn: arn(name) },
        response: { Policy: { PolicyName: name, Arn: arn(name), DefaultVersionId: "v1" } },
      },
      {
        service: "iam",
        operation: "GetPolicyVersion",
        params: { PolicyArn: arn(name), VersionId: "v1" },
        response: { PolicyVersion: { VersionId: "v1", Document: policyOf(...statements) } },
      },
    ]),
  ];
}

/** A queue with its policy, none where it is undefined. */
export function queue(name: string, policy?: JsonObject): readonly Told[] {
  const url = `https://sqs.us-east-1.amazonaws.com/${home}/${name}`;
  return [
    { service: "sqs", operation: "GetQueueUrl", params: { QueueName: name }, response: { QueueUrl: url } },
    {
      service: "sqs",
      operation: "GetQueueAttributes",
      params: { QueueUrl: url },
      response: {
        Attributes: { QueueArn: `arn:aws:sqs:us-east-1:${home}:${name}`, ...(policy && { Policy: policy }) },
      },
    },
    { service: "sqs", operation: "ListQueueTags", params: { QueueUrl: url }, response: {} },
  ];
}

/** A bucket of the account; aspects that are not given answer with the error that says so. */
export function bucket(
  name: string,
  {
    policy,
    block,
    ownership,
    objectAcl,
  }: {
    policy?: JsonObject;
    block?: JsonObject;
    ownership?: string;
    objectAcl?: { key: string; grants: readonly Json[] };
  } = {},
): readonly Told[] {
  const aspect = (operation: string, response: Json | undefined, code: string): Told => ({
    service: "s3",
    operation,
    params: { Bucket: name },
    ...(response === undefined ? { error: { code, message: "" } } : { response }),
  });
  return [
    { service: "s3", operation: "ListBuckets", response: { Buckets: [{ Name: name }] } },
    aspect("GetBucketPolicy", policy && { Policy: policy }, "NoSuchBucketPolicy"),
    aspect(
      "GetPublicAccessBlock",
      block && { PublicAccessBlockConfiguration: block },
      "NoSuchPublicAccessBlockConfiguration",
    ),
    aspect(
      "GetBucketOwnershipControls",
      ownership === undefined
        ? undefined
        : { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } },
      "OwnershipControlsNotFoundError",
    ),
    aspect("GetBucketAcl", { Owner: { ID: "owner" }, Grants: [] }, ""),
    ...(objectAcl
      ? [
          {
            service: "s3",
            operation: "GetObjectAcl",
            params: { Bucket: name, Key: objectAcl.key },
            response: { Grants: objectAcl.grants },
          },
        ]
      : []),
  ];
}

/** A key with its policy and grants. */
export function key(id: string, policy: JsonObject, grants: readonly JsonObject[] = []): readonly Told[] {
  return [
    {
      service: "kms",
      operation: "DescribeKey",
      params: { KeyId: id },
      response: {
        KeyMetadata: { KeyId: id, Arn: `arn:aws:kms:us-east-1:${home}:key/${id}`, KeyState: "Enabled" },
      },
    },
    {
      service: "kms",
      operation: "GetKeyPolicy",
      params: { KeyId: id, PolicyName: "default" },
      response: { Policy: policy },
    },
    {
      service: "kms",
      operation: "ListGrants",
      params: { KeyId: id },
      response: { Grants: grants.map((grant, index) => ({ KeyId: id, GrantId: `g${index}`, ...grant })) },
    },
    { service: "kms", operation: "ListAliases", params: { KeyId: id }, response: { Aliases: [] } },
  ];
}
