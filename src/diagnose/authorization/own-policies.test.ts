import { describe, it } from "vitest";
import { bucket, home, key, policyOf, queue, role, user } from "../../testing/access-account.ts";
import {
  allow,
  all,
  delegating,
  deny,
  grant,
  keyArn,
  queueArn,
  roleArn,
  expectCase,
} from "../../testing/access-case.ts";
import type { Case } from "../../testing/access-case.ts";

const cases: readonly Case[] = [
  {
    name: "a key delegates to identity policies",
    told: [
      ...role({ name: "app", inline: { p: [allow("kms:Decrypt", keyArn)] } }),
      ...key("k1", policyOf(delegating)),
    ],
    principal: "app",
    action: "kms:Decrypt",
    resource: keyArn,
    expected: "allowed",
    layer: "key-policy",
  },
  {
    name: "a key that does not is deaf to them",
    told: [
      ...role({ name: "app", inline: { p: [all] } }),
      ...key("k1", policyOf(grant({ AWS: roleArn("other") }, "kms:*", "*"))),
    ],
    principal: "app",
    action: "kms:Decrypt",
    resource: keyArn,
    expected: "denied-implicitly",
    layer: "key-policy",
  },
  {
    name: "a key policy that names the role suffices",
    told: [
      ...role({ name: "app" }),
      ...key("k1", policyOf(grant({ AWS: roleArn("app") }, "kms:Decrypt", "*"))),
    ],
    principal: "app",
    action: "kms:Decrypt",
    resource: keyArn,
    expected: "allowed",
    layer: "key-policy",
  },
  {
    name: "a key grant suffices",
    told: [
      ...role({ name: "app" }),
      ...key("k1", policyOf(delegating), [{ GranteePrincipal: roleArn("app"), Operations: ["Decrypt"] }]),
    ],
    principal: "app",
    action: "kms:Decrypt",
    resource: keyArn,
    expected: "allowed",
    layer: "grant",
  },
  {
    name: "a key grant for another operation does not",
    told: [
      ...role({ name: "app" }),
      ...key("k1", policyOf(delegating), [{ GranteePrincipal: roleArn("app"), Operations: ["Encrypt"] }]),
    ],
    principal: "app",
    action: "kms:Decrypt",
    resource: keyArn,
    expected: "denied-implicitly",
    layer: "identity",
  },
  {
    name: "a constrained grant hangs on the encryption context",
    told: [
      ...role({ name: "app" }),
      ...key("k1", policyOf(delegating), [
        {
          GranteePrincipal: roleArn("app"),
          Operations: ["Decrypt"],
          Constraints: { EncryptionContextSubset: { a: "1" } },
        },
      ]),
    ],
    principal: "app",
    action: "kms:Decrypt",
    resource: keyArn,
    expected: "unknown",
  },
  {
    name: "the root user needs no policy",
    told: queue("jobs"),
    principal: `arn:aws:iam::${home}:root`,
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "allowed",
    layer: "identity",
  },
  {
    name: "a trust policy that names the user suffices",
    told: [
      ...user({ name: "ana" }),
      ...role({
        name: "ops",
        trust: policyOf({
          Sid: "Yes",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${home}:user/ana` },
          Action: "sts:AssumeRole",
        }),
      }),
    ],
    principal: "ana",
    action: "sts:AssumeRole",
    resource: roleArn("ops"),
    expected: "allowed",
    layer: "trust",
  },
  {
    name: "the id of a deleted role matches nobody",
    told: [
      ...role({ name: "app", inline: { p: [all] } }),
      ...role({
        name: "ops",
        trust: policyOf({
          Effect: "Allow",
          Principal: { AWS: "AROAOLDOLDOLDOLDOLDOL" },
          Action: "sts:AssumeRole",
        }),
      }),
    ],
    principal: "app",
    action: "sts:AssumeRole",
    resource: roleArn("ops"),
    expected: "denied-implicitly",
    layer: "trust",
  },
  {
    name: "anonymous reads need a public policy",
    told: bucket("b", { policy: policyOf(grant("*", "s3:GetObject", "arn:aws:s3:::b/*")) }),
    principal: "*",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/x",
    expected: "allowed",
    layer: "resource",
  },
  {
    name: "RestrictPublicBuckets keeps strangers out",
    told: bucket("b", {
      policy: policyOf(grant("*", "s3:GetObject", "arn:aws:s3:::b/*")),
      block: { RestrictPublicBuckets: true },
      objectAcl: { key: "x", grants: [] },
    }),
    principal: "*",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/x",
    expected: "denied-implicitly",
    layer: "resource",
  },
  {
    name: "RestrictPublicBuckets lets the account's own users in",
    told: [
      ...user({ name: "ana" }),
      ...bucket("b", {
        policy: policyOf(grant("*", "s3:GetObject", "arn:aws:s3:::b/*")),
        block: { RestrictPublicBuckets: true },
      }),
    ],
    principal: "ana",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/x",
    expected: "allowed",
    layer: "resource",
  },
  {
    name: "a public object ACL grants",
    told: bucket("b", {
      objectAcl: {
        key: "x",
        grants: [
          {
            Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
            Permission: "READ",
          },
        ],
      },
    }),
    principal: "*",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/x",
    expected: "allowed",
    layer: "resource",
  },
  {
    name: "IgnorePublicAcls disarms it",
    told: bucket("b", {
      block: { IgnorePublicAcls: true },
      objectAcl: {
        key: "x",
        grants: [
          {
            Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
            Permission: "READ",
          },
        ],
      },
    }),
    principal: "*",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/x",
    expected: "denied-implicitly",
    layer: "resource",
  },
  {
    name: "BucketOwnerEnforced disarms it too",
    told: bucket("b", {
      ownership: "BucketOwnerEnforced",
      objectAcl: {
        key: "x",
        grants: [
          {
            Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
            Permission: "READ",
          },
        ],
      },
    }),
    principal: "*",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/x",
    expected: "denied-implicitly",
    layer: "resource",
  },
  {
    name: "an unknown key that decides makes it unknown",
    told: [
      ...role({
        name: "app",
        inline: {
          p: [allow("sqs:*", "*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })],
        },
      }),
      ...queue("jobs"),
    ],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "unknown",
  },
  {
    name: "an unknown key beside a sufficient Allow does not",
    told: [
      ...role({
        name: "app",
        inline: {
          p: [
            allow("sqs:*", "*", {
              Sid: "Maybe",
              Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
            }),
            allow("sqs:*", "*"),
          ],
        },
      }),
      ...queue("jobs"),
    ],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "allowed",
    layer: "identity",
    statement: "Yes",
  },
  {
    name: "an address given shows that the call comes through no endpoint",
    told: [
      ...role({
        name: "app",
        inline: {
          p: [all, deny("*", "*", { Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } })],
        },
      }),
      ...queue("jobs"),
    ],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    context: { "aws:SourceIp": ["203.0.113.9"] },
    expected: "denied-explicitly",
    layer: "identity",
  },
];

describe("keys, roles, buckets and unknown keys", () => {
  it.each(cases)("$name", expectCase);
});
