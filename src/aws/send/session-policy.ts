import type { PolicyDocument } from "../../core/grant.ts";
import type { Json } from "../../core/json/json.ts";
import { grantedPatterns } from "../../core/policy/used-policy.ts";

/** What STS takes for a session policy, in characters (STS API Reference, AssumeRole, Policy). */
export const mostCharacters = 2048;

/**
 * A policy as text for a session, from the narrowest that fits to the widest that is still worth having; empty where none fits. What is given up, in this order: single
 * resources for all of their type; resources altogether, the actions staying as they are; several `Describe` or `List` actions of one service for its `Describe*` or `List*`.
 * Never another action than those, so nothing that returns contents or secrets comes in; conditions and denials stay.
 */
export function sessionPolicies(policy: PolicyDocument): readonly string[] {
  const plain = policy.Statement.filter((one) => one["Effect"] === "Allow" && one["Condition"] === undefined);
  const kept = policy.Statement.filter((one) => !plain.includes(one)).map(({ Sid: _sid, ...rest }) => rest);
  const granted = grantedPatterns({ Version: "2012-10-17", Statement: plain });
  const exact = new Map<string, ReadonlySet<string>>();
  for (const { action, resources } of granted)
    exact.set(action, (exact.get(action) ?? new Set()).union(new Set(resources)));
  const ofType = mapped(exact, (resources) =>
    resources.size > fewResources ? new Set([...resources].map(typeOf)) : resources,
  );
  const anywhere = mapped(exact, () => new Set(["*"]));
  const texts = [exact, ofType, anywhere, byVerb(anywhere)].map((actions) => written(actions, kept));
  return [...new Set(texts)].filter((text) => text.length <= mostCharacters);
}

const fewResources = 2;

function mapped(
  actions: ReadonlyMap<string, ReadonlySet<string>>,
  change: (resources: ReadonlySet<string>) => ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...actions].map(([action, resources]) => [action, change(resources)]));
}

/** `arn:aws:s3:::acme/a/b` → `arn:aws:s3:::acme/*`; `…:function:f` → `…:function:*`; a bare name → `*`. */
function typeOf(arn: string): string {
  const [head, resource] = [arn.split(":").slice(0, 5), arn.split(":").slice(5).join(":")];
  if (resource === "") return arn;
  const type = /^[^/:]*[/:]/.exec(resource)?.[0] ?? "";
  return `${head.join(":")}:${type}*`;
}

function byVerb(actions: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const verbs = Map.groupBy(
    actions.keys(),
    (action) => /^[\w-]+:(?:Describe|List)/.exec(action)?.[0] ?? action,
  );
  return new Map(
    [...verbs].flatMap(([verb, same]) =>
      same.length > 1
        ? [[`${verb}*`, new Set(["*"])] as const]
        : same.map((action) => [action, new Set(["*"])] as const),
    ),
  );
}

/** One statement for each set of resources, without names and spaces. */
function written(
  actions: ReadonlyMap<string, ReadonlySet<string>>,
  kept: readonly { readonly [key: string]: Json }[],
): string {
  const groups = Map.groupBy(actions, ([, resources]) => [...resources].toSorted().join(" "));
  const statements = [...groups].map(([resources, same]) => ({
    Effect: "Allow",
    Action: oneOrMore(same.map(([action]) => action).toSorted()),
    Resource: oneOrMore(resources.split(" ")),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement: [...statements, ...kept] });
}

function oneOrMore(values: readonly string[]): Json {
  const [only, ...more] = values;
  return more.length === 0 && only !== undefined ? only : values;
}
