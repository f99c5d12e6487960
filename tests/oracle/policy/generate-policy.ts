import fc from "fast-check";
import { operatorNames } from "./slow-condition.ts";

/** Small worlds, so that what is drawn meets: few names, few accounts, few keys. */
const actions = ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "ec2:DescribeInstances", "kms:Decrypt"];
const actionPatterns = [
  "*",
  "s3:*",
  "s3:Get*",
  "S3:getobject",
  "s3:Get??ject",
  "s3:*Object*",
  "ec2:Describe*",
  "kms:?ecrypt",
  "s3:GetObject",
];
const resources = [
  "arn:aws:s3:::alpha/one",
  "arn:aws:s3:::alpha/home/ann/x",
  "arn:aws:s3:::Alpha/one",
  "arn:aws:kms:eu-west-1:111122223333:key/k-1",
  "arn:aws:s3:::alpha/*",
  "*",
];
const resourcePatterns = [
  "*",
  "arn:aws:s3:::alpha/*",
  "arn:aws:s3:::alpha/on?",
  "arn:aws:s3:::*/one",
  "arn:aws:s3:::alpha/home/${aws:username}/*",
  "arn:aws:s3:::alpha/home/${AWS:UserName}/?",
  "arn:aws:s3:::alpha/home/${aws:nothing, 'ann'}/*",
  "arn:aws:s3:::alpha/home/${aws:nothing}/*",
  "arn:aws:s3:::alpha/${*}",
  "arn:aws:s3:::alpha/${?}",
  "arn:*:kms:*:111122223333:key/*",
  "arn:aws:kms:eu-*-1:1111????3333:key/k-?",
];

const worlds = {
  "aws:username": {
    values: ["ann", "bob", "Ann"],
    patterns: ["ann", "a*", "?nn", "ANN", "${aws:username}", "${*}", "b?b*"],
    family: "String",
  },
  "aws:PrincipalTag/team": {
    values: ["core", "Core", "co*re"],
    patterns: ["core", "co${*}re", "c*", "${aws:username}", "*"],
    family: "String",
  },
  "aws:TagKeys": { values: ["a", "b", "team"], patterns: ["a", "b", "t*", "team"], family: "String" },
  "s3:max-keys": {
    values: ["5", "10", "5.0", "-1"],
    patterns: ["5", "10", "5.00", "-1", "7"],
    family: "Numeric",
  },
  "aws:CurrentTime": {
    values: ["2026-11-21T10:00:00Z", "2026-11-21T00:00:00Z", "1795255200"],
    patterns: [
      "2026-11-21T10:00:00Z",
      "2026-11-21",
      "2026-11-21T12:00:00+02:00",
      "1795255200",
      "2027-01-01T00:00:00Z",
    ],
    family: "Date",
  },
  "aws:SecureTransport": { values: ["true", "false"], patterns: ["true", "false"], family: "Bool" },
  "aws:SourceIp": {
    values: ["10.1.2.3", "192.168.0.1", "2001:db8::1", "10.2.0.0"],
    patterns: [
      "10.0.0.0/8",
      "10.1.2.3",
      "10.1.2.3/32",
      "0.0.0.0/0",
      "2001:db8::/32",
      "2001:DB8:0:0:0:0:0:1",
      "::/0",
    ],
    family: "Address",
  },
  "aws:SourceArn": {
    values: [
      "arn:aws:sns:eu-west-1:111122223333:topic",
      "arn:aws:sns:eu-west-1:111122223333:to:pic",
      "arn:aws:s3:::alpha",
    ],
    patterns: [
      "arn:aws:sns:*:111122223333:*",
      "arn:*:*:*:*:*",
      "arn:aws:s3:::alpha",
      "arn:aws:s3:::alph?",
      "arn:aws:sns:eu-west-1:111122223333:to:*",
    ],
    family: "Arn",
  },
  "kms:blob": { values: ["YWJj", "eHl6"], patterns: ["YWJj", "eHl6"], family: "Binary" },
} as const;

