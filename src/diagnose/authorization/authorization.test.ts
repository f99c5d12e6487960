import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json.ts";
import type { Told } from "../../testing/recorded.ts";
import {
  accessFacts,
  bucket,
  home,
  key,
  noOrganization,
  policyOf,
  queue,
  role,
  user,
} from "../../testing/access-account.ts";
import { accessProbes } from "./access-probes.ts";
import { explainAccess } from "./authorization.ts";

interface Case {
  readonly name: string;
  readonly told: readonly Told[];
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: readonly string[] };
  readonly expected: string;
  readonly layer?: string;
  readonly statement?: string;
}

const now = "2026-11-21T00:00:00Z";
const roleArn = (name: string) => `arn:aws:iam::${home}:role/${name}`;
const queueArn = `arn:aws:sqs:us-east-1:${home}:jobs`;
const keyArn = `arn:aws:kms:us-east-1:${home}:key/k1`;
const allow = (Action: string | readonly string[], Resource: string, more: JsonObject = {}): JsonObject => ({
  Sid: "Yes",
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource: string, more: JsonObject = {}): JsonObject => ({
  Sid: "No",
  Effect: "Deny",
  Action,
  Resource,
  ...more,
});
const grant = (Principal: JsonObject | string, Action: string, Resource: string, more: JsonObject = {}) =>
  allow(Action, Resource, { Principal, ...more });
const all = allow("*", "*");
const delegating = grant({ AWS: `arn:aws:iam::${home}:root` }, "kms:*", "*");

const cases: readonly Case[] = [
  {
    name: "an inline Allow suffices",
    told: role({ name: "app", inline: { p: [allow("sqs:*", "*")] } }),
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "allowed",
    layer: "identity",
    statement: "Yes",
  },
  {
    name: "a Deny wins",
    told: role({ name: "app", attached: { p: [all] }, inline: { d: [deny("sqs:*", "*")] } }),
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-explicitly",
    layer: "identity",
    statement: "No",
  },
  {
    name: "a boundary's Deny wins",
    told: role({ name: "app", attached: { p: [all] }, boundary: [all, deny("sqs:*", "*")] }),
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-explicitly",
    layer: "boundary",
  },
  {
    name: "a user's boundary limits its policies",
    told: user({ name: "ana", attached: { p: [all] }, boundary: [allow("s3:*", "*")] }),
    principal: "ana",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-implicitly",
    layer: "boundary",
  },
  {
    name: "a grant to a user passes its boundary",
    told: [
      ...user({ name: "ana", boundary: [allow("s3:*", "*")] }),
      ...queue("jobs", policyOf(grant({ AWS: `arn:aws:iam::${home}:user/ana` }, "sqs:*", queueArn))),
    ],
    principal: "ana",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "allowed",
    layer: "resource",
  },
  {
    name: "a grant to a role stops at its boundary",
    told: [
      ...role({ name: "app", boundary: [allow("s3:*", "*")] }),
      ...queue("jobs", policyOf(grant({ AWS: roleArn("app") }, "sqs:*", queueArn))),
    ],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-implicitly",
    layer: "boundary",
  },
  {
    name: "a grant to everyone, narrowed by ARN, passes the boundary",
    told: [
      ...role({ name: "app", boundary: [allow("s3:*", "*")] }),
      ...queue(
        "jobs",
        policyOf(
          grant("*", "sqs:*", queueArn, { Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("app") } } }),
        ),
      ),
    ],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "allowed",
    layer: "resource",
  },
  {
    name: "the account as principal is no grant",
    told: [...role({ name: "app" }), ...queue("jobs", policyOf(grant({ AWS: home }, "sqs:*", queueArn)))],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-implicitly",
    layer: "identity",
  },
  {
    name: "a Deny of the account hits its roles",
    told: [
      ...role({ name: "app", inline: { p: [all] } }),
      ...queue("jobs", policyOf(deny("sqs:*", queueArn, { Principal: { AWS: home } }))),
    ],
    principal: "app",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-explicitly",
    layer: "resource",
  },
  {
    name: "a service needs the resource's policy",
    told: queue("jobs"),
    principal: "sns.amazonaws.com",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-implicitly",
    layer: "resource",
  },
  {
    name: "a service's source must match",
    told: queue(
      "jobs",
      policyOf(
        grant({ Service: "sns.amazonaws.com" }, "sqs:SendMessage", queueArn, {
          Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:1:old" } },
        }),
      ),
    ),
    principal: "sns.amazonaws.com",
    action: "sqs:SendMessage",
    resource: queueArn,
    context: { "aws:SourceArn": ["arn:aws:sns:us-east-1:1:new"] },
    expected: "denied-implicitly",
    layer: "resource",
  },
  {
    name: "a user has no source",
    told: [
      ...user({ name: "ana" }),
      ...queue(
        "jobs",
        policyOf(
          grant("*", "sqs:*", queueArn, { Condition: { StringEquals: { "aws:SourceAccount": home } } }),
        ),
      ),
    ],
    principal: "ana",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-implicitly",
    layer: "identity",
  },
  {
    name: "across accounts a silent resource settles it",
    told: queue("jobs"),
    principal: "arn:aws:iam::999988887777:role/x",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "denied-implicitly",
    layer: "resource",
  },
  {
    name: "across accounts the other side is unknown",
    told: queue("jobs", policyOf(grant({ AWS: "999988887777" }, "sqs:*", queueArn))),
    principal: "arn:aws:iam::999988887777:role/x",
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "unknown",
  },
  {
    name: "another account's resource is unknown where we allow",
    told: role({ name: "app", inline: { p: [all] } }),
    principal: "app",
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:999988887777:q",
    expected: "unknown",
  },
  {
    name: "another account's resource is out of reach where we do not",
    told: role({ name: "app" }),
    principal: "app",
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:999988887777:q",
    expected: "denied-implicitly",
    layer: "identity",
  },
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

