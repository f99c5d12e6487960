import { actionsOf, drawPolicy } from "./generate-statement.ts";
import type { PolicyShape } from "./generate-statement.ts";
import {
  callingService,
  endpointId,
  foreignQueue,
  home,
  organizationId,
  resourceArns,
  sessionName,
  stranger,
  topicArn,
} from "./account-model.ts";
import type {
  Account,
  Caller,
  Identity,
  Level,
  Organization,
  Policy,
  Question,
  Service,
  Tags,
} from "./account-model.ts";
import type { Random } from "./random.ts";
import { randomOf } from "./random.ts";

const services: readonly Service[] = ["sqs", "sqs", "s3", "s3", "kms", "sts", "dynamodb"];

/** An account drawn from a seed: identities, one resource with its policy, perhaps an organization and a VPC endpoint. */
export function generateAccount(seed: number): Account {
  const random = randomOf(seed);
  const service = random.pick(services);
  const grants = service === "kms" && random.chance(0.3) ? [drawGrant(random)] : [];
  // Whether a boundary limits what a grant gives is nowhere documented: no account has both.
  const bounded = grants.length === 0;
  const resourcePolicy = hasResourcePolicy(random, service) ? drawResourcePolicy(random, service) : undefined;
  const organization = random.chance(0.4) ? drawOrganization(random, service) : undefined;
  const endpointPolicy =
    service !== "sts" && random.chance(0.15) ? drawEndpointPolicy(random, service) : undefined;
  return {
    seed,
    service,
    user: drawIdentity(random, service, "User", bounded),
    role: drawIdentity(random, service, "Role", bounded),
    ...(resourcePolicy && { resourcePolicy }),
    resourceTags: drawTags(random),
    grants,
    restrictPublicBuckets: service === "s3" && random.chance(0.3),
    ignorePublicAcls: random.chance(0.3),
    ownerEnforced: random.chance(0.5),
    publicObject: service === "s3" && random.chance(0.3),
    ...(organization && { organization }),
    ...(endpointPolicy && { endpointPolicy }),
  };
}

/** Questions about that account. */
export function generateQuestions(account: Account, count: number): readonly Question[] {
  const random = randomOf(account.seed ^ 0x5eed);
  return Array.from({ length: count }, () => drawQuestion(random, account));
}

function hasResourcePolicy(random: Random, service: Service): boolean {
  return service === "kms" || service === "sts" || (service !== "dynamodb" && random.chance(0.75));
}

