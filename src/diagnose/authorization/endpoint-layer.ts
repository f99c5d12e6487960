import type { Facts } from "../../core/facts.ts";
import type { KeyLookup } from "../../core/policy/key-value.ts";
import type { PolicyRequest } from "../../core/policy/match-statement.ts";
import { absentLayer, answerOf, policyAt, unread } from "./policy-set.ts";
import type { LayerAnswer } from "./policy-set.ts";
import { text } from "../../facts/reader.ts";

/** A call that comes through a VPC endpoint must be allowed by that endpoint's policy too (PrivateLink Guide, Endpoint policies). */
export function endpointLayer(facts: Facts, request: PolicyRequest, key: KeyLookup): LayerAnswer {
  const given = key("aws:SourceVpce");
  const id = given.kind === "known" ? given.values[0] : undefined;
  if (id === undefined) return absentLayer("endpoint");
  const endpoint = facts.get("AWS::EC2::VPCEndpoint", id);
  if (!endpoint) {
    const code = facts.reads("ec2", "DescribeVpcEndpoints").find((read) => read.error)?.error?.code;
    return answerOf(
      facts,
      "endpoint",
      unread("ec2:DescribeVpcEndpoints", code ?? `${id} was not found in this account and region`),
      request,
    );
  }
  const document = endpoint.data["PolicyDocument"];
  // An endpoint without a policy of its own carries the default one, which allows everything; some kinds have none at all.
  if (
    document === undefined ||
    document === null ||
    document === "" ||
    text(endpoint.data, "VpcEndpointType") === "GatewayLoadBalancer"
  )
    return absentLayer("endpoint");
  return answerOf(
    facts,
    "endpoint",
    policyAt(endpoint, "/PolicyDocument", { id, attachedTo: id }, "ec2:DescribeVpcEndpoints"),
    request,
  );
}
