import type { AccessLayer } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import { allOf, yes } from "../../core/policy/match.ts";
import type { Match } from "../../core/policy/match.ts";
import type { PolicyRequest } from "../../core/policy/match-statement.ts";
import { controlPolicies } from "./organization.ts";
import type { Level, Organization } from "./organization.ts";
import { absentLayer, answerOf, grants } from "./policy-set.ts";
import type { LayerAnswer } from "./policy-set.ts";
import { isServiceLinked } from "./principal.ts";
import type { Principal } from "./principal.ts";
import type { Target } from "./target.ts";

/** Services whose resources resource control policies bind (Organizations User Guide, Resource control policies). */
const controlledServices = new Set([
  "s3",
  "sts",
  "kms",
  "sqs",
  "secretsmanager",
  "ecr",
  "aoss",
  "cognito-idp",
  "cognito-identity",
  "logs",
  "dynamodb",
]);

/** One answer for each level; every level must allow. */
export interface LeveledAnswer {
  readonly layer: AccessLayer;
  readonly applies: boolean;
  readonly levels: readonly (LayerAnswer & { readonly target: string })[];
}

/** Service control policies bind users, roles and the root user of member accounts, not the management account and not service-linked roles (Organizations User Guide, SCPs). */
export function serviceControl(
  facts: Facts,
  organization: Organization,
  principal: Principal,
  request: PolicyRequest,
): LeveledAnswer {
  const bound =
    principal.home &&
    ["user", "role", "root"].includes(principal.caller.kind) &&
    !isServiceLinked(principal.caller);
  const levels = bound ? controlPolicies(facts, organization, "SERVICE_CONTROL_POLICY") : "off";
  return leveled(facts, "scp", levels, withoutCaller(request));
}

/** Resource control policies bind the resources of member accounts, whoever calls, but service-linked roles. */
export function resourceControl(
  facts: Facts,
  organization: Organization,
  principal: Principal,
  target: Target,
  request: PolicyRequest,
): LeveledAnswer {
  const service = request.action.split(":")[0]?.toLowerCase() ?? "";
  const bound =
    target.account === facts.account &&
    controlledServices.has(service) &&
    !isServiceLinked(principal.caller) &&
    !/^kms:RetireGrant$/i.test(request.action);
  const levels = bound ? controlPolicies(facts, organization, "RESOURCE_CONTROL_POLICY") : "off";
  return leveled(facts, "rcp", levels, request);
}

/** A control policy says nothing of principals, or says `*`. */
function withoutCaller({ action, resource, key }: PolicyRequest): PolicyRequest {
  return { action, resource, key };
}

function leveled(
  facts: Facts,
  layer: AccessLayer,
  levels: readonly Level[] | "off",
  request: PolicyRequest,
): LeveledAnswer {
  if (levels === "off") return { layer, applies: false, levels: [] };
  return {
    layer,
    applies: true,
    levels: levels.map(({ target, set }) => ({ ...answerOf(facts, layer, set, request), target })),
  };
}

/** Every level must allow. Resource control policies cannot be detached from full access, so without a Deny they do. */
export function allLevelsAllow(answer: LeveledAnswer): Match {
  if (!answer.applies || answer.layer === "rcp") return yes;
  return allOf(answer.levels.map((level) => grants(level)));
}

/** The levels as one layer: every hit, and the first level that is silent. */
export function flattened(answer: LeveledAnswer): LayerAnswer {
  if (!answer.applies) return absentLayer(answer.layer);
  const silent = answer.levels.filter((level) => grants(level).outcome === "no");
  const [first] = silent;
  return {
    layer: answer.layer,
    applies: true,
    allows: answer.levels.flatMap((level) => level.allows),
    denies: answer.levels.flatMap((level) => level.denies),
    missing: answer.levels.flatMap((level) => level.missing),
    silence: silent.flatMap((level) => level.silence),
    policies: silent.flatMap((level) => level.policies),
    ...(first && { why: `no service control policy of ${first.target} allows it` }),
  };
}
