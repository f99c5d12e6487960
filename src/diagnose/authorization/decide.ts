import type { Match } from "../../core/policy/match.ts";
import { anyOf } from "../../core/policy/match.ts";
import type { Layers } from "./gather-layers.ts";
import { allLevelsAllow, flattened } from "./organization-layers.ts";
import type { LeveledAnswer } from "./organization-layers.ts";
import { forbids } from "./policy-set.ts";
import type { Hit } from "./policy-set.ts";
import type { Principal } from "./principal.ts";
import { allowedBy, allowedIfAny, always, every, some } from "./requirement.ts";
import type { Requirement } from "./requirement.ts";
import type { Target } from "./target.ts";

/** What forbids the request and what would have to allow it. */
export interface Decision {
  readonly forbidden: Match;
  readonly denies: readonly Hit[];
  readonly needed: Requirement;
}

/** The evaluation logic, top down (IAM User Guide, Policy evaluation logic): a Deny anywhere wins; then every limit must allow, and somebody must grant. */
export function decide(layers: Layers, principal: Principal, target: Target, action: string): Decision {
  const scp = flattened(layers.scp);
  const all = [
    flattened(layers.rcp),
    scp,
    layers.endpoint,
    layers.resource,
    layers.grant,
    layers.boundary,
    layers.identity,
  ];
  const exempt = mendsOwnBucket(principal, target, action) ? new Set([layers.resource]) : new Set<unknown>();
  const binding = all.filter((layer) => !exempt.has(layer));
  return {
    forbidden: anyOf(binding.map(forbids)),
    denies: binding.flatMap(({ denies }) => denies.filter(({ match }) => match.outcome === "yes")),
    needed: every(everyLevel(layers.scp), allowedIfAny(layers.endpoint), granted(layers, principal, target)),
  };
}

function everyLevel(answer: LeveledAnswer): Requirement {
  if (!answer.applies) return always;
  const match = allLevelsAllow(answer);
  const allows = answer.levels.flatMap((level) =>
    level.allows.filter((hit) => hit.match.outcome === "yes").slice(0, 1),
  );
  return { match, allows, silent: match.outcome === "no" ? [answer.layer] : [], held: 0 };
}

/** Who has to grant: in one account either side, across accounts both; a key's and a role's own policy always has a say. */
function granted(layers: Layers, principal: Principal, target: Target): Requirement {
  const { resource, boundary, grant } = layers;
  const { caller } = principal;
  if (caller.kind === "anonymous" || caller.kind === "service" || caller.kind === "federated")
    return some(allowedBy(resource), ...(grant.applies ? [allowedBy(grant)] : []));
  const identity = identityGrant(layers, principal);
  const isOwn = resource.layer === "key-policy" || resource.layer === "trust";
  const sameAccount = target.account === caller.account || target.account === "aws";
  if (resource.layer === "trust" && caller.kind === "root")
    return {
      ...allowedBy({ ...resource, allows: [], missing: [], why: "the root user cannot take a role" }),
    };
  if (!sameAccount) {
    const theirs = some(allowedBy(resource), ...(grant.applies ? [allowedBy(grant)] : []));
    return every(theirs, identity, allowedIfAny(boundary));
  }
  const direct = allowedBy(resource, caller.kind === "root" ? undefined : ["self", "everyone"]);
  const toRole = every(allowedBy(resource, ["role"]), allowedIfAny(boundary));
  const byIdentity = every(identity, allowedIfAny(boundary));
  const ways = [
    direct,
    ...(caller.kind === "role" ? [toRole] : []),
    ...(grant.applies ? [allowedBy(grant)] : []),
  ];
  if (!isOwn) return some(byIdentity, ...(resource.applies ? ways : []));
  return some(every(allowedBy(resource, ["account"]), byIdentity), ...ways);
}

/** The root user may do everything in its account; all others need a policy. */
function identityGrant({ identity }: Layers, { caller }: Principal): Requirement {
  return caller.kind === "root" ? always : allowedBy(identity);
}

/** A bucket owner's root user can always mend the bucket's policy, even where that policy denies it (S3 User Guide, Bucket policies). */
function mendsOwnBucket({ caller, home }: Principal, target: Target, action: string): boolean {
  return (
    caller.kind === "root" &&
    home &&
    target.bucket !== undefined &&
    /^s3:(Get|Put|Delete)BucketPolicy$/i.test(action)
  );
}
