import type { FactReader } from "../../facts/reader.ts";
import { listReader, objects, strings, text } from "../../facts/reader.ts";

/** Readers of Classic Load Balancers; their name is their id. */
export const readers: readonly FactReader[] = [
  listReader("elb", "DescribeLoadBalancers", "LoadBalancerDescriptions/*", (item) => ({
    type: "AWS::ElasticLoadBalancing::LoadBalancer",
    id: text(item, "LoadBalancerName"),
    name: text(item, "LoadBalancerName"),
    links: [
      { kind: "in", type: "AWS::EC2::VPC", id: text(item, "VPCId") },
      ...strings(item, "Subnets").map((id) => ({ kind: "in", type: "AWS::EC2::Subnet", id })),
      ...strings(item, "SecurityGroups").map((id) => ({ kind: "uses", type: "AWS::EC2::SecurityGroup", id })),
      ...objects(item, "Instances").map((one) => ({
        kind: "targets",
        type: "AWS::EC2::Instance",
        id: text(one, "InstanceId"),
      })),
    ],
  })),
  {
    service: "elb",
    operation: "DescribeInstanceHealth",
    read: ({ params, response }) => {
      const id = text(params, "LoadBalancerName");
      return id === ""
        ? []
        : [{ type: "AWS::ElasticLoadBalancing::InstanceHealth", id, pointer: "", data: response }];
    },
  },
  {
    service: "elb",
    operation: "DescribeLoadBalancerAttributes",
    read: ({ params, response }) => {
      const id = text(params, "LoadBalancerName");
      return id === ""
        ? []
        : [{ type: "AWS::ElasticLoadBalancing::LoadBalancerAttributes", id, pointer: "", data: response }];
    },
  },
];
