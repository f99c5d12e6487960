import { callingService, foreignQueue, home, now, sessionName, stranger } from "./account-model.ts";
import type { Account, Identity, Policy, Question, Tags } from "./account-model.ts";
import { listOf } from "./slow-condition.ts";
import type { Keys } from "./slow-pattern.ts";

/** Keys whose value is settled: given, told by the account, or surely absent (undefined). Names in lower case. */
export type Settled = ReadonlyMap<string, readonly string[] | undefined>;

export const tagKeys = ["team", "owner"] as const;

/** What is known of a request's keys (IAM User Guide, AWS global condition context keys). */
export function settledKeys(account: Account, question: Question): Settled {
  const { caller } = question;
  const foreign = question.resource === foreignQueue;
  const through = question.context["aws:SourceVpce"] !== undefined;
  return new Map<string, readonly string[] | undefined>([
    ["aws:currenttime", [now]],
    ["aws:resourceaccount", [foreign ? stranger : home]],
    ...(foreign ? [] : tagsAs("aws:resourcetag", account.resourceTags)),
    ...ofCaller(account, question),
    ...(caller === "service" ? [] : absent("aws:sourcearn", "aws:sourceaccount", "aws:principalservicename")),
    // Only sessions of identities carry a second factor; services that act for an identity are listed, those that act for themselves are not.
    ...(caller === "anyone" || caller === "service"
      ? absent("aws:multifactorauthpresent", "aws:multifactorauthage", "aws:calledvia")
      : []),
    // A call through an endpoint has no public source address.
    ...(through ? absent("aws:sourceip") : []),
    ...Object.entries(question.context).map(([key, values]): [string, readonly string[]] => [
      key.toLowerCase(),
      values,
    ]),
  ]);
}

type Entries = [string, readonly string[] | undefined][];

function absent(...keys: readonly string[]): Entries {
  return keys.map((key): [string, undefined] => [key, undefined]);
}

function tagsAs(prefix: string, tags: Tags): Entries {
  return tagKeys.map((key): [string, readonly string[] | undefined] => {
    const value = tags[key];
    return [`${prefix}/${key}`, value === undefined ? undefined : [value]];
  });
}

function ofCaller(account: Account, { caller, principal, context }: Question): Entries {
  const own = (identity: Identity | undefined, arn: string): Entries => [
    ["aws:principalarn", [arn]],
    ["aws:principalaccount", [home]],
    ["aws:principalorgid", account.organization ? [account.organization.id] : undefined],
    ["aws:principaltype", [identity?.kind === "User" ? "User" : identity ? "AssumedRole" : "Account"]],
    // A session's id ends in its name, which the request tells.
    ["aws:userid", identity?.kind === "User" ? [identity.uniqueId] : identity ? undefined : [home]],
    ...organizationPaths(account),
    ["aws:username", identity?.kind === "User" ? [identity.name] : undefined],
    ...tagsAs("aws:principaltag", identity?.tags ?? {}),
  ];
  if (caller === "user") return own(account.user, account.user.arn);
  if (caller === "role" || caller === "session") return own(account.role, account.role.arn);
  if (caller === "root") return own(undefined, principal);
  if (caller === "stranger")
    return [
      ["aws:principalarn", [principal]],
      ["aws:principalaccount", [stranger]],
      ...absent("aws:username"),
    ];
  const nobody = absent(
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:username",
    ...tagKeys.map((key) => `aws:principaltag/${key}`),
  );
  // The account of requests without credentials reads `anonymous`.
  if (caller === "anyone") return [...nobody, ["aws:principalaccount", ["anonymous"]]];
  // The account of the resource for which a service calls stands in that resource's ARN.
  const source = context["aws:SourceArn"]?.[0]?.split(":")[4];
  const fromSource: Entries = source ? [["aws:sourceaccount", [source]]] : [];
  return [
    ...nobody,
    ...absent("aws:principalaccount"),
    ["aws:principalservicename", [callingService]],
    ...fromSource,
  ];
}

