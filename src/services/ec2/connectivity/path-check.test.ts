import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../core/json/json.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CheckContext, Subject } from "../../../diagnose/check.ts";
import { factsOf } from "../../../facts/fact-base.ts";
import { recorded } from "../../../testing/recorded.ts";
import type { Told } from "../../../testing/recorded.ts";
import { readers as elbv2Readers } from "../../elbv2/facts.ts";
import { readers } from "../facts.ts";
import { networkPath } from "./path-check.ts";

const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1";
const groupArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/1";
const open = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
const from = (port: number, group: string): JsonObject => ({
  IpProtocol: "tcp",
  FromPort: port,
  ToPort: port,
  UserIdGroupPairs: [{ GroupId: group }],
});
const securityGroup = (
  id: string,
  ingress: readonly Json[],
  egress: readonly Json[] = [open],
): JsonObject => ({
  GroupId: id,
  GroupName: id,
  VpcId: "vpc-1",
  IpPermissions: ingress,
  IpPermissionsEgress: egress,
});

interface Shop {
  readonly web?: readonly Json[];
  readonly balancerOut?: readonly Json[];
  readonly scheme?: string;
  readonly health?: string;
  readonly state?: string;
  readonly targets?: readonly string[];
  readonly second?: readonly Json[];
}

