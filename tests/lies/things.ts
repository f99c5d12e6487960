import type { Json } from "../../src/core/json/json.ts";
import type { Told } from "../../src/testing/recorded.ts";

export const now = "2026-11-21T12:00:00.000Z";
export const window = { from: "2026-11-21T11:00:00.000Z", to: now };
export const own = "123456789012";
export const web1 = "i-0aaaaaaaaaaaaaaa1";
export const web2 = "i-0aaaaaaaaaaaaaaa2";
export const sgWeb = "sg-0cccccccccccccc01";
export const sgDb = "sg-0cccccccccccccc02";
export const vpc = "vpc-0dddddddddddddd01";
export const subnet = "subnet-0eeeeeeeeeeeeee1";
export const group = `arn:aws:elasticloadbalancing:us-east-1:${own}:targetgroup/shop-tg/0123456789abcdef`;
export const alarm = "TargetTracking-table/carts-AlarmHigh-a4161293-c4c2-42e3-844e-a7c8c0398710";
export const queue = (name: string) => `https://sqs.us-east-1.amazonaws.com/${own}/${name}`;
export const lambda = (name: string, more: { readonly [key: string]: Json } = {}) => ({
  FunctionName: name,
  FunctionArn: `arn:aws:lambda:us-east-1:${own}:function:${name}`,
  Role: `arn:aws:iam::${own}:role/${name}-role`,
  Timeout: 3,
  MemorySize: 128,
  ...more,
});
export const instance = (
  id: string,
  name: string,
  state: string,
  more: { readonly [key: string]: Json } = {},
) => ({
  InstanceId: id,
  InstanceType: "t3.micro",
  State: { Name: state },
  VpcId: vpc,
  SubnetId: subnet,
  EbsOptimized: false,
  SourceDestCheck: true,
  Monitoring: { State: "disabled" },
  SecurityGroups: [{ GroupId: sgWeb, GroupName: "web" }],
  Tags: [
    { Key: "Name", Value: name },
    { Key: "env", Value: "prod" },
  ],
  ...more,
});
export const rule = (port: number, cidr: string) => ({
  FromPort: port,
  ToPort: port,
  IpProtocol: "tcp",
  IpRanges: [{ CidrIp: cidr }],
});
export const ec2 = (operation: string, response: Json, more: Partial<Told> = {}): Told => ({
  service: "ec2",
  operation,
  response,
  ...more,
});
