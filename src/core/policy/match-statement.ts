import type { KeyLookup } from "./key-value.ts";
import { allOf, anyOf, matchOf, negated, no, unknownFor, yes } from "./match.ts";
import type { Match } from "./match.ts";
import { matchCondition } from "./match-condition.ts";
import { matchPrincipal } from "./match-principal.ts";
import type { Caller, PrincipalMatch, Reach } from "./match-principal.ts";
import type { Element, Statement } from "./parse-policy.ts";
import { expandPattern, literalPattern, matchesPattern } from "./pattern.ts";

/** What one statement is matched against. */
export interface PolicyRequest {
  readonly action: string;
  /** The ARN, or `*` for an action on no particular resource. */
  readonly resource: string;
  /** Undefined where the statement's Principal is of no matter. */
  readonly caller?: Caller;
  readonly key: KeyLookup;
}

export interface StatementMatch extends Match {
  readonly reach?: Reach;
  /** The same statement by a name that may be the caller's own, where its sure name is less than that. */
  readonly perhaps?: StatementMatch;
}

/** Does the statement apply to the request? `no` wins over `unknown`: a key that nobody knows does not matter in a statement about something else. */
export function matchStatement(statement: Statement, request: PolicyRequest): StatementMatch {
  const action = matchOf(matchesAction(statement.action, request.action));
  if (action.outcome === "no") return action;
  const principal: PrincipalMatch = request.caller ? matchPrincipal(statement, request.caller) : yes;
  const resource = matchResource(statement, request);
  const conditions = statement.conditions.map((condition) =>
    matchCondition(condition, request.key, statement.variables),
  );
  const by = (name: PrincipalMatch): StatementMatch => ({
    ...allOf([name, resource, ...conditions]),
    ...(name.reach !== undefined && { reach: name.reach }),
  });
  return { ...by(principal), ...(principal.perhaps && { perhaps: by(principal.perhaps) }) };
}

/** Actions are compared without regard to case (IAM User Guide, Action). */
export function matchesAction(element: Element, action: string): boolean {
  return (
    element.not !==
    element.patterns.some((text) => matchesPattern(literalPattern(text), action, { anyCase: true }))
  );
}

/** Resources are compared with regard to case; a star reaches over colons and slashes (IAM User Guide, Resource). */
function matchResource(statement: Statement, request: PolicyRequest): Match {
  const { resource } = statement;
  if (!resource) return yes;
  const hit = anyOf(
    resource.patterns.map((text) => {
      const expanded = expandPattern(text, {
        wildcards: true,
        key: statement.variables ? request.key : undefined,
      });
      if (expanded.kind === "unknown")
        return matchesPattern(expanded.loosest, request.resource) ? unknownFor(expanded.missing) : no;
      return matchOf(expanded.kind === "pattern" && matchesPattern(expanded.pattern, request.resource));
    }),
  );
  return resource.not ? negated(hit) : hit;
}
