import type { Change } from "../../core/change.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import { objects, text } from "../../facts/reader.ts";
import { routesFor, tableOf, vpcAddresses } from "./route-table.ts";
import type { targetOf } from "./route-table.ts";
import { formatCidr, publicIpv4 } from "./address-range.ts";
import type { Cause } from "./step.ts";

type RouteCause = Extract<Cause, { kind: "route" }>;
type GatewayCause = Extract<Cause, { kind: "gateway" }>;

/** A route where one is missing, or another table for a subnet that has none of its own. */
export function routeChange(facts: Facts, cause: RouteCause): Change | undefined {
  const { towards, table, vpcId } = cause;
  if (towards.where === "service" && towards.owner) return associateEndpoint(facts, cause, towards.owner);
  if (towards.where === "internet") return internetRoute(facts, cause);
  if (towards.vpcId === undefined) return undefined;
  const link = linkBetween(facts, vpcId, towards.vpcId);
  const [block] = vpcAddresses(facts, towards.vpcId).filter(
    (range) => range.family === (cause.destination[0]?.family ?? 4),
  );
  return link && block ? createRoute(table, formatCidr(block), link.member, link.id) : undefined;
}

function internetRoute(facts: Facts, cause: RouteCause): Change | undefined {
  const { table, explicit, subnetId, vpcId, from, problem } = cause;
  const wanted = cause.answering || from.publicAddress?.has === "yes" ? "internet-gateway" : "nat-gateway";
  const destination = cause.destination[0]?.family === 6 ? "::/0" : "0.0.0.0/0";
  const model = tableLeadingTo(facts, vpcId, wanted);
  if (model && (!explicit || problem === "wrong") && model.id !== table.id)
    return associate(table, model, subnetId, explicit);
  if (problem === "wrong") return undefined;
  const gateway = wanted === "internet-gateway" ? attachedGateway(facts, vpcId) : workingNat(facts, vpcId);
  if (!gateway) return undefined;
  return createRoute(
    table,
    destination,
    wanted === "internet-gateway" ? "GatewayId" : "NatGatewayId",
    gateway.id,
  );
}

/** A table of the VPC whose default route leads to a gateway of that kind. */
export function tableLeadingTo(
  facts: Facts,
  vpcId: string,
  wanted: "internet-gateway" | "nat-gateway",
): Resource | undefined {
  return facts
    .all("AWS::EC2::RouteTable")
    .find((table) => text(table.data, "VpcId") === vpcId && defaultTarget(facts, table)?.target === wanted);
}

/** Where a table sends the internet; undefined where it does not, or only a part. */
export function defaultTarget(facts: Facts, table: Resource): ReturnType<typeof targetOf> | undefined {
  const [part] = routesFor(facts, table, publicIpv4.slice(0, 1));
  return part?.route && { target: part.route.target, id: part.route.id };
}

export function attachedGateway(facts: Facts, vpcId: string): Resource | undefined {
  return facts
    .all("AWS::EC2::InternetGateway")
    .find((gateway) => objects(gateway.data, "Attachments").some((one) => text(one, "VpcId") === vpcId));
}

/** A public NAT gateway that is available and whose own subnet leads to an internet gateway. */
export function workingNat(facts: Facts, vpcId: string, except = ""): Resource | undefined {
  return facts.all("AWS::EC2::NatGateway").find((gateway) => {
    if (
      gateway.id === except ||
      text(gateway.data, "VpcId") !== vpcId ||
      text(gateway.data, "State") !== "available" ||
      text(gateway.data, "ConnectivityType") === "private"
    )
      return false;
    const found = tableOf(facts, text(gateway.data, "SubnetId"), vpcId);
    return found.kind === "found" && defaultTarget(facts, found.table)?.target === "internet-gateway";
  });
}

/** What joins two VPCs: an active peering, else a transit gateway that both are attached to. */
export function linkBetween(
  facts: Facts,
  one: string,
  other: string,
): { readonly member: string; readonly id: string } | undefined {
  const peering = facts.all("AWS::EC2::VPCPeeringConnection").find((candidate) => {
    const ends = [
      text(candidate.data["RequesterVpcInfo"], "VpcId"),
      text(candidate.data["AccepterVpcInfo"], "VpcId"),
    ];
    return text(candidate.data["Status"], "Code") === "active" && ends.includes(one) && ends.includes(other);
  });
  if (peering) return { member: "VpcPeeringConnectionId", id: peering.id };
  const attached = (vpcId: string) =>
    facts
      .all("AWS::EC2::TransitGatewayVpcAttachment")
      .flatMap((attachment) =>
        text(attachment.data, "VpcId") === vpcId && text(attachment.data, "State") === "available"
          ? [text(attachment.data, "TransitGatewayId")]
          : [],
      );
  const gateway = attached(one).find((id) => attached(other).includes(id));
  return gateway === undefined ? undefined : { member: "TransitGatewayId", id: gateway };
}

