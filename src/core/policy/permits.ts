import type { PolicyDocument } from "../grant.ts";
import type { KeyLookup } from "./key-value.ts";
import { matchStatement } from "./match-statement.ts";
import { parsePolicy } from "./parse-policy.ts";

const nothingKnown: KeyLookup = () => ({ kind: "unknown", why: "no context" });

/**
 * Whether a document lets an action be done on every one of the resources: each needs an Allow, and no Deny may apply. Nothing is known of condition keys: an Allow that
 * hangs on one does not count, a Deny that hangs on one does. No resources, or a document that cannot be read, permit nothing.
 */
export function permits(
  document: PolicyDocument,
  request: { action: string; resources: readonly string[] },
): boolean {
  const { Version = "2008-10-17", Statement } = document;
  const parsed = parsePolicy({ Version, Statement });
  if (parsed.kind === "invalid" || request.resources.length === 0) return false;
  return request.resources.every((resource) => {
    const outcomes = parsed.statements.map((statement) => ({
      effect: statement.effect,
      outcome: matchStatement(statement, { action: request.action, resource, key: nothingKnown }).outcome,
    }));
    const denied = outcomes.some(({ effect, outcome }) => effect === "Deny" && outcome !== "no");
    return !denied && outcomes.some(({ effect, outcome }) => effect === "Allow" && outcome === "yes");
  });
}
