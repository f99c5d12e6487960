import { matchesAction } from "../../core/policy/match-statement.ts";
import type { Statement } from "../../core/policy/parse-policy.ts";
import { literalPattern, matchesPattern } from "../../core/policy/pattern.ts";
import type { PolicyText } from "./policy-set.ts";

/** An Allow that would do if one element of it were wider. */
export interface NearMiss {
  readonly policy: PolicyText;
  readonly statement: Statement;
  readonly lacks: "Action" | "Resource" | "Condition";
}

/** The Allow that comes nearest to allowing an action on a resource: the one about the same resource, else the one with the action. */
export function nearMiss(
  policies: readonly PolicyText[],
  action: string,
  resource: string,
): NearMiss | undefined {
  const service = action.split(":")[0]?.toLowerCase() ?? "";
  const allows = policies.flatMap((policy) =>
    policy.statements
      .filter(({ effect, action: listed }) => effect === "Allow" && !listed.not)
      .map((statement) => ({ policy, statement })),
  );
  const judged = allows.map((one) => ({
    ...one,
    hasAction: matchesAction(one.statement.action, action),
    hasResource: coversResource(one.statement, resource),
    sameService: one.statement.action.patterns.some((text) => text.toLowerCase().startsWith(`${service}:`)),
  }));
  const conditional = judged.find(({ hasAction, hasResource }) => hasAction && hasResource);
  if (conditional)
    return { policy: conditional.policy, statement: conditional.statement, lacks: "Condition" };
  const narrow = judged.find(({ hasAction }) => hasAction);
  const short = judged.find(
    ({ hasResource, hasAction, sameService }) => hasResource && !hasAction && sameService,
  );
  const nearest = narrow && sameThing(narrow.statement, resource) ? narrow : (short ?? narrow);
  if (!nearest) return undefined;
  return {
    policy: nearest.policy,
    statement: nearest.statement,
    lacks: nearest === short ? "Action" : "Resource",
  };
}

function coversResource(statement: Statement, resource: string): boolean {
  if (!statement.resource) return true;
  return (
    statement.resource.not !==
    statement.resource.patterns.some((text) => matchesPattern(literalPattern(text), resource))
  );
}

/** The bucket without its objects, the queue of another region: the resource is meant, but not written as it should be. */
function sameThing(statement: Statement, resource: string): boolean {
  const name = resource.split(":").slice(5).join(":").split("/")[0] ?? "";
  return statement.resource?.patterns.some((text) => text.includes(name)) ?? false;
}
