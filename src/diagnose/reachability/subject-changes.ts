import type { Change } from "../../core/change.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { defaultTarget } from "./route-changes.ts";
import { tableOf } from "./route-table.ts";
import type { Cause } from "./step.ts";

/** A public address where one is needed; for a function, which never has one, subnets that lead to a NAT gateway. */
export function publicAddressChange(
  facts: Facts,
  { place, vpcId }: Extract<Cause, { kind: "no-public-address" }>,
): Change | undefined {
  const owner = place.owner;
  if (!owner) return undefined;
  if (owner.type === "AWS::Lambda::Function") return moveFunction(facts, owner, vpcId);
  if (owner.type === "AWS::RDS::DBInstance") return exposeDatabase(owner);
  if (owner.type === "AWS::ElasticLoadBalancingV2::LoadBalancer") return replaceBalancer(facts, owner, vpcId);
  if (owner.type === "AWS::EC2::Instance") return giveAddress(owner);
  return undefined;
}

/** Subnets of the VPC whose internet traffic goes to a gateway of that kind, one for each zone. */
export function subnetsLeadingTo(
  facts: Facts,
  vpcId: string,
  wanted: "internet-gateway" | "nat-gateway",
): readonly string[] {
  const zones = new Map<string, string>();
  for (const subnet of facts.all("AWS::EC2::Subnet")) {
    const zone = text(subnet.data, "AvailabilityZone");
    if (text(subnet.data, "VpcId") !== vpcId || zones.has(zone)) continue;
    const found = tableOf(facts, subnet.id, vpcId);
    if (found.kind === "found" && defaultTarget(facts, found.table)?.target === wanted)
      zones.set(zone, subnet.id);
  }
  return [...zones.values()];
}

function moveFunction(facts: Facts, subject: Resource, vpcId: string): Change | undefined {
  const subnets = subnetsLeadingTo(facts, vpcId, "nat-gateway");
  if (subnets.length === 0) return undefined;
  const groups = strings(subject.data["VpcConfig"], "SecurityGroupIds");
  const before = strings(subject.data["VpcConfig"], "SubnetIds");
  const command = (ids: readonly string[]) => [
    "aws",
    "lambda",
    "update-function-configuration",
    "--function-name",
    subject.id,
    "--vpc-config",
    `SubnetIds=${ids.join(",")},SecurityGroupIds=${groups.join(",")}`,
  ];
  return {
    summary: `Move ${subject.id} to private subnets that lead to a NAT gateway: ${subnets.join(", ")}`,
    commands: [command(subnets)],
    risk: "New network interfaces are made; rules that name the old subnets' addresses no longer match.",
    rollback: shellLine(command(before)),
    edits: [
      { op: "replace", type: subject.type, id: subject.id, path: "/VpcConfig/SubnetIds", value: subnets },
    ],
  };
}

function exposeDatabase(database: Resource): Change {
  const command = (flag: string) => [
    "aws",
    "rds",
    "modify-db-instance",
    "--db-instance-identifier",
    database.id,
    flag,
    "--apply-immediately",
  ];
  return {
    summary: `Make ${database.id} publicly accessible`,
    commands: [command("--publicly-accessible")],
    risk: "A database on the internet is attacked at once: a bastion, a VPN or Session Manager is the better way in.",
    rollback: shellLine(command("--no-publicly-accessible")),
    edits: [
      { op: "replace", type: database.type, id: database.id, path: "/PubliclyAccessible", value: true },
    ],
  };
}

/** The scheme cannot be changed in place: a new load balancer. In the facts it is the old one with another scheme and other subnets. */
function replaceBalancer(facts: Facts, balancer: Resource, vpcId: string): Change | undefined {
  const subnets = subnetsLeadingTo(facts, vpcId, "internet-gateway");
  if (subnets.length === 0) return undefined;
  const name = balancer.name ?? balancer.id;
  const groups = strings(balancer.data, "SecurityGroups");
  const kind = text(balancer.data, "Type") || "application";
  const zones = subnets.map((id) => ({
    SubnetId: id,
    ZoneName: text(facts.get("AWS::EC2::Subnet", id)?.data, "AvailabilityZone"),
  }));
  return {
    summary: `Create an internet-facing load balancer in ${subnets.join(", ")} with the listeners of ${name}, and move the DNS record to it`,
    commands: [
      [
        "aws",
        "elbv2",
        "create-load-balancer",
        "--name",
        `${name.slice(0, 25)}-public`,
        "--type",
        kind,
        "--scheme",
        "internet-facing",
        "--subnets",
        ...subnets,
        ...(groups.length > 0 ? ["--security-groups", ...groups] : []),
      ],
    ],
    risk: "Its listeners are then open to the internet as its security groups allow; clients follow only once DNS points to the new name.",
    rollback: "Point DNS back to the old load balancer and delete the new one.",
    edits: [
      { op: "replace", type: balancer.type, id: balancer.id, path: "/Scheme", value: "internet-facing" },
      { op: "replace", type: balancer.type, id: balancer.id, path: "/AvailabilityZones", value: zones },
    ],
  };
}

function giveAddress(instance: Resource): Change {
  const cards = objects(instance.data, "NetworkInterfaces");
  const index = Math.max(
    0,
    cards.findIndex((card) => typeof card["Attachment"] === "object"),
  );
  return {
    summary: `Give ${instance.id} an Elastic IP address`,
    commands: [
      ["aws", "ec2", "allocate-address", "--domain", "vpc"],
      [
        "aws",
        "ec2",
        "associate-address",
        "--instance-id",
        instance.id,
        "--allocation-id",
        "<the allocation>",
      ],
    ],
    risk: "It can then be reached from the internet as its security groups allow.",
    rollback: "aws ec2 disassociate-address --association-id <the association>, then release-address",
    edits: [
      {
        op: "add",
        type: instance.type,
        id: instance.id,
        path: `/NetworkInterfaces/${index}/Association`,
        value: { PublicIp: "192.0.2.1" },
      },
    ],
  };
}

/** What is stopped is started. */
export function stateChange({ problem, place }: Extract<Cause, { kind: "subject" }>): Change | undefined {
  const owner = place.owner;
  if (problem !== "not-running" || !owner) return undefined;
  if (owner.type === "AWS::EC2::Instance" && text(owner.data["State"], "Name") === "stopped") {
    return {
      summary: `Start ${owner.id}`,
      commands: [["aws", "ec2", "start-instances", "--instance-ids", owner.id]],
      risk: "Its public address changes unless it is an Elastic IP, and it costs again.",
      rollback: shellCommand`aws ec2 stop-instances --instance-ids ${owner.id}`,
      edits: [{ op: "replace", type: owner.type, id: owner.id, path: "/State/Name", value: "running" }],
    };
  }
  if (owner.type === "AWS::RDS::DBInstance" && text(owner.data, "DBInstanceStatus") === "stopped") {
    return {
      summary: `Start ${owner.id}`,
      commands: [["aws", "rds", "start-db-instance", "--db-instance-identifier", owner.id]],
      risk: "It costs again while it runs.",
      rollback: shellCommand`aws rds stop-db-instance --db-instance-identifier ${owner.id}`,
      edits: [
        { op: "replace", type: owner.type, id: owner.id, path: "/DBInstanceStatus", value: "available" },
      ],
    };
  }
  return undefined;
}