function drawResourcePolicy(random: Random, service: Service): Policy {
  const shape: PolicyShape = {
    service,
    principals: true,
    resources: service !== "sts",
    denyChance: 0.2,
    conditionChance: 0.3,
    wideChance: 0.5,
  };
  const drawn = drawPolicy(random, shape, "resource");
  const delegates = (service === "kms" || service === "sts") && random.chance(0.5);
  return delegates
    ? {
        ...drawn,
        Statement: [
          ...drawn.Statement,
          {
            Sid: "delegate",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${home}:root` },
            Action: `${service}:*`,
            ...(service === "kms" && { Resource: "*" }),
          },
        ],
      }
    : drawn;
}

function drawIdentity(random: Random, service: Service, kind: "User" | "Role", bounded: boolean): Identity {
  const name = kind === "User" ? "ann" : "app";
  const shape: PolicyShape = {
    service,
    ofIdentity: true,
    principals: false,
    resources: true,
    denyChance: 0.15,
    conditionChance: 0.3,
    wideChance: 0.3,
  };
  const policies = (prefix: string, chance: number): readonly Policy[] =>
    random.chance(chance) ? [drawPolicy(random, shape, `${prefix}${kind}`)] : [];
  const boundary =
    bounded && random.chance(0.25)
      ? drawPolicy(random, { ...shape, wideChance: 0.6 }, `boundary${kind}`)
      : undefined;
  return {
    kind,
    name,
    arn: `arn:aws:iam::${home}:${kind.toLowerCase()}/${name}`,
    uniqueId: kind === "User" ? "AIDAANNXXXXXXXXXXXXXX" : "AROAAPPXXXXXXXXXXXXXX",
    tags: drawTags(random),
    inline: policies("inline", 0.75),
    attached: policies("attached", 0.35),
    ...(boundary && { boundary }),
    groups:
      kind === "User" && random.chance(0.4)
        ? [{ name: "staff", inline: policies("groupInline", 0.7), attached: policies("groupAttached", 0.4) }]
        : [],
  };
}

function drawTags(random: Random): Tags {
  return {
    ...(random.chance(0.6) && { team: random.pick(["red", "blue", "green"]) }),
    ...(random.chance(0.3) && { owner: random.pick(["ann", "target", "orders"]) }),
  };
}

function drawGrant(random: Random): { readonly grantee: string; readonly operations: readonly string[] } {
  return {
    grantee: random.pick([
      `arn:aws:iam::${home}:user/ann`,
      `arn:aws:iam::${home}:role/app`,
      `arn:aws:iam::${home}:role/other`,
    ]),
    operations: random.pick([["Decrypt"], ["Encrypt"], ["Decrypt", "Encrypt"], ["DescribeKey"]]),
  };
}

/** Above the account one unit and the root; every level keeps full access, or allows something narrower. */
function drawOrganization(random: Random, service: Service): Organization {
  const narrow: PolicyShape = {
    service,
    principals: false,
    resources: true,
    denyChance: 0.3,
    conditionChance: 0.3,
    wideChance: 0.7,
  };
  const full = (Sid: string): Policy => ({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Action: "*", Resource: "*" }],
  });
  const level = (id: string): Level => ({
    id,
    serviceControl: [
      ...(random.chance(0.8) ? [full(`full-${id}`)] : []),
      ...(random.chance(0.35) ? [drawPolicy(random, narrow, `scp-${id}-`)] : []),
    ],
    // Which services resource control policies bind grows with time; of these, the table's was not among the first.
    resourceControl:
      service !== "dynamodb" && random.chance(0.25) ? [drawResourceControl(random, service, id)] : [],
  });
  return {
    id: organizationId,
    managed: random.chance(0.15),
    levels: [level("r-abcd"), level("ou-abcd-11111111"), level(home)],
  };
}

/** Resource control policies only deny, and everyone (Organizations User Guide, RCP syntax). */
function drawResourceControl(random: Random, service: Service, id: string): Policy {
  const shape: PolicyShape = {
    service,
    principals: false,
    resources: true,
    denyChance: 1,
    conditionChance: 0.7,
    wideChance: 0.5,
  };
  const drawn = drawPolicy(random, shape, `rcp-${id}-`);
  return {
    Version: "2012-10-17",
    Statement: drawn.Statement.map((statement) => ({ ...statement, Principal: "*" })),
  };
}

/** Endpoint policies speak of everyone here; gateway endpoints allow nothing else. */
function drawEndpointPolicy(random: Random, service: Service): Policy {
  const shape: PolicyShape = {
    service,
    principals: false,
    resources: true,
    denyChance: 0.15,
    conditionChance: 0.2,
    wideChance: 0.6,
  };
  const drawn = drawPolicy(random, shape, "endpoint");
  return { ...drawn, Statement: drawn.Statement.map((statement) => ({ ...statement, Principal: "*" })) };
}

function drawQuestion(random: Random, account: Account): Question {
  const { service } = account;
  // What a public ACL gives callers of the bucket's own account is not clearly documented: only callers without credentials are asked about.
  const caller = account.publicObject ? "anyone" : random.pick(callersOf(service));
  const action = random.pick(actionsOf[service]);
  const foreign =
    service === "sqs" && ["user", "role", "session", "root"].includes(caller) && random.chance(0.15);
  const object = random.pick(["team/red/a.csv", "team/blue/b.csv", "notes.txt"]);
  const own =
    service === "s3" && action !== "s3:ListBucket" ? `${resourceArns.s3}/${object}` : resourceArns[service];
  return {
    caller,
    principal: principalOf(caller),
    action,
    resource: foreign ? foreignQueue : own,
    context: drawContext(random, account, caller),
  };
}

function callersOf(service: Service): readonly Caller[] {
  const own: readonly Caller[] = ["user", "user", "user", "role", "role", "session"];
  if (service === "dynamodb") return [...own, "root"];
  if (service === "sts") return [...own, "stranger", "service"];
  // Nobody uses a key without credentials.
  return service === "kms"
    ? [...own, "root", "stranger", "service"]
    : [...own, "root", "stranger", "anyone", "service"];
}

function principalOf(caller: Caller): string {
  const arns: { readonly [caller in Caller]: string } = {
    user: `arn:aws:iam::${home}:user/ann`,
    role: `arn:aws:iam::${home}:role/app`,
    session: `arn:aws:sts::${home}:assumed-role/app/${sessionName}`,
    root: `arn:aws:iam::${home}:root`,
    stranger: `arn:aws:iam::${stranger}:role/partner`,
    anyone: "*",
    service: callingService,
  };
  return arns[caller];
}

function drawContext(random: Random, account: Account, caller: Caller): Question["context"] {
  const through = account.endpointPolicy !== undefined && caller !== "service" && random.chance(0.7);
  const given = (key: string, chance: number, values: readonly string[]) =>
    random.chance(chance) ? { [key]: [random.pick(values)] } : {};
  const several = (key: string, values: readonly string[]) =>
    random.chance(0.5) ? { [key]: random.some(values, 2) } : {};
  return {
    ...given("aws:SecureTransport", 0.7, ["true", "true", "false"]),
    ...given("aws:UserAgent", 0.5, ["curl/8", "aws-cli/2"]),
    ...several("aws:TagKeys", ["team", "cost", "colour"]),
    ...(caller !== "anyone" &&
      caller !== "service" && {
        ...several("aws:CalledVia", ["athena.amazonaws.com", "glue.amazonaws.com", "me"]),
        ...given("aws:MultiFactorAuthPresent", 0.7, ["true", "false"]),
        ...given("aws:MultiFactorAuthAge", 0.7, ["100", "300", "900", "3000", "86400"]),
      }),
    ...(through
      ? { "aws:SourceVpce": [endpointId] }
      : given("aws:SourceIp", 0.7, ["203.0.113.9", "198.51.100.7", "10.1.2.3", "2001:db8::1"])),
    ...(caller === "service" && {
      ...given("aws:SourceArn", 0.7, [topicArn, `arn:aws:sns:us-east-1:${home}:other`]),
      ...given("aws:SourceAccount", 0.3, [home]),
    }),
  };
}