describe("explainAccess", () => {
  it.each(cases)(
    "$name",
    ({ told, principal, action, resource, context = {}, expected, layer, statement }) => {
      const facts = accessFacts([
        ...noOrganization,
        ...told,
        ...(told.some(({ operation }) => operation === "GetQueueUrl") ? [] : queue("jobs")),
      ]);
      const verdict = explainAccess(facts, { principal, action, resource, context, now });
      expect(verdict.decision).toBe(expected);
      if (layer !== undefined) expect(verdict.deciding.map((deciding) => deciding.layer)).toContain(layer);
      if (statement !== undefined)
        expect(verdict.deciding.map((deciding) => deciding.statement)).toContain(statement);
      if (expected === "unknown") expect(verdict.missing.length).toBeGreaterThan(0);
      else expect(verdict.deciding.every(({ evidence }) => evidence.length > 0)).toBe(true);
      expect(verdict.layers).toHaveLength(10);
    },
  );

  it("does not decide over policies that were refused", () => {
    const told = role({ name: "app", inline: { p: [all] } }).map((one) =>
      one.operation === "GetRolePolicy"
        ? {
            service: one.service,
            operation: one.operation,
            params: one.params ?? {},
            error: { code: "AccessDenied", message: "" },
          }
        : one,
    );
    const verdict = explainAccess(accessFacts([...noOrganization, ...told, ...queue("jobs")]), {
      principal: "app",
      action: "sqs:SendMessage",
      resource: queueArn,
      context: {},
      now,
    });
    expect(verdict).toMatchObject({ decision: "unknown", missing: [{ read: "iam:GetRolePolicy" }] });
  });
});

