import type { Facts } from "../../core/facts.ts";
import type { KeyLookup } from "../../core/policy/key-value.ts";
import type { PolicyRequest } from "../../core/policy/match-statement.ts";
import { boundaryPolicies } from "./boundary-layer.ts";
import { withBucketSwitches } from "./bucket-access.ts";
import { endpointLayer } from "./endpoint-layer.ts";
import { identityPolicies } from "./identity-layer.ts";
import { grantLayer } from "./key-grants.ts";
import { resourceControl, serviceControl } from "./organization-layers.ts";
import type { LeveledAnswer } from "./organization-layers.ts";
import { organizationOf } from "./organization.ts";
import { absentLayer, answerOf } from "./policy-set.ts";
import type { LayerAnswer } from "./policy-set.ts";
import type { Principal } from "./principal.ts";
import { resourcePolicy } from "./resource-policies.ts";
import { seenFrom } from "./sides.ts";
import type { Sides } from "./sides.ts";
import type { Target } from "./target.ts";
import { asksForRole, trustPolicy } from "./trust-layer.ts";

/** What every layer says to the request. */
export interface Layers {
  readonly identity: LayerAnswer;
  readonly boundary: LayerAnswer;
  /** The resource's own policy: `resource`, `key-policy` or `trust`, by its kind. */
  readonly resource: LayerAnswer;
  readonly grant: LayerAnswer;
  readonly endpoint: LayerAnswer;
  readonly scp: LeveledAnswer;
  readonly rcp: LeveledAnswer;
}

export function gatherLayers(
  facts: Facts,
  sides: Sides,
  principal: Principal,
  target: Target,
  request: PolicyRequest,
  key: KeyLookup,
): Layers {
  const { caller, resource } = sides;
  return {
    identity: identityLayer(caller, principal, request),
    boundary: boundaryLayer(caller, principal, request),
    resource: resourceLayer(resource, seenFrom(principal, target), target, request),
    grant: grantLayer(resource, target, request),
    endpoint: endpointLayer(facts, request, key),
    scp: serviceControl(caller, organizationOf(caller), principal, request),
    rcp: resourceControl(resource, organizationOf(resource), principal, target, request),
  };
}

function identityLayer(facts: Facts, principal: Principal, request: PolicyRequest): LayerAnswer {
  const { kind } = principal.caller;
  if (kind !== "user" && kind !== "role") return absentLayer("identity");
  return answerOf(facts, "identity", identityPolicies(facts, principal), request);
}

function boundaryLayer(facts: Facts, principal: Principal, request: PolicyRequest): LayerAnswer {
  const set = boundaryPolicies(facts, principal);
  return set ? answerOf(facts, "boundary", set, request) : absentLayer("boundary");
}

function resourceLayer(
  facts: Facts,
  principal: Principal,
  target: Target,
  request: PolicyRequest,
): LayerAnswer {
  if (asksForRole(target, request.action))
    return answerOf(facts, "trust", trustPolicy(facts, target), request);
  const set = resourcePolicy(facts, target);
  if (target.service === "kms" && target.path.startsWith("key/") && set)
    return answerOf(facts, "key-policy", set, request);
  const answer = set ? answerOf(facts, "resource", set, request) : absentLayer("resource");
  return withBucketSwitches(facts, answer, target, principal, request.action);
}
