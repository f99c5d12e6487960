import { describe, expect, it } from "vitest";
import {
  accessFacts,
  home,
  noOrganization,
  policyOf,
  queue,
  role,
  user,
} from "../../testing/access-account.ts";
import { allow, all, deny, grant, now, queueArn, roleArn, expectCase } from "../../testing/access-case.ts";
import type { Case } from "../../testing/access-case.ts";
import { explainAccess } from "./authorization.ts";

const oneSession = `arn:aws:sts::${home}:assumed-role/app/one`;

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
    name: "a grant to one session of a role leaves open what the role may do, also where the account is named beside it",
    told: [
      ...role({ name: "app", inline: { p: [all] }, boundary: [allow("s3:*", "*")] }),
      ...queue("jobs", policyOf(grant({ AWS: [home, oneSession] }, "sqs:*", queueArn))),
    ],
    principal: roleArn("app"),
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "unknown",
  },
  {
    name: "that session itself is past the boundary",
    told: [
      ...role({ name: "app", inline: { p: [all] }, boundary: [allow("s3:*", "*")] }),
      ...queue("jobs", policyOf(grant({ AWS: [home, oneSession] }, "sqs:*", queueArn))),
    ],
    principal: oneSession,
    action: "sqs:SendMessage",
    resource: queueArn,
    expected: "allowed",
    layer: "resource",
  },
  {
    name: "a queue of the same name in another region is another queue",
    told: [
      ...user({ name: "ana" }),
      ...queue("jobs", policyOf(grant("*", "sqs:*", "*"))),
      ...queue("jobs").map((one) => ({ ...one, region: "eu-west-1" })),
    ],
    principal: "ana",
    action: "sqs:SendMessage",
    resource: queueArn.replace("us-east-1", "eu-west-1"),
    expected: "denied-implicitly",
    layer: "identity",
  },
  {
    name: "a queue of the same name in another account has other tags",
    told: [
      ...user({
        name: "ana",
        inline: {
          p: [allow("sqs:*", "*", { Condition: { StringEquals: { "aws:ResourceTag/team": "red" } } })],
        },
      }),
      ...queue("jobs"),
    ],
    principal: "ana",
    action: "sqs:SendMessage",
    resource: queueArn.replace(home, "999988887777"),
    expected: "unknown",
  },
];

describe("who has to allow", () => {
  it.each(cases)("$name", expectCase);

  it("does not call a policy silent that leaves the matter to the account", () => {
    const told = [
      ...noOrganization,
      ...user({ name: "ana" }),
      ...queue("jobs", policyOf(grant({ AWS: home }, "sqs:*", queueArn))),
    ];
    const question = { principal: "ana", action: "sqs:SendMessage", resource: queueArn, context: {}, now };
    const { decision, deciding } = explainAccess(accessFacts(told), question);
    expect([decision, ...deciding.map(({ layer }) => layer)]).toEqual(["denied-implicitly", "identity"]);
  });
});