/** The account's place in its organization. Where the management account stands is not read. */
function organizationPaths({ organization }: Account): Entries {
  if (!organization) return absent("aws:principalorgpaths");
  const above = organization.levels.map(({ id }) => id).filter((id) => id !== home);
  return organization.managed ? [] : [["aws:principalorgpaths", [[organization.id, ...above, ""].join("/")]]];
}

/** Everything that the unsettled keys of these policies may hold, as far as the policies can tell it apart; undefined when that is too much to go through. */
export function possibleKeys(
  policies: readonly Policy[],
  settled: Settled,
  limit: number,
): readonly Keys[] | undefined {
  const open = [...wantedValues(policies)].filter(([key]) => !settled.has(key));
  const choices = open.map(([key, values]) => candidates(key, [...values]));
  if (choices.reduce((product, list) => product * list.length, 1) > limit) return undefined;
  const known = [...settled].flatMap(([key, values]): [string, readonly string[]][] =>
    values === undefined ? [] : [[key, values]],
  );
  const combine = (index: number): [string, readonly string[]][][] => {
    const [key] = open[index] ?? [];
    if (key === undefined) return [[]];
    const rest = combine(index + 1);
    return (choices[index] ?? []).flatMap((values) =>
      rest.map((more): [string, readonly string[]][] =>
        values === undefined ? more : [[key, values], ...more],
      ),
    );
  };
  return combine(0).map((drawn) => new Map([...known, ...drawn]));
}

/** Keys that the conditions test, with the values they test them for. */
function wantedValues(policies: readonly Policy[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const { Statement } of policies) {
    for (const { Condition = {}, Resource = [], NotResource = [] } of Statement) {
      for (const tests of Object.values(Condition)) {
        for (const [key, values] of Object.entries(tests)) {
          const before = wanted.get(key.toLowerCase()) ?? new Set<string>();
          wanted.set(key.toLowerCase(), new Set([...before, ...listOf(values)]));
        }
      }
      const texts = [
        ...listOf(Resource),
        ...listOf(NotResource),
        ...Object.values(Condition).flatMap((tests) => Object.values(tests).flatMap(listOf)),
      ];
      for (const name of texts.flatMap(variablesIn))
        wanted.set(
          name,
          new Set([...(wanted.get(name) ?? []), "red", "blue", "green", "target", "orders", "ann"]),
        );
    }
  }
  return wanted;
}

function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^},]+)/g)].map(([, name = ""]) => name.trim().toLowerCase());
}

function candidates(key: string, values: readonly string[]): readonly (readonly string[] | undefined)[] {
  const tested = values.filter((value) => value !== "true" && value !== "false" && !value.includes("${"));
  if (key === "aws:securetransport") return [["true"], ["false"]];
  if (key === "aws:multifactorauthpresent") return [undefined, ["true"], ["false"]];
  if (key === "aws:multifactorauthage")
    return [
      undefined,
      ["1"],
      ...tested.flatMap((value) => [-1, 0, 1].map((by) => [String(Number(value) + by)])),
    ];
  if (key === "aws:sourceip")
    return [undefined, ["192.0.2.1"], ...tested.map((value) => [value.split("/")[0] ?? ""])];
  const hits = tested.flatMap((value) => [
    value,
    value.replaceAll("*", "q").replaceAll("?", "q"),
    value.replaceAll("*", "").replaceAll("?", "z"),
    value.toLowerCase(),
  ]);
  const single = [...new Set(["something else", ...hits])];
  if (!["aws:tagkeys", "aws:calledvia", "aws:principalorgpaths"].includes(key))
    return [undefined, ...single.map((value) => [value])];
  return [
    undefined,
    ...single.map((value) => [value]),
    ...single.flatMap((a, index) => single.slice(index + 1).map((b) => [a, b])),
  ];
}

export const otherSession = `not-${sessionName}`;