/** A load balancer in a public subnet before two instances in a private one. */
function shop(over: Shop): Facts {
  const machine = (id: string, group: string, state: string): JsonObject => ({
    InstanceId: id,
    VpcId: "vpc-1",
    SubnetId: "subnet-prv",
    State: { Name: state },
    SecurityGroups: [{ GroupId: group }],
    NetworkInterfaces: [
      {
        NetworkInterfaceId: `eni-${id}`,
        SubnetId: "subnet-prv",
        VpcId: "vpc-1",
        PrivateIpAddress: "10.0.2.10",
        Groups: [{ GroupId: group }],
        Attachment: { DeviceIndex: 0 },
      },
    ],
  });
  const list = (operation: string, name: string, items: Json): Told => ({
    service: "ec2",
    operation,
    response: { [name]: items },
  });
  const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" };
  const targets = over.targets ?? ["i-1"];
  return factsOf(
    recorded([
      list("DescribeVpcs", "Vpcs", [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }]),
      list("DescribeSubnets", "Subnets", [
        { SubnetId: "subnet-pub", VpcId: "vpc-1", CidrBlock: "10.0.0.0/24", AvailabilityZone: "us-east-1a" },
        { SubnetId: "subnet-prv", VpcId: "vpc-1", CidrBlock: "10.0.2.0/24", AvailabilityZone: "us-east-1a" },
      ]),
      list("DescribeSecurityGroups", "SecurityGroups", [
        securityGroup(
          "sg-lb",
          [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
          over.balancerOut,
        ),
        securityGroup("sg-web", over.web ?? [from(8080, "sg-lb")]),
        securityGroup("sg-second", over.second ?? []),
      ]),
      list("DescribeNetworkAcls", "NetworkAcls", [
        {
          NetworkAclId: "acl-1",
          VpcId: "vpc-1",
          Associations: ["subnet-pub", "subnet-prv"].map((id) => ({ SubnetId: id })),
          Entries: [false, true].map((egress) => ({
            RuleNumber: 100,
            Egress: egress,
            RuleAction: "allow",
            Protocol: "-1",
            CidrBlock: "0.0.0.0/0",
          })),
        },
      ]),
      list("DescribeRouteTables", "RouteTables", [
        {
          RouteTableId: "rtb-pub",
          VpcId: "vpc-1",
          Associations: [{ SubnetId: "subnet-pub" }],
          Routes: [local, { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" }],
        },
        {
          RouteTableId: "rtb-prv",
          VpcId: "vpc-1",
          Associations: [{ SubnetId: "subnet-prv" }],
          Routes: [local],
        },
      ]),
      list("DescribeInternetGateways", "InternetGateways", [
        { InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1", State: "available" }] },
      ]),
      list("DescribeNetworkInterfaces", "NetworkInterfaces", []),
      list("DescribeInstances", "Reservations", [
        {
          Instances: [
            machine("i-1", "sg-web", over.state ?? "running"),
            machine("i-2", "sg-second", "running"),
          ],
        },
      ]),
      {
        service: "elbv2",
        operation: "DescribeLoadBalancers",
        response: {
          LoadBalancers: [
            {
              LoadBalancerArn: arn,
              LoadBalancerName: "shop",
              Type: "application",
              Scheme: over.scheme ?? "internet-facing",
              VpcId: "vpc-1",
              State: { Code: "active" },
              SecurityGroups: ["sg-lb"],
              AvailabilityZones: [{ SubnetId: "subnet-pub" }],
            },
          ],
        },
      },
      {
        service: "elbv2",
        operation: "DescribeListeners",
        params: { LoadBalancerArn: arn },
        response: {
          Listeners: [
            {
              ListenerArn: arn.replace(":loadbalancer/", ":listener/"),
              LoadBalancerArn: arn,
              Port: 80,
              Protocol: "HTTP",
              DefaultActions: [{ Type: "forward", TargetGroupArn: groupArn }],
            },
          ],
        },
      },
      {
        service: "elbv2",
        operation: "DescribeTargetGroups",
        response: {
          TargetGroups: [
            {
              TargetGroupArn: groupArn,
              TargetGroupName: "shop",
              Port: 8080,
              Protocol: "HTTP",
              TargetType: "instance",
              HealthCheckPort: over.health ?? "traffic-port",
              LoadBalancerArns: [arn],
            },
          ],
        },
      },
      {
        service: "elbv2",
        operation: "DescribeTargetHealth",
        params: { TargetGroupArn: groupArn },
        response: {
          TargetHealthDescriptions: targets.map((id) => ({
            Target: { Id: id, Port: 8080 },
            TargetHealth: { State: "healthy" },
          })),
        },
      },
    ]),
    [...readers, ...elbv2Readers],
    "123456789012",
  );
}

const named: Subject = {
  ref: { type: "AWS::ElasticLoadBalancingV2::LoadBalancer", id: arn },
  role: "target",
  text: "shop",
};
const outside: Subject = { ref: { type: "Internet", id: "internet" }, role: "source", text: "internet" };
const asked = (facts: Facts, subjects: readonly Subject[]): CheckContext => ({
  facts,
  subjects,
  question: {
    text: "shop times out",
    mentions: [],
    ports: [],
    actions: [],
    services: [],
    window: { from: "2026-11-20T21:00:00Z", to: "2026-11-21T00:00:00Z" },
    symptoms: ["connectivity"],
  },
  now: "2026-11-21T00:00:00Z",
  region: "us-east-1",
});
const run = (over: Shop, subjects: readonly Subject[] = [outside, named]) =>
  networkPath.run(asked(shop(over), subjects));

describe("network.path through a load balancer", () => {
  const cases: readonly (Shop & {
    name: string;
    blamed: readonly string[];
    subjects?: readonly Subject[];
  })[] = [
    { name: "the group of the targets", web: [], blamed: ["sg-web IpPermissions"] },
    {
      name: "the load balancer's own group, outward",
      balancerOut: [],
      blamed: ["sg-lb IpPermissionsEgress"],
    },
    {
      name: "both, where both stop it",
      web: [],
      balancerOut: [],
      blamed: ["sg-lb IpPermissionsEgress", "sg-web IpPermissions"],
    },
    { name: "a target group without targets", targets: [], blamed: [`${groupArn} Targets`] },
    { name: "a stopped target, where it is the only one", state: "stopped", blamed: ["i-1 State"] },
    { name: "the port of the health check", health: "9000", blamed: ["sg-web IpPermissions"] },
    { name: "the group of one target of two", targets: ["i-1", "i-2"], blamed: ["sg-second IpPermissions"] },
    {
      name: "the targets of an internal one that nobody outside is said to use",
      scheme: "internal",
      web: [],
      subjects: [named],
      blamed: ["sg-web IpPermissions"],
    },
  ];
  it.each(cases)("names $name", ({ blamed, subjects, ...over }) => {
    const result = run(over, subjects);
    expect(
      result.kind === "fault"
        ? result.faults.map((fault) => `${fault.resource.id} ${fault.property}`)
        : result,
    ).toEqual(blamed);
  });

  it("proves that its change opens the whole way", () => {
    const result = run({ web: [from(8080, "sg-old")] });
    const [fault] = result.kind === "fault" ? result.faults : [];
    const facts = shop({ web: [from(8080, "sg-old")] });
    expect(fault?.standing).toBe("proved");
    expect(fault?.prove?.(facts.patched(fault.change?.edits ?? []))).toMatchObject({ flips: true });
  });

  it.each([
    { name: "every target is reached", over: {} },
    {
      name: "one that does not run stands beside one that does",
      over: { state: "stopped", targets: ["i-1", "i-2"], second: [from(8080, "sg-lb")] },
    },
  ])("is not blamed where $name", ({ over }) => {
    expect(run(over)).toMatchObject({
      kind: "fine",
      text: "internet reaches shop on tcp/80 and its targets",
    });
  });

  it("does not call the way open whose targets are not known", () => {
    const result = run({ targets: ["i-gone"] });
    expect(result.kind).toBe("gap");
  });
});
