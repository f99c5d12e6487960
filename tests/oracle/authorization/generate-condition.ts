import { callingService, home, organizationId, topicArn } from "./account-model.ts";
import type { Service } from "./account-model.ts";
import type { Random } from "./random.ts";

/** One condition: operator, key, and the values it compares with. */
export interface DrawnCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface KeyVocabulary {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
  readonly multivalued?: true;
}

const text = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"];
const anyCase = ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"];
const arn = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotLike"];
const numeric = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const general: readonly KeyVocabulary[] = [
  {
    key: "aws:PrincipalTag/team",
    operators: [...text, ...anyCase],
    values: ["red", "blue", "Red", "re*", "*"],
  },
  {
    key: "aws:ResourceTag/team",
    operators: [...text, ...anyCase],
    values: ["red", "blue", "b?ue", "${aws:PrincipalTag/team, 'red'}"],
  },
  {
    key: "aws:PrincipalArn",
    operators: arn,
    values: [
      `arn:aws:iam::${home}:role/app`,
      `arn:aws:iam::${home}:user/ann`,
      `arn:aws:iam::${home}:role/*`,
      "arn:aws:iam::*:user/a??",
    ],
  },
  { key: "aws:PrincipalAccount", operators: text, values: [home, "999988887777", "*"] },
  { key: "aws:PrincipalOrgID", operators: text, values: [organizationId, "o-zzzzzzzzzz", "o-*"] },
  { key: "aws:ResourceAccount", operators: text, values: [home, "999988887777"] },
  { key: "aws:SecureTransport", operators: ["Bool"], values: ["true", "false"] },
  {
    key: "aws:MultiFactorAuthAge",
    operators: numeric.map((name) => `Numeric${name}`),
    values: ["300", "3600", "1000"],
  },
  { key: "aws:MultiFactorAuthPresent", operators: ["Bool"], values: ["true", "false"] },
  {
    key: "aws:SourceIp",
    operators: ["IpAddress", "NotIpAddress"],
    values: ["203.0.113.0/24", "198.51.100.7", "10.0.0.0/8", "2001:db8::/32"],
  },
  {
    key: "aws:CurrentTime",
    operators: numeric.map((name) => `Date${name}`),
    values: ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-11-21T00:00:00Z"],
  },
  { key: "aws:UserAgent", operators: text, values: ["curl/8", "aws-cli/*", "*"] },
  { key: "aws:TagKeys", operators: text, values: ["team", "cost", "c*"], multivalued: true },
  {
    key: "aws:CalledVia",
    operators: text,
    values: ["athena.amazonaws.com", "*.amazonaws.com"],
    multivalued: true,
  },
];

const ofOrganizations: KeyVocabulary = {
  key: "aws:PrincipalOrgPaths",
  operators: text,
  values: [`${organizationId}/r-abcd/ou-abcd-11111111/`, `${organizationId}/*`, "o-zzzzzzzzzz/*"],
  multivalued: true,
};

/** Keys that only identities have; drawn for policies of identities alone. */
const ofIdentities: readonly KeyVocabulary[] = [
  {
    key: "aws:userid",
    operators: text,
    values: [
      "AROAAPPXXXXXXXXXXXXXX:*",
      "AROAAPPXXXXXXXXXXXXXX:shift",
      "AIDAANNXXXXXXXXXXXXXX",
      "AIDA*",
      "AROAZZZ*",
    ],
  },
  { key: "aws:PrincipalType", operators: text, values: ["User", "AssumedRole", "Account", "A*"] },
];

const ofUsers: KeyVocabulary = {
  key: "aws:username",
  operators: text,
  values: ["ann", "bob", "a*", "${aws:PrincipalTag/owner, 'ann'}"],
};

const ofServices: readonly KeyVocabulary[] = [
  {
    key: "aws:SourceArn",
    operators: arn,
    values: [topicArn, `arn:aws:sns:*:${home}:*`, `arn:aws:sns:us-east-1:${home}:other`],
  },
  { key: "aws:SourceAccount", operators: text, values: [home, "999988887777"] },
  { key: "aws:PrincipalServiceName", operators: text, values: [callingService, "events.amazonaws.com"] },
];

/** S3 objects have no `aws:ResourceTag`: their tags are `s3:ExistingObjectTag` (Service Authorization Reference, Amazon S3). */
const generalOf = (service: Service) =>
  service === "s3" ? general.filter(({ key }) => key !== "aws:ResourceTag/team") : general;

/** Who it is for: keys differ in who brings them. */
export type Audience = "services" | "identities" | "everyone";

/** A condition with an operator that suits its key. */
export function drawCondition(random: Random, service: Service, audience: Audience): DrawnCondition {
  const common = random.chance(0.1) ? [ofUsers] : random.chance(0.1) ? [ofOrganizations] : generalOf(service);
  const own = audience === "identities" && random.chance(0.15) ? ofIdentities : common;
  const vocabulary = audience === "services" ? ofServices : own;
  const { key, operators, values, multivalued } = random.pick(vocabulary);
  // A test that every value passes (`Bool` of both, `Null` of a key that no request lacks) says nothing; nobody writes it.
  const flag = operators.includes("Bool");
  if (!flag && random.chance(0.08))
    return { operator: "Null", key, values: [random.pick(["true", "false"])] };
  const set = multivalued ? random.pick(["ForAllValues:", "ForAnyValue:"]) : "";
  const ifExists = random.chance(0.2) ? "IfExists" : "";
  return {
    operator: `${set}${random.pick(operators)}${ifExists}`,
    key,
    values: random.some(values, flag ? 1 : 2),
  };
}