describe("organization policies", () => {
  const member = (
    root: readonly JsonObject[],
    account: readonly JsonObject[],
    kind = "SERVICE_CONTROL_POLICY",
  ): readonly Told[] => {
    const list = (TargetId: string, Filter: string, ids: readonly string[]): Told => ({
      service: "organizations",
      operation: "ListPoliciesForTarget",
      params: { TargetId, Filter },
      response: { Policies: ids.map((Id) => ({ Id, Name: Id })) },
    });
    const other = kind === "SERVICE_CONTROL_POLICY" ? "RESOURCE_CONTROL_POLICY" : "SERVICE_CONTROL_POLICY";
    const policy = (Id: string, statements: readonly JsonObject[]): Told => ({
      service: "organizations",
      operation: "DescribePolicy",
      params: { PolicyId: Id },
      response: { Policy: { PolicySummary: { Id, Name: Id }, Content: policyOf(...statements) } },
    });
    return [
      {
        service: "organizations",
        operation: "DescribeOrganization",
        response: { Organization: { Id: "o-1", MasterAccountId: "999988887777", FeatureSet: "ALL" } },
      },
      {
        service: "organizations",
        operation: "ListParents",
        params: { ChildId: home },
        response: { Parents: [{ Id: "r-1", Type: "ROOT" }] },
      },
      list("r-1", kind, ["p-root"]),
      list(home, kind, ["p-account"]),
      list("r-1", other, ["p-full"]),
      list(home, other, ["p-full"]),
      policy("p-root", root),
      policy("p-account", account),
      policy("p-full", [
        {
          Effect: "Allow",
          Action: "*",
          Resource: "*",
          ...(other === "RESOURCE_CONTROL_POLICY" && { Principal: "*" }),
        },
      ]),
    ];
  };
  const decide = (told: readonly Told[], principal = "app") =>
    explainAccess(
      accessFacts([
        ...told,
        ...role({ name: "app", inline: { p: [all] } }),
        ...queue("jobs", policyOf(grant("*", "sqs:*", queueArn))),
      ]),
      { principal, action: "sqs:SendMessage", resource: queueArn, context: {}, now },
    );

  it("asks for an Allow on every level", () => {
    expect(decide(member([all], [all])).decision).toBe("allowed");
    expect(decide(member([all], [allow("s3:*", "*")]))).toMatchObject({
      decision: "denied-implicitly",
      deciding: [{ layer: "scp", policy: { attachedTo: home } }],
    });
  });

  it("lets a Deny on any level win, for the account's root user too", () => {
    expect(decide(member([all, deny("sqs:*", "*")], [all])).decision).toBe("denied-explicitly");
    expect(decide(member([all, deny("sqs:*", "*")], [all]), `arn:aws:iam::${home}:root`).decision).toBe(
      "denied-explicitly",
    );
  });

  it("binds resources for every caller by resource control policies", () => {
    const told = member([{ ...deny("sqs:*", "*"), Principal: "*" }], [], "RESOURCE_CONTROL_POLICY");
    expect(decide(told, "*")).toMatchObject({ decision: "denied-explicitly", deciding: [{ layer: "rcp" }] });
    expect(decide(told).decision).toBe("denied-explicitly");
  });
});

describe("accessProbes", () => {
  const query = { principal: "app", action: "sqs:SendMessage", resource: queueArn, context: {}, now };

  it("asks for the principal, the organization and the resource at once", () => {
    expect(accessProbes(accessFacts([]), query).map(({ probe }) => probe)).toEqual([
      "iam/principal",
      "organizations/policies",
      "sqs/resource-policy",
    ]);
  });

  it("asks for nothing that was tried, refused or not", () => {
    const refused = { code: "AccessDenied", message: "" };
    const told: readonly Told[] = [
      { service: "iam", operation: "GetRole", params: { RoleName: "app" }, error: refused },
      { service: "iam", operation: "GetUser", params: { UserName: "app" }, error: refused },
      { service: "organizations", operation: "DescribeOrganization", error: refused },
      { service: "sqs", operation: "GetQueueUrl", params: { QueueName: "jobs" }, error: refused },
    ];
    expect(accessProbes(accessFacts(told), query)).toEqual([]);
  });
});
