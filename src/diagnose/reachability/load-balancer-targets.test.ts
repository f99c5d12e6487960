import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { Told } from "../../testing/recorded.ts";
import { explainPath } from "./reachability.ts";
import { allow, networkFacts, rule } from "./test-network.ts";
import type { Network } from "./test-network.ts";

const balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/front/1";
const groupArn = (name: string) =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/1`;

interface Behind {
  readonly type?: "application" | "network";
  readonly kind?: "instance" | "ip";
  readonly targets?: Readonly<Record<string, readonly string[]>>;
  readonly actions?: readonly JsonObject[];
  readonly change?: (network: Network) => void;
}

/** Internet to a load balancer on 443, and on to targets on 8080. */
function through({ type = "application", kind = "instance", targets, actions, change }: Behind) {
  const groups = targets ?? { blue: ["i-svc"] };
  const names = Object.keys(groups);
  const forward = [
    { Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn: groupArn("blue"), Weight: 1 }] } },
  ];
  const listener: JsonObject = {
    ListenerArn: balancer.replace(":loadbalancer/", ":listener/"),
    LoadBalancerArn: balancer,
    Port: 443,
    Protocol: type === "network" ? "TCP" : "HTTPS",
    DefaultActions: actions ?? forward,
  };
  const more: readonly Told[] = [
    {
      service: "elbv2",
      operation: "DescribeListeners",
      params: { LoadBalancerArn: balancer },
      response: { Listeners: [listener] },
    },
    ...names.map((name): Told => {
      const health: Json = (groups[name] ?? []).map((id) => ({ Target: { Id: id, Port: 8080 } }));
      return {
        service: "elbv2",
        operation: "DescribeTargetHealth",
        params: { TargetGroupArn: groupArn(name) },
        response: { TargetHealthDescriptions: health },
      };
    }),
  ];
  const facts = networkFacts({
    change: (network) => {
      network["DescribeLoadBalancers"] = [
        {
          LoadBalancerArn: balancer,
          LoadBalancerName: "front",
          Scheme: "internet-facing",
          Type: type,
          State: { Code: "active" },
          AvailabilityZones: [{ SubnetId: "subnet-pub" }],
          ...(type === "application" && { SecurityGroups: ["sg-web"] }),
        },
      ];
      network["DescribeTargetGroups"] = names.map((name) => ({
        TargetGroupArn: groupArn(name),
        TargetGroupName: name,
        Port: 8080,
        Protocol: type === "network" ? "TCP" : "HTTP",
        TargetType: kind,
        LoadBalancerArns: [balancer],
      }));
      allow(network, "sg-web", "IpPermissions", rule("tcp", 443, 443, "0.0.0.0/0"));
      change?.(network);
    },
    more,
  });
  return explainPath(facts, { from: "internet", to: "front", protocol: "tcp", port: 443, through: true });
}

const admit = (peer: string) => (network: Network) =>
  allow(network, "sg-svc", "IpPermissions", rule("tcp", 8080, 8080, peer));
const weighted = (...groups: readonly (readonly [string, number])[]): JsonObject[] => [
  {
    Type: "forward",
    ForwardConfig: {
      TargetGroups: groups.map(([name, Weight]) => ({ TargetGroupArn: groupArn(name), Weight })),
    },
  },
];

describe("through a load balancer", () => {
  const cases: readonly (Behind & { name: string; reachable: string; blockers?: readonly string[] })[] = [
    { name: "targets that admit its group", change: admit("sg-web"), reachable: "yes" },
    { name: "targets that do not", reachable: "no", blockers: ["sg-svc"] },
    { name: "an empty target group", targets: { blue: [] }, reachable: "no", blockers: [groupArn("blue")] },
    {
      name: "an empty group that gets nothing of the traffic",
      targets: { blue: ["i-svc"], green: [] },
      actions: weighted(["blue", 1], ["green", 0]),
      change: admit("sg-web"),
      reachable: "yes",
    },
    {
      name: "an empty group that gets its share",
      targets: { blue: ["i-svc"], green: [] },
      actions: weighted(["blue", 1], ["green", 1]),
      change: admit("sg-web"),
      reachable: "unknown",
    },
    {
      name: "a network load balancer keeps the client's address; its answers go back the way they came",
      type: "network",
      change: admit("0.0.0.0/0"),
      reachable: "yes",
    },
    {
      name: "a target that admits the VPC only, behind a network load balancer",
      type: "network",
      change: admit("10.20.0.0/16"),
      reachable: "no",
      blockers: ["sg-svc"],
    },
    {
      name: "targets by address see the network load balancer's own",
      type: "network",
      kind: "ip",
      targets: { blue: ["10.20.3.10"] },
      change: admit("10.20.0.0/16"),
      reachable: "yes",
    },
  ];
  it.each(cases)("$name: $reachable", ({ reachable, blockers = [], ...behind }) => {
    const answer = through(behind);
    expect({
      reachable: answer.reachable,
      blockers: reachable === "unknown" ? [] : answer.blockedBy.map((hop) => hop.component.id),
    }).toEqual({
      reachable,
      blockers,
    });
  });
});
