import type { DeniedBy } from "../core/call.ts";
import type { Effect, EffectReview } from "../core/effect.ts";
import type { Grant } from "../core/grant.ts";
import type { Need } from "../core/need.ts";
import { permits } from "../core/policy/permits.ts";
import type { DecodedCall, Source } from "../core/source.ts";

export interface Denial {
  readonly deniedBy: DeniedBy;
  /** What happened, why, and what to do instead. */
  readonly reason: string;
  /** A limit is used up: nothing is wrong with the call itself. */
  readonly limit?: "calls" | "budget" | "pages";
}

/** Whether the three layers of the grant meet in this call: ceiling, mandate, policy, in that order. Undefined: it may be made. */
export function authorize(
  source: Source,
  call: DecodedCall,
  review: EffectReview,
  grant: Grant,
): Denial | undefined {
  return (
    byCeiling(source, call, review, grant) ?? byMandate(source, call, review, grant) ?? byPolicy(call, grant)
  );
}

function byCeiling(
  source: Source,
  call: DecodedCall,
  review: EffectReview,
  { ceiling, mandate }: Grant,
): Denial | undefined {
  const deny = (reason: string): Denial => ({ deniedBy: "ceiling", reason });
  const name = nameOf(call);
  if (!review.reviewed || review.effects.length === 0)
    return deny(
      `${name} is denied: nobody has reviewed what it does, so it is not taken for a plain read. Use an operation that "nephoscope effects ${call.service}" lists as reviewed.`,
    );
  const forbidden = missing(review.effects, ceiling.effects);
  if (forbidden.length > 0)
    return deny(
      `${name} is denied: its effect is ${quoted(forbidden)}${because(review)}. Read something without that effect, or pass --allow ${forbidden.join(",")}.`,
    );
  if (ceiling.services && !names(ceiling.services, call))
    return deny(
      `${name} is denied: only the services ${ceiling.services.join(", ")} are allowed. Add ${call.service} to --services.`,
    );
  const outside = source.outside(call, {
    ...mandate,
    regions: ceiling.regions ?? mandate.regions,
    accounts: ceiling.accounts ?? mandate.accounts,
  });
  return outside === undefined ? undefined : deny(`${name} is denied: ${outside}`);
}

function byMandate(
  source: Source,
  call: DecodedCall,
  review: EffectReview,
  { mandate }: Grant,
): Denial | undefined {
  const deny = (reason: string): Denial => ({ deniedBy: "mandate", reason });
  const name = nameOf(call);
  const forbidden = missing(review.effects, mandate.effects);
  if (forbidden.length > 0)
    return deny(
      `${name} is denied: its effect is ${quoted(forbidden)}${because(review)}, and this run is not meant for that.`,
    );
  if (mandate.services && !names(mandate.services, call))
    return deny(
      `${name} is denied: this run is about ${mandate.services.join(", ")} only. Add ${call.service} to --services.`,
    );
  const outside = source.outside(call, mandate);
  return outside === undefined ? undefined : deny(`${name} is denied: ${outside}`);
}

function byPolicy(call: DecodedCall, { policy }: Grant): Denial | undefined {
  const needs = call.needs ?? call.actions.map((action): Need => ({ action, resources: call.resources }));
  const refused = needs.find((need) => need.perhaps === undefined && !permits(policy, need));
  if (refused === undefined && needs.length > 0) return undefined;
  const what = refused?.action ?? nameOf(call);
  return {
    deniedBy: "policy",
    reason: `${what} on ${(refused ?? call).resources.join(", ")} is denied: the script's policy, derived from its text, does not allow it. Call the operation by name in the script, so that the check sees it.`,
  };
}

function missing(effects: readonly Effect[], allowed: readonly Effect[]): readonly Effect[] {
  return effects.filter((effect) => !allowed.includes(effect));
}

function names(services: readonly string[], call: DecodedCall): boolean {
  return services.includes(call.service) || services.includes(call.actions[0]?.split(":")[0] ?? "");
}

function because({ why }: EffectReview): string {
  return why === "" ? "" : ` (${why})`;
}

function quoted(effects: readonly Effect[]): string {
  return effects.map((effect) => `"${effect}"`).join(" and ");
}

function nameOf(call: DecodedCall): string {
  return call.actions[0] ?? `${call.service}:${call.operation}`;
}
