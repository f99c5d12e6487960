import { alternateArns } from "../core/policy/alternate-arns.ts";
import type { NeedsOf } from "../aws/needs/needs.ts";
import type { ServiceModels } from "../aws/service-models.ts";
import type { Need } from "../core/need.ts";
import type { FoundCall } from "./names/found-call.ts";
import { policyParams } from "./policy-params.ts";

export interface Place {
  readonly account: string;
  readonly region: string;
  /** A client of another region makes ARNs of that region: which one a call uses is not followed, so the region stays open. */
  readonly anyRegion: boolean;
}

/** What one call in a text needs, by action: with every resource that it may be about. The main action first. */
export function needsOfCall(
  { service, operation, params }: FoundCall,
  { account, region, anyRegion }: Place,
  { needs, models }: { readonly needs: NeedsOf; readonly models: ServiceModels },
): readonly Need[] {
  const all = policyParams(params, operation, models.model(service)).flatMap((given) =>
    needs({ service, operation, params: given, account, region }),
  );
  const byAction = Map.groupBy(all, ({ action, context }) => JSON.stringify([action, context]));
  return [...byAction.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const arns = [...new Set(same.flatMap(({ resources }) => resources))].toSorted();
    const placed = anyRegion ? [...new Set(arns.map((arn) => inAnyRegion(arn, region)))] : arns;
    const binding = same.find((one) => one.resources.includes("*"))?.binding ?? first.binding;
    return [
      {
        ...first,
        ...(binding && { binding }),
        resources: placed.includes("*") || placed.length === 0 ? ["*"] : placed,
        ...(anyRegion && first.context && { context: contextInAnyRegion(first.context, region) }),
      },
    ];
  });
}

/** The same as a policy has to say it. */
export function grantedResources(resources: readonly string[]): readonly string[] {
  return [...new Set(resources.flatMap((arn) => [arn, ...alternateArns(arn)]))].toSorted();
}

function inAnyRegion(arn: string, region: string): string {
  const parts = arn.split(":");
  return parts[3] === region ? [...parts.slice(0, 3), "*", ...parts.slice(4)].join(":") : arn;
}

function contextInAnyRegion(
  context: NonNullable<Need["context"]>,
  region: string,
): NonNullable<Need["context"]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, value.replace(`.${region}.`, ".*.")]),
  );
}
