import type { AccessDeciding } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import type { Hit, LayerAnswer } from "./policy-set.ts";
import type { Principal } from "./principal.ts";

/** A statement, grant or ACL entry that decides. */
export function decidingOf({ layer, policy, statement, effect, why, evidence }: Hit): AccessDeciding {
  return {
    layer,
    policy,
    ...(statement !== undefined && { statement }),
    effect,
    why,
    evidence: [...evidence],
  };
}

/** A layer that is silent though it would have to allow, with everything in it that was read. */
export function silentLayer(facts: Facts, answer: LayerAnswer, principal: Principal): AccessDeciding {
  const [only, ...others] = answer.policies;
  const carrier = "arn" in principal.caller ? { attachedTo: principal.caller.arn } : {};
  const policy =
    only && others.length === 0
      ? only.ref
      : only
        ? { ...(only.ref.attachedTo !== undefined && { attachedTo: only.ref.attachedTo }) }
        : answer.layer === "identity"
          ? carrier
          : {};
  const why =
    answer.why ??
    (answer.policies.length === 0
      ? `${words[answer.layer]} has no policy that could allow it`
      : `no statement of ${words[answer.layer]} allows it`);
  const entity =
    principal.entity && answer.layer === "identity" && answer.silence.length === 0
      ? [facts.cite(principal.entity)]
      : [];
  return { layer: answer.layer, policy, effect: "none", why, evidence: [...answer.silence, ...entity] };
}

const words: { readonly [layer in LayerAnswer["layer"]]: string } = {
  identity: "the caller's own policies",
  resource: "the resource's policy",
  boundary: "the permissions boundary",
  scp: "the service control policies",
  rcp: "the resource control policies",
  session: "the session policy",
  endpoint: "the endpoint's policy",
  trust: "the trust policy",
  "key-policy": "the key policy",
  grant: "the key's grants",
};
