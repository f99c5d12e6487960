import { home, stranger } from "./account-model.ts";
import type { Caller, Policy, Principals, Statement, Texts } from "./account-model.ts";
import { conditionHolds, listOf } from "./slow-condition.ts";
import { covers, wildcards, withVariables } from "./slow-pattern.ts";
import type { Keys } from "./slow-pattern.ts";

/** A request in which everything is known. */
export interface Request {
  readonly caller: Caller;
  /** The caller's own ARN, or service principal; for a role its session's. */
  readonly principal: string;
  /** The role behind a session. */
  readonly roleArn?: string;
  readonly action: string;
  readonly resource: string;
  readonly keys: Keys;
}

/** How a statement of a resource's policy names the caller: itself, the role behind it, or only its account. */
export type Naming = "itself" | "role" | "account";

/** Whether a statement applies, leaving its principal aside. */
export function applies(statement: Statement, version: Policy["Version"], request: Request): boolean {
  const variables = version === "2012-10-17";
  const action = (texts: Texts) =>
    listOf(texts).some((text) => covers(wildcards(text.toLowerCase()), request.action.toLowerCase()));
  const resource = (texts: Texts) =>
    listOf(texts).some((text) => {
      const pattern = variables ? withVariables(text, request.keys, wildcards) : wildcards(text);
      return pattern !== undefined && covers(pattern, request.resource);
    });
  if (statement.Action !== undefined && !action(statement.Action)) return false;
  if (statement.NotAction !== undefined && action(statement.NotAction)) return false;
  if (statement.Resource !== undefined && !resource(statement.Resource)) return false;
  if (statement.NotResource !== undefined && resource(statement.NotResource)) return false;
  return statement.Condition === undefined || conditionHolds(statement.Condition, request.keys, variables);
}

/** How the statement names the caller; undefined when it does not (IAM User Guide, AWS JSON policy elements: Principal, NotPrincipal). */
export function naming(statement: Statement, request: Request): Naming | undefined {
  if (statement.Principal !== undefined) return namedAmong(statement.Principal, request);
  if (statement.NotPrincipal === undefined) return "itself";
  const named = namedAmong(statement.NotPrincipal, request);
  // The account listed beside a name spares its root user, not everyone in it.
  return named === undefined || (named === "account" && request.caller !== "root") ? "itself" : undefined;
}

function namedAmong(principals: Principals, request: Request): Naming | undefined {
  const names = typeof principals === "string" ? [principals] : Object.values(principals).flatMap(listOf);
  const found = names.map((name) => namedBy(name, request));
  return (["itself", "role", "account"] as const).find((naming) => found.includes(naming));
}

function namedBy(name: string, request: Request): Naming | undefined {
  if (name === "*" || name === request.principal) return "itself";
  if (request.caller === "anyone" || request.caller === "service") return undefined;
  if (name === request.roleArn) return "role";
  const account = request.caller === "stranger" ? stranger : home;
  if (name !== account && name !== `arn:aws:iam::${account}:root`) return undefined;
  return request.caller === "root" ? "itself" : "account";
}