type Key = keyof typeof worlds;
const keys = Object.keys(worlds).filter((key): key is Key => key in worlds);

const families: { readonly [family: string]: RegExp } = {
  String: /^String/,
  Numeric: /^Numeric/,
  Date: /^Date/,
  Bool: /^Bool$/,
  Address: /Ip/,
  Arn: /^Arn/,
  Binary: /^Binary/,
};

const oneOrMany = <T>(values: fc.Arbitrary<T>) =>
  fc.oneof(values, fc.uniqueArray(values, { minLength: 1, maxLength: 3 }));

const changeCase = (text: string, how: number): string =>
  how === 0 ? text : how === 1 ? text.toUpperCase() : text.toLowerCase();

const oneCondition = fc
  .record({
    key: fc.constantFrom(...keys),
    pick: fc.nat(),
    set: fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:"),
    ifExists: fc.boolean(),
    isNull: fc.nat(9),
    spelled: fc.nat(2),
  })
  .chain(({ key, pick, set, ifExists, isNull, spelled }) => {
    const world = worlds[key];
    const name = changeCase(key, spelled);
    if (isNull === 0)
      return fc
        .constantFrom("true", "false")
        .map((value) => ({ operator: "Null", key: name, value: value as unknown }));
    const fitting = operatorNames.filter((operator) => families[world.family]?.test(operator));
    // A key of several values is asked about with a set operator only: without one, IAM's answer is not documented.
    const quantifier = key === "aws:TagKeys" && set === "" ? "ForAnyValue:" : set;
    const operator = `${quantifier}${fitting[pick % fitting.length]}${ifExists ? "IfExists" : ""}`;
    return oneOrMany(fc.constantFrom<string>(...world.patterns)).map((value) => ({
      operator,
      key: name,
      value: value as unknown,
    }));
  });

const conditionBlock = fc.array(oneCondition, { maxLength: 3 }).map((parts) => {
  const block: { [operator: string]: { [key: string]: unknown } } = {};
  for (const { operator, key, value } of parts) (block[operator] ??= {})[key] = value;
  return block;
});

const element = (name: string, patterns: readonly string[]) =>
  fc
    .record({ not: fc.nat(4).map((n) => n === 0), texts: oneOrMany(fc.constantFrom(...patterns)) })
    .map(({ not, texts }) => ({ [not ? `Not${name}` : name]: texts }));

/** Statements that IAM takes; `conditions: false` draws none. */
export const statement = (conditions: boolean) =>
  fc
    .record({
      effect: fc.constantFrom("Allow", "Allow", "Deny"),
      action: element("Action", actionPatterns),
      resource: element("Resource", resourcePatterns),
      condition: conditions ? conditionBlock : fc.constant({}),
    })
    .map(({ effect, action, resource, condition }) => ({
      Effect: effect,
      ...action,
      ...resource,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    }));

export const policy = (conditions: boolean) =>
  fc
    .record({
      version: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17", undefined),
      statements: fc.array(statement(conditions), { minLength: 1, maxLength: 4 }),
    })
    .map(({ version, statements }) => ({
      ...(version !== undefined && { Version: version }),
      Statement: statements,
    }));

/** Several values only under the one key that has several (IAM User Guide, Multivalued context keys). */
const contextOf = fc
  .record({
    present: fc.tuple(...keys.map(() => fc.boolean())),
    picks: fc.tuple(...keys.map(() => fc.nat())),
    tags: fc.uniqueArray(fc.constantFrom(...worlds["aws:TagKeys"].values), { maxLength: 3 }),
  })
  .map(({ present, picks, tags }) => {
    const context = new Map<string, readonly string[]>();
    for (const [at, key] of keys.entries()) {
      const { values } = worlds[key];
      const value = values[(picks[at] ?? 0) % values.length];
      if (present[at] && value !== undefined)
        context.set(key.toLowerCase(), key === "aws:TagKeys" ? tags : [value]);
    }
    return context;
  });

export const request = fc.record({
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  context: contextOf,
});
