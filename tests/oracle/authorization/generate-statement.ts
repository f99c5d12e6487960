import { callingService, home, resourceArns, sessionName, stranger } from "./account-model.ts";
import type { Policy, Principals, Service, Statement, Texts } from "./account-model.ts";
import { drawCondition } from "./generate-condition.ts";
import type { Audience } from "./generate-condition.ts";
import type { Random } from "./random.ts";

/** What a kind of policy may hold: only policies of resources name principals, and trust and control policies have their own limits. */
export interface PolicyShape {
  readonly service: Service;
  readonly principals: boolean;
  readonly resources: boolean;
  readonly denyChance: number;
  readonly conditionChance: number;
  /** Whether it is a policy of a user or role. */
  readonly ofIdentity?: true;
  /** Chance that an Allow speaks of the service without narrowing. */
  readonly wideChance: number;
}

export const actionsOf: { readonly [service in Service]: readonly string[] } = {
  sqs: ["sqs:SendMessage", "sqs:ReceiveMessage"],
  s3: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
  kms: ["kms:Decrypt", "kms:Encrypt"],
  sts: ["sts:AssumeRole"],
  dynamodb: ["dynamodb:GetItem", "dynamodb:PutItem"],
};

const actionPatterns: { readonly [service in Service]: readonly string[] } = {
  sqs: ["sqs:Send*", "SQS:sendmessage", "sqs:*", "sqs:??????essage", "sqs:*Message"],
  s3: ["s3:Get*", "S3:*", "s3:*Object", "s3:List*"],
  kms: ["kms:*", "kms:*crypt", "KMS:decrypt", "kms:?ncrypt"],
  sts: ["sts:*", "sts:Assume*", "STS:assumerole"],
  dynamodb: ["dynamodb:*", "dynamodb:*Item", "dynamodb:Get*"],
};

const resourcePatterns: { readonly [service in Service]: readonly string[] } = {
  sqs: [
    resourceArns.sqs,
    "arn:aws:sqs:*:*:jobs",
    `arn:aws:sqs:us-east-1:${home}:JOBS`,
    `arn:aws:sqs:us-east-1:${home}:j?bs`,
    "arn:aws:sqs:us-east-1:*",
  ],
  s3: [
    `${resourceArns.s3}/*`,
    resourceArns.s3,
    `${resourceArns.s3}*`,
    `${resourceArns.s3}/team/\${aws:PrincipalTag/team}/*`,
    `${resourceArns.s3}/team/\${aws:PrincipalTag/team, 'blue'}/?.csv`,
    "arn:aws:s3:::*/*.csv",
  ],
  kms: [resourceArns.kms, `arn:aws:kms:*:${home}:key/*`, `arn:aws:kms:us-east-1:${home}:alias/*`],
  sts: [
    resourceArns.sts,
    `arn:aws:iam::${home}:role/*`,
    `arn:aws:iam::${home}:role/t??get`,
    `arn:aws:iam::*:role/\${aws:PrincipalTag/owner, 'target'}`,
  ],
  dynamodb: [
    resourceArns.dynamodb,
    `arn:aws:dynamodb:*:*:table/ord*`,
    `arn:aws:dynamodb:us-east-1:${home}:table/\${aws:PrincipalTag/owner, 'orders'}`,
  ],
};

const account = `arn:aws:iam::${home}:root`;
const userArn = `arn:aws:iam::${home}:user/ann`;
const roleArn = `arn:aws:iam::${home}:role/app`;
const sessionArn = `arn:aws:sts::${home}:assumed-role/app/${sessionName}`;
const principals: readonly string[] = [
  userArn,
  roleArn,
  sessionArn,
  account,
  account,
  home,
  "*",
  "*",
  `arn:aws:iam::${home}:user/bob`,
  `arn:aws:iam::${stranger}:root`,
  stranger,
  `arn:aws:iam::${stranger}:role/partner`,
  "AIDAZZZZZZZZZZZZZZZZZ",
];

/** A policy of one to three statements. The Sids are unique in the account: `prefix` makes them so. */
export function drawPolicy(random: Random, shape: PolicyShape, prefix: string): Policy {
  const count = 1 + random.below(3);
  return {
    Version: random.chance(0.1) ? "2008-10-17" : "2012-10-17",
    Statement: Array.from({ length: count }, (_, index) => drawStatement(random, shape, `${prefix}${index}`)),
  };
}

export function drawStatement(random: Random, shape: PolicyShape, Sid: string): Statement {
  const Effect = random.chance(shape.denyChance) ? "Deny" : "Allow";
  const who = shape.principals ? drawPrincipal(random, Effect) : {};
  const forService = "Principal" in who && typeof who.Principal === "object" && "Service" in who.Principal;
  const audience = forService ? "services" : shape.ofIdentity ? "identities" : "everyone";
  const conditional = random.chance(shape.conditionChance);
  return {
    Sid,
    Effect,
    ...who,
    ...drawAction(random, shape),
    ...(shape.resources && drawResource(random, shape)),
    ...(conditional && { Condition: drawConditions(random, shape.service, audience) }),
  };
}

function drawAction(
  random: Random,
  { service, wideChance }: PolicyShape,
): Pick<Statement, "Action" | "NotAction"> {
  if (random.chance(wideChance)) return { Action: random.pick(["*", `${service}:*`]) };
  const vocabulary = [...actionsOf[service], ...actionPatterns[service]];
  if (random.chance(0.12)) return { NotAction: oneOrMore(random, [...vocabulary, "iam:*"], 2) };
  return { Action: oneOrMore(random, [...vocabulary, "ec2:DescribeInstances"], 2) };
}

function drawResource(
  random: Random,
  { service, wideChance }: PolicyShape,
): Pick<Statement, "Resource" | "NotResource"> {
  if (random.chance(wideChance)) return { Resource: "*" };
  const vocabulary = resourcePatterns[service];
  if (random.chance(0.12))
    return { NotResource: oneOrMore(random, [...vocabulary, "arn:aws:ec2:*:*:instance/*"], 2) };
  return { Resource: oneOrMore(random, [...vocabulary, "*"], 2) };
}

/** NotPrincipal comes as AWS's guide shows it: with Deny, and with the account beside each name that is spared. */
function drawPrincipal(
  random: Random,
  effect: "Allow" | "Deny",
): Pick<Statement, "Principal" | "NotPrincipal"> {
  if (effect === "Deny" && random.chance(0.2)) {
    return {
      NotPrincipal: { AWS: random.chance(0.5) ? [userArn, account] : [roleArn, sessionArn, account] },
    };
  }
  if (random.chance(0.12))
    return { Principal: { Service: random.pick([callingService, "events.amazonaws.com"]) } };
  const AWS: Texts = oneOrMore(random, principals, 2);
  const plain: Principals = AWS === "*" && random.chance(0.5) ? "*" : { AWS };
  return { Principal: plain };
}

function drawConditions(
  random: Random,
  service: Service,
  audience: Audience,
): NonNullable<Statement["Condition"]> {
  const drawn = Array.from({ length: random.chance(0.25) ? 2 : 1 }, () =>
    drawCondition(random, service, audience),
  );
  return Object.fromEntries(
    drawn.map(({ operator, key, values }) => [
      operator,
      { [key]: values.length === 1 ? (values[0] ?? "") : values },
    ]),
  );
}

function oneOrMore(random: Random, from: readonly string[], atMost: number): Texts {
  const drawn = random.some(from, atMost);
  return drawn.length === 1 ? (drawn[0] ?? "") : drawn;
}
