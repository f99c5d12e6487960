import { operatorOf } from "./operators.ts";
import type { Element, Statement } from "./parse-policy.ts";

/**
 * Whether IAM would take the statement in an identity policy (IAM User Guide, Grammar of the IAM JSON policy language). Policies that AWS holds always are well formed;
 * one from a file or a model need not be, and a statement that says nothing must not be read as one that says everything.
 */
export function isWellFormed({ action, resource, principal, conditions }: Statement): boolean {
  return (
    names(action) &&
    resource !== undefined &&
    names(resource) &&
    principal === undefined &&
    conditions.every(({ operator, values }) => values.length > 0 && exists(operator))
  );
}

function names({ patterns }: Element): boolean {
  return patterns.length > 0 && patterns.every((pattern) => pattern !== "");
}

function exists(operator: string): boolean {
  const bare = operator.replace(/^(?:ForAllValues|ForAnyValue):/i, "").replace(/IfExists$/i, "");
  return /^null$/i.test(operator) || operatorOf(bare) !== undefined;
}
