import type { PathHop } from "../../../core/record/explain-record.ts";
import type { Facts } from "../../../core/facts.ts";
import { atPointer } from "../../../core/json/json.ts";
import type { Json } from "../../../core/json/json.ts";
import { strings, text } from "../../../facts/reader.ts";
import { subnetsLeadingTo } from "../../../diagnose/reachability/subject-changes.ts";
import type { Cause, SubjectProblem } from "../../../diagnose/reachability/step.ts";
import type { AskedPath } from "./asked-paths.ts";
import { called } from "./blamed.ts";
import type { Blamed } from "./blamed.ts";

/** Something that needs a public address and has none, by its own setting. */
export function publicAddressFault(
  facts: Facts,
  { place, vpcId }: Extract<Cause, { kind: "no-public-address" }>,
  hop: PathHop,
): Blamed | undefined {
  const owner = place.owner;
  if (!owner) return undefined;
  const name = called(owner);
  const subnet = place.subnet ? called(place.subnet) : "its subnet";
  const evidence = hop.evidence;
  switch (owner.type) {
    case "AWS::Lambda::Function": {
      const subnets = strings(owner.data["VpcConfig"], "SubnetIds");
      const better = subnetsLeadingTo(facts, vpcId, "nat-gateway");
      return {
        resource: owner,
        blamed: {
          property: "VpcConfig.SubnetIds",
          observed: `${subnets.join(", ")} (public subnet: its default route leads to an internet gateway)`,
          expected:
            better.length > 0
              ? `private subnets with a NAT route: ${better.join(", ")}`
              : "private subnets whose default route leads to a NAT gateway",
          title: `Function ${name} is in public subnet ${subnet}: a function's interfaces get no public IP, so the internet gateway drops its traffic`,
          explanation: `VpcConfig.SubnetIds of ${name} is ${subnets.join(", ")}, a public subnet with a route to an internet gateway. Lambda network interfaces never get a public IP, so traffic needs a private subnet with a NAT route.`,
          evidence,
        },
      };
    }
    case "AWS::RDS::DBInstance":
    case "AWS::RDS::DBCluster":
      return said(
        "PubliclyAccessible",
        false,
        true,
        `Database ${name} is not publicly accessible (PubliclyAccessible false)`,
        `PubliclyAccessible of ${name} is false, so it has private addresses only and cannot be reached from the internet.`,
      );
    case "AWS::ElasticLoadBalancingV2::LoadBalancer":
    case "AWS::ElasticLoadBalancing::LoadBalancer":
      return said(
        "Scheme",
        "internal",
        "internet-facing",
        `Load balancer ${name} has the scheme internal: it has private addresses only`,
        `Scheme of ${owner.name ?? owner.id} is internal, so its name resolves to private IPs, in ${subnet}, and the internet cannot reach it. An internet-facing load balancer in public subnets is needed.`,
      );
    default:
      return said(
        "PublicIpAddress",
        null,
        "a public IPv4 address or Elastic IP",
        `${name} has no public IPv4 address`,
        `${name} in ${subnet} has no public IPv4 address, so the internet gateway carries nothing to or from it.`,
      );
  }
  function said(
    property: string,
    observed: string | boolean | null,
    expected: string | boolean,
    title: string,
    explanation: string,
  ): Blamed | undefined {
    return (
      owner && { resource: owner, blamed: { property, observed, expected, title, explanation, evidence } }
    );
  }
}

/** An end that does not send, listen or answer. */
export function subjectFault(
  facts: Facts,
  { place, problem, pointer }: Extract<Cause, { kind: "subject" }>,
  hop: PathHop,
  path: AskedPath,
): Blamed | undefined {
  const owner =
    hop.component.id === undefined
      ? place.owner
      : (facts.get(hop.component.type ?? "", hop.component.id) ?? place.owner);
  if (!owner) return undefined;
  const name = called(owner);
  const port = path.port === undefined ? path.protocol : `${path.protocol}/${path.port}`;
  const value = atPointer(owner.data, pointer);
  const state =
    typeof value === "object" && value !== null
      ? text(value, "Name") || text(value, "Code")
      : (value ?? hop.why);
  const told: Readonly<Record<SubjectProblem, readonly [string, Json, Json]>> = {
    "no-listener": ["Listeners", `no listener on ${port}`, `a listener on ${port}`],
    "no-targets": ["Targets", "no registered target", "at least one registered target"],
    "other-port": [pointer.slice(1).replaceAll("/", "."), state, path.port ?? "the asked port"],
    "not-running": [pointer.slice(1).replaceAll("/", ".") || "State", state, "running or available"],
    "takes-no-connections": ["State", hop.why, "something that takes connections"],
    "outside-vpc": ["VpcConfig", hop.why, "a place in the VPC"],
    detached: ["Attachment", hop.why, "attached"],
  };
  const [property, observed, expected] = told[problem];
  return {
    resource: owner,
    blamed: {
      property,
      observed,
      expected,
      title: `${name}: ${hop.why}`,
      explanation: `${property} of ${name} decides: ${hop.why}.`,
      evidence: hop.evidence,
    },
  };
}
