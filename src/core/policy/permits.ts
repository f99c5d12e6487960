import type { PolicyDocument } from "../grant.ts";
import type { KeyLookup } from "./key-value.ts";
import { matchStatement } from "./match-statement.ts";
import { parsePolicy } from "./parse-policy.ts";
import { isWellFormed } from "./well-formed.ts";

const languages = new Set(["2008-10-17", "2012-10-17"]);
function lookup(context: { readonly [key: string]: string }): KeyLookup {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return (key) => {
    const value = known.get(key.toLowerCase());
    return value === undefined ? { kind: "unknown", why: "no context" } : { kind: "known", values: [value] };
  };
}

/**
 * Whether a document lets an action be done on every one of the resources: each needs an Allow, and no Deny may apply. Nothing is known of condition keys but
 * those of the context: an Allow that hangs on an unknown one does not count, a Deny that hangs on one does. No resources, or a document that IAM would not take as an identity policy, permit nothing.
 */
export function permits(
  document: PolicyDocument,
  request: {
    readonly action: string;
    readonly resources: readonly string[];
    readonly context?: { readonly [key: string]: string };
  },
): boolean {
  const { Version = "2008-10-17", Statement } = document;
  const parsed = parsePolicy({ Version, Statement });
  if (parsed.kind === "invalid" || request.resources.length === 0) return false;
  if (!languages.has(Version) || !parsed.statements.every(isWellFormed)) return false;
  const key = lookup(request.context ?? {});
  return request.resources.every((resource) => {
    const outcomes = parsed.statements.map((statement) => ({
      effect: statement.effect,
      outcome: matchStatement(statement, { action: request.action, resource, key }).outcome,
    }));
    const denied = outcomes.some(({ effect, outcome }) => effect === "Deny" && outcome !== "no");
    return !denied && outcomes.some(({ effect, outcome }) => effect === "Allow" && outcome === "yes");
  });
}
