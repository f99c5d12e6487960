import type { FactReader } from "../../facts/reader.ts";
import { listReader, objects, strings, text } from "../../facts/reader.ts";

const group = "AWS::ElasticLoadBalancingV2::TargetGroup";

/** Readers of load balancers, their listeners, rules, target groups and targets. Ids are ARNs. */
export const readers: readonly FactReader[] = [
  listReader("elbv2", "DescribeLoadBalancers", "LoadBalancers/*", (item) => ({
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    id: text(item, "LoadBalancerArn"),
    arn: text(item, "LoadBalancerArn"),
    name: text(item, "LoadBalancerName"),
    links: [
      { kind: "in", type: "AWS::EC2::VPC", id: text(item, "VpcId") },
      ...objects(item, "AvailabilityZones").map((zone) => ({
        kind: "in",
        type: "AWS::EC2::Subnet",
        id: text(zone, "SubnetId"),
      })),
      ...strings(item, "SecurityGroups").map((id) => ({ kind: "uses", type: "AWS::EC2::SecurityGroup", id })),
    ],
  })),
  aspect(
    "DescribeLoadBalancerAttributes",
    "LoadBalancerArn",
    "AWS::ElasticLoadBalancingV2::LoadBalancerAttributes",
  ),
  listReader("elbv2", "DescribeListeners", "Listeners/*", (item) => ({
    type: "AWS::ElasticLoadBalancingV2::Listener",
    id: text(item, "ListenerArn"),
    arn: text(item, "ListenerArn"),
    links: [
      { kind: "of", type: "AWS::ElasticLoadBalancingV2::LoadBalancer", id: text(item, "LoadBalancerArn") },
      ...forwards(objects(item, "DefaultActions")),
    ],
  })),
  listReader("elbv2", "DescribeRules", "Rules/*", (item, { params }) => ({
    type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    id: text(item, "RuleArn"),
    arn: text(item, "RuleArn"),
    links: [
      ...(text(params, "ListenerArn") === ""
        ? []
        : [{ kind: "of", type: "AWS::ElasticLoadBalancingV2::Listener", id: text(params, "ListenerArn") }]),
      ...forwards(objects(item, "Actions")),
    ],
  })),
  listReader("elbv2", "DescribeTargetGroups", "TargetGroups/*", (item) => ({
    type: group,
    id: text(item, "TargetGroupArn"),
    arn: text(item, "TargetGroupArn"),
    name: text(item, "TargetGroupName"),
    links: [
      { kind: "in", type: "AWS::EC2::VPC", id: text(item, "VpcId") },
      ...strings(item, "LoadBalancerArns").map((id) => ({
        kind: "behind",
        type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
        id,
      })),
    ],
  })),
  aspect(
    "DescribeTargetGroupAttributes",
    "TargetGroupArn",
    "AWS::ElasticLoadBalancingV2::TargetGroupAttributes",
  ),
  aspect("DescribeTargetHealth", "TargetGroupArn", "AWS::ElasticLoadBalancingV2::TargetHealth"),
  listReader("elbv2", "DescribeListenerCertificates", "Certificates/*", (item, { params }) => ({
    type: "AWS::ElasticLoadBalancingV2::ListenerCertificate",
    id: `${text(params, "ListenerArn")} ${text(item, "CertificateArn")}`,
    links: [{ kind: "of", type: "AWS::ElasticLoadBalancingV2::Listener", id: text(params, "ListenerArn") }],
  })),
];

/** The whole answer about one thing that the request names. */
function aspect(operation: string, parameter: string, type: string): FactReader {
  return {
    service: "elbv2",
    operation,
    read: ({ params, response }) => {
      const id = text(params, parameter);
      const links = type.endsWith("TargetHealth")
        ? objects(response, "TargetHealthDescriptions").map((one) => ({
            kind: "targets",
            type: "AWS::EC2::Instance",
            id: text(one["Target"], "Id"),
          }))
        : [];
      return id === "" ? [] : [{ type, id, pointer: "", data: response, links }];
    },
  };
}

function forwards(actions: ReturnType<typeof objects>): { kind: string; type: string; id: string }[] {
  return actions
    .flatMap((action) => [
      text(action, "TargetGroupArn"),
      ...objects(action["ForwardConfig"], "TargetGroups").map((one) => text(one, "TargetGroupArn")),
    ])
    .filter((id) => id !== "")
    .map((id) => ({ kind: "forwards-to", type: group, id }));
}
