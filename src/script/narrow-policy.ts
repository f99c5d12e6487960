import type { PolicyDocument } from "../core/grant.ts";
import { parsePolicy } from "../core/policy/parse-policy.ts";
import type { Statement } from "../core/policy/parse-policy.ts";
import { expandPattern, matchesPattern } from "../core/policy/pattern.ts";
import { permits } from "../core/policy/permits.ts";
import { leastPolicy } from "../core/policy/least-policy.ts";
import type { Needed } from "../core/policy/least-policy.ts";

/**
 * What both allow: a proposed policy can take away from the derived one and never add. Denials of the proposal are kept as they are.
 * A proposal that cannot be read allows nothing.
 */
export function narrowPolicy(derived: PolicyDocument, proposed: PolicyDocument): PolicyDocument {
  const parsed = parsePolicy({ Version: proposed.Version ?? "2012-10-17", Statement: proposed.Statement });
  if (parsed.kind === "invalid") return leastPolicy([]);
  const needs = neededOf(derived).flatMap((need) =>
    need.resources.flatMap((resource) =>
      narrowed(need.action, resource, proposed, parsed.statements).map((one) => ({
        ...one,
        ...(need.context && { context: need.context }),
      })),
    ),
  );
  const denials = proposed.Statement.filter((statement) => statement["Effect"] === "Deny");
  const least = leastPolicy(needs);
  return { ...least, Statement: [...least.Statement, ...denials] };
}

function neededOf(derived: PolicyDocument): readonly Needed[] {
  const parsed = parsePolicy({ Version: "2012-10-17", Statement: derived.Statement });
  if (parsed.kind === "invalid") return [];
  return parsed.statements.flatMap(({ action, resource, conditions }) => {
    // A derived policy has one value for each key, written as what its script's calls will hold.
    const context = Object.fromEntries(conditions.map(({ key, values }) => [key, values[0] ?? ""]));
    return action.patterns.map((pattern) => ({
      action: pattern,
      resources: resource?.patterns ?? ["*"],
      ...(conditions.length > 0 && { context }),
    }));
  });
}

function narrowed(
  action: string,
  resource: string,
  proposed: PolicyDocument,
  statements: readonly Statement[],
): readonly Needed[] {
  const allowances: PolicyDocument = {
    ...proposed,
    Version: "2012-10-17",
    Statement: proposed.Statement.filter((one) => one["Effect"] === "Allow"),
  };
  if (permits(allowances, { action, resources: [resource] })) return [{ action, resources: [resource] }];
  // The proposal names single resources where the text leaves them open: those it names, as far as they lie inside.
  const inside = statements
    .filter(
      ({ effect, conditions, action: actions }) =>
        effect === "Allow" &&
        conditions.length === 0 &&
        !actions.not &&
        actions.patterns.some((pattern) => matches(pattern, action, true)),
    )
    .flatMap(({ resource: resources }) =>
      resources === undefined || resources.not ? [] : resources.patterns,
    )
    .filter((pattern) => matches(resource, pattern, false));
  return inside.length === 0 ? [] : [{ action, resources: inside }];
}

function matches(pattern: string, text: string, anyCase: boolean): boolean {
  const expanded = expandPattern(pattern, { wildcards: true });
  return expanded.kind === "pattern" && matchesPattern(expanded.pattern, text, { anyCase });
}
