import type { AccessLayer } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import type { AccessQuery } from "./authorization.ts";
import { boundaryPolicies } from "./boundary-layer.ts";
import { identityPolicies } from "./identity-layer.ts";
import { controlPolicies, organizationOf } from "./organization.ts";
import { nothing, policyAt } from "./policy-set.ts";
import type { PolicyText } from "./policy-set.ts";
import type { Principal } from "./principal.ts";
import { resourcePolicy } from "./resource-policies.ts";
import type { Target } from "./target.ts";
import { trustPolicy } from "./trust-layer.ts";

/** The policies of one layer that were read, as the evaluation sees them. */
export function policiesOf(
  facts: Facts,
  layer: AccessLayer,
  principal: Principal,
  target: Target,
  query: AccessQuery,
): readonly PolicyText[] {
  switch (layer) {
    case "identity":
      return identityPolicies(facts, principal).policies;
    case "boundary":
      return (boundaryPolicies(facts, principal) ?? nothing).policies;
    case "resource":
    case "key-policy":
      return (resourcePolicy(facts, target) ?? nothing).policies;
    case "trust":
      return trustPolicy(facts, target).policies;
    case "scp":
    case "rcp": {
      const levels = controlPolicies(
        facts,
        organizationOf(facts),
        layer === "scp" ? "SERVICE_CONTROL_POLICY" : "RESOURCE_CONTROL_POLICY",
      );
      return levels === "off" ? [] : levels.flatMap(({ set }) => set.policies);
    }
    case "endpoint": {
      const id = query.context["aws:SourceVpce"]?.[0] ?? "";
      const endpoint = facts.get("AWS::EC2::VPCEndpoint", id);
      return endpoint
        ? policyAt(endpoint, "/PolicyDocument", { id, attachedTo: id }, "ec2:DescribeVpcEndpoints").policies
        : [];
    }
    case "session":
    case "grant":
      break;
  }
  return [];
}