const flags: Readonly<Record<string, string>> = {
  GatewayId: "--gateway-id",
  NatGatewayId: "--nat-gateway-id",
  VpcPeeringConnectionId: "--vpc-peering-connection-id",
  TransitGatewayId: "--transit-gateway-id",
};

function destinationFlag(destination: string): readonly string[] {
  return [
    destination.includes(":") ? "--destination-ipv6-cidr-block" : "--destination-cidr-block",
    destination,
  ];
}

function createRoute(table: Resource, destination: string, member: string, target: string): Change {
  const route: JsonObject = {
    [destination.includes(":") ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock"]: destination,
    [member]: target,
    State: "active",
    Origin: "CreateRoute",
  };
  const where = ["--route-table-id", table.id, ...destinationFlag(destination)];
  return {
    summary: `Create the route ${destination} to ${target} in ${table.id}`,
    commands: [["aws", "ec2", "create-route", ...where, flags[member] ?? "--gateway-id", target]],
    risk: `It counts for every subnet that uses ${table.id}.`,
    rollback: shellLine(["aws", "ec2", "delete-route", ...where]),
    edits: [{ op: "add", type: table.type, id: table.id, path: "/Routes/-", value: route }],
  };
}

function associate(table: Resource, model: Resource, subnetId: string, explicit: boolean): Change {
  const associations = objects(table.data, "Associations");
  const index = associations.findIndex((one) => text(one, "SubnetId") === subnetId);
  const own = associations[index];
  const added: JsonObject = {
    SubnetId: subnetId,
    RouteTableId: model.id,
    Main: false,
    AssociationState: { State: "associated" },
  };
  const add = { op: "add" as const, type: model.type, id: model.id, path: "/Associations/-", value: added };
  if (!explicit || !own) {
    return {
      summary: `Associate ${subnetId} with ${model.id}`,
      commands: [
        ["aws", "ec2", "associate-route-table", "--route-table-id", model.id, "--subnet-id", subnetId],
      ],
      risk: `Everything in ${subnetId} then uses the routes of ${model.id}.`,
      rollback: "aws ec2 disassociate-route-table --association-id <the id that the command returns>",
      edits: [add],
    };
  }
  return {
    summary: `Associate ${subnetId} with ${model.id} instead of ${table.id}`,
    commands: [
      [
        "aws",
        "ec2",
        "replace-route-table-association",
        "--association-id",
        text(own, "RouteTableAssociationId"),
        "--route-table-id",
        model.id,
      ],
    ],
    risk: `Everything in ${subnetId} then uses the routes of ${model.id}; what relied on ${table.id} there may lose its way.`,
    rollback: shellCommand`aws ec2 replace-route-table-association --association-id <the new id> --route-table-id ${table.id}`,
    edits: [{ op: "remove", type: table.type, id: table.id, path: `/Associations/${index}` }, add],
  };
}

function associateEndpoint(facts: Facts, { table }: RouteCause, endpoint: Resource): Change {
  const list = facts
    .all("AWS::EC2::PrefixList")
    .find((one) => text(one.data, "PrefixListName") === text(endpoint.data, "ServiceName"));
  return {
    summary: `Associate ${endpoint.id} with ${table.id}`,
    commands: [
      [
        "aws",
        "ec2",
        "modify-vpc-endpoint",
        "--vpc-endpoint-id",
        endpoint.id,
        "--add-route-table-ids",
        table.id,
      ],
    ],
    risk: `Open connections from subnets of ${table.id} to the service are reset once.`,
    rollback: shellCommand`aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${endpoint.id} --remove-route-table-ids ${table.id}`,
    edits: [
      {
        op: "add",
        type: table.type,
        id: table.id,
        path: "/Routes/-",
        value: {
          DestinationPrefixListId: list?.id ?? "",
          GatewayId: endpoint.id,
          State: "active",
          Origin: "CreateRoute",
        },
      },
    ],
  };
}

/** A gateway that is gone is replaced in the route; one that is detached is attached; a peering that waits is accepted. */
export function gatewayChange(
  facts: Facts,
  { gateway, problem, table, vpcId, routeIndex }: GatewayCause,
): Change | undefined {
  if (gateway.type === "AWS::EC2::InternetGateway")
    return gatewayAttachment(facts, gateway.id, table, vpcId, routeIndex);
  if (gateway.type === "AWS::EC2::VPCPeeringConnection") {
    const peering = facts.get(gateway.type, gateway.id);
    if (text(peering?.data["Status"], "Code") !== "pending-acceptance") return undefined;
    return {
      summary: `Accept ${gateway.id}`,
      commands: [["aws", "ec2", "accept-vpc-peering-connection", "--vpc-peering-connection-id", gateway.id]],
      risk: "Both VPCs are joined wherever their routes and groups already allow it.",
      rollback: shellCommand`aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id ${gateway.id}`,
      edits: [{ op: "replace", type: gateway.type, id: gateway.id, path: "/Status/Code", value: "active" }],
    };
  }
  if (gateway.type !== "AWS::EC2::NatGateway" || problem === "detached") return undefined;
  const other = workingNat(facts, vpcId, gateway.id);
  return other && replaceRoute(table, routeIndex, "NatGatewayId", other.id, gateway.id);
}

function gatewayAttachment(
  facts: Facts,
  id: string,
  table: Resource,
  vpcId: string,
  routeIndex: number,
): Change | undefined {
  const other = attachedGateway(facts, vpcId);
  if (other) return replaceRoute(table, routeIndex, "GatewayId", other.id, id);
  const type = "AWS::EC2::InternetGateway";
  if (!facts.get(type, id)) return undefined;
  return {
    summary: `Attach ${id} to ${vpcId}`,
    commands: [["aws", "ec2", "attach-internet-gateway", "--internet-gateway-id", id, "--vpc-id", vpcId]],
    risk: `Every public address in ${vpcId} whose subnet leads to ${id} is reachable again, as its groups allow.`,
    rollback: shellCommand`aws ec2 detach-internet-gateway --internet-gateway-id ${id} --vpc-id ${vpcId}`,
    edits: [{ op: "add", type, id, path: "/Attachments/-", value: { VpcId: vpcId, State: "available" } }],
  };
}

function replaceRoute(
  table: Resource,
  index: number,
  member: string,
  target: string,
  before: string,
): Change | undefined {
  const route = objects(table.data, "Routes")[index];
  const destination = text(route, "DestinationCidrBlock") || text(route, "DestinationIpv6CidrBlock");
  if (destination === "") return undefined;
  const command = (id: string) => [
    "aws",
    "ec2",
    "replace-route",
    "--route-table-id",
    table.id,
    ...destinationFlag(destination),
    flags[member] ?? "--gateway-id",
    id,
  ];
  return {
    summary: `Point ${destination} in ${table.id} to ${target}`,
    commands: [command(target)],
    risk: `It counts for every subnet that uses ${table.id}.`,
    rollback: shellLine(command(before)),
    edits: [
      { op: "replace", type: table.type, id: table.id, path: `/Routes/${index}/${member}`, value: target },
      { op: "replace", type: table.type, id: table.id, path: `/Routes/${index}/State`, value: "active" },
    ],
  };
}

/** A NAT gateway cannot move: a new one in a public subnet, and the route to it. In the facts it is the old one, moved. */
export function natSubnetChange(
  facts: Facts,
  { gateway, vpcId }: Extract<Cause, { kind: "nat-subnet" }>,
): Change | undefined {
  const working = workingNat(facts, vpcId, gateway.id);
  const publicTable = tableLeadingTo(facts, vpcId, "internet-gateway");
  const subnetId = objects(publicTable?.data, "Associations")
    .map((one) => text(one, "SubnetId"))
    .find((id) => id !== "");
  const users = facts
    .all("AWS::EC2::RouteTable")
    .flatMap((table) =>
      objects(table.data, "Routes").flatMap((route, index) =>
        text(route, "NatGatewayId") === gateway.id ? [{ table, route, index }] : [],
      ),
    );
  const [user] = users;
  if (working && user) return replaceRoute(user.table, user.index, "NatGatewayId", working.id, gateway.id);
  if (subnetId === undefined) return undefined;
  return {
    summary: `Create a NAT gateway in the public subnet ${subnetId}, point the routes to it and delete ${gateway.id}`,
    commands: [
      [
        "aws",
        "ec2",
        "create-nat-gateway",
        "--subnet-id",
        subnetId,
        "--allocation-id",
        "<a new Elastic IP allocation>",
      ],
      ...users.map(({ table, route }) => [
        "aws",
        "ec2",
        "replace-route",
        "--route-table-id",
        table.id,
        ...destinationFlag(text(route, "DestinationCidrBlock")),
        "--nat-gateway-id",
        "<the new gateway>",
      ]),
    ],
    risk: "The outgoing address changes: partners that know the old one have to be told. A second gateway costs by the hour until the first is deleted.",
    rollback: `Point the routes back to ${gateway.id} and delete the new gateway.`,
    edits: [{ op: "replace", type: gateway.type, id: gateway.id, path: "/SubnetId", value: subnetId }],
  };
}
