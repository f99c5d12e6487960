import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { FactReader } from "../../facts/reader.ts";
import { link, tagged } from "./tagged-reader.ts";
import { itemReader, listReader, nameTag, objects, strings, text } from "../../facts/reader.ts";

const ids = {
  vpc: "AWS::EC2::VPC",
  subnet: "AWS::EC2::Subnet",
  group: "AWS::EC2::SecurityGroup",
  interface: "AWS::EC2::NetworkInterface",
  instance: "AWS::EC2::Instance",
} as const;

/** Readers of the network: everything that decides whether packets get through. */
export const readers: readonly FactReader[] = [
  tagged("DescribeVpcs", "Vpcs", ids.vpc, "VpcId"),
  itemReader("ec2", "DescribeVpcAttribute", "", (item) => ({
    type: "AWS::EC2::VPCAttribute",
    id: `${text(item, "VpcId")} ${Object.keys(item).find((key) => key !== "VpcId") ?? ""}`,
  })),
  tagged("DescribeSubnets", "Subnets", ids.subnet, "SubnetId", (item) =>
    link("in", ids.vpc, text(item, "VpcId")),
  ),
  listReader("ec2", "DescribeSecurityGroups", "SecurityGroups/*", (item) => ({
    type: ids.group,
    id: text(item, "GroupId"),
    name: text(item, "GroupName"),
    links: groupLinks(item),
  })),
  listReader("ec2", "DescribeSecurityGroupRules", "SecurityGroupRules/*", (item) => ({
    type: "AWS::EC2::SecurityGroupRule",
    id: text(item, "SecurityGroupRuleId"),
    links: link("of", ids.group, text(item, "GroupId")),
  })),
  tagged("DescribeNetworkAcls", "NetworkAcls", "AWS::EC2::NetworkAcl", "NetworkAclId", (item) => [
    ...link("in", ids.vpc, text(item, "VpcId")),
    ...associated(item),
  ]),
  tagged("DescribeRouteTables", "RouteTables", "AWS::EC2::RouteTable", "RouteTableId", (item) => [
    ...link("in", ids.vpc, text(item, "VpcId")),
    ...associated(item),
    ...routeLinks(item),
  ]),
  tagged(
    "DescribeInternetGateways",
    "InternetGateways",
    "AWS::EC2::InternetGateway",
    "InternetGatewayId",
    attachedVpcs,
  ),
  tagged(
    "DescribeEgressOnlyInternetGateways",
    "EgressOnlyInternetGateways",
    "AWS::EC2::EgressOnlyInternetGateway",
    "EgressOnlyInternetGatewayId",
    attachedVpcs,
  ),
  tagged("DescribeNatGateways", "NatGateways", "AWS::EC2::NatGateway", "NatGatewayId", (item) => [
    ...link("in", ids.vpc, text(item, "VpcId")),
    ...link("in", ids.subnet, text(item, "SubnetId")),
  ]),
  tagged(
    "DescribeVpcPeeringConnections",
    "VpcPeeringConnections",
    "AWS::EC2::VPCPeeringConnection",
    "VpcPeeringConnectionId",
    (item) => [
      ...link("joins", ids.vpc, text(item["RequesterVpcInfo"], "VpcId")),
      ...link("joins", ids.vpc, text(item["AccepterVpcInfo"], "VpcId")),
    ],
  ),
  tagged("DescribeVpcEndpoints", "VpcEndpoints", "AWS::EC2::VPCEndpoint", "VpcEndpointId", (item) => [
    ...link("in", ids.vpc, text(item, "VpcId")),
    ...strings(item, "SubnetIds").flatMap((id) => link("in", ids.subnet, id)),
    ...objects(item, "Groups").flatMap((group) => link("uses", ids.group, text(group, "GroupId"))),
    ...strings(item, "NetworkInterfaceIds").flatMap((id) => link("has", ids.interface, id)),
  ]),
  tagged(
    "DescribeNetworkInterfaces",
    "NetworkInterfaces",
    ids.interface,
    "NetworkInterfaceId",
    interfaceLinks,
  ),
  listReader("ec2", "DescribeAddresses", "Addresses/*", (item) => ({
    type: "AWS::EC2::EIP",
    id: text(item, "AllocationId") || text(item, "PublicIp"),
    name: nameTag(item) ?? text(item, "PublicIp"),
    links: [
      ...link("of", ids.instance, text(item, "InstanceId")),
      ...link("of", ids.interface, text(item, "NetworkInterfaceId")),
    ],
  })),
  listReader("ec2", "DescribeManagedPrefixLists", "PrefixLists/*", (item) => ({
    type: "AWS::EC2::PrefixList",
    id: text(item, "PrefixListId"),
    name: text(item, "PrefixListName"),
    detail: 1,
  })),
  listReader("ec2", "DescribePrefixLists", "PrefixLists/*", (item) => ({
    type: "AWS::EC2::PrefixList",
    id: text(item, "PrefixListId"),
    name: text(item, "PrefixListName"),
    detail: 2,
  })),
  {
    service: "ec2",
    operation: "GetManagedPrefixListEntries",
    read: ({ params, response }) => {
      const id = text(params, "PrefixListId");
      return id === ""
        ? []
        : [
            {
              type: "AWS::EC2::PrefixListEntries",
              id,
              pointer: "",
              data: response,
              links: link("of", "AWS::EC2::PrefixList", id),
            },
          ];
    },
  },
  tagged("DescribeVpnGateways", "VpnGateways", "AWS::EC2::VPNGateway", "VpnGatewayId", (item) =>
    objects(item, "VpcAttachments").flatMap((one) => link("attached", ids.vpc, text(one, "VpcId"))),
  ),
  tagged("DescribeVpnConnections", "VpnConnections", "AWS::EC2::VPNConnection", "VpnConnectionId", (item) =>
    link("uses", "AWS::EC2::VPNGateway", text(item, "VpnGatewayId")),
  ),
  tagged("DescribeCustomerGateways", "CustomerGateways", "AWS::EC2::CustomerGateway", "CustomerGatewayId"),
  tagged("DescribeDhcpOptions", "DhcpOptions", "AWS::EC2::DHCPOptions", "DhcpOptionsId"),
  ...transitGatewayReaders(),
];

function transitGatewayReaders(): readonly FactReader[] {
  const gateway = (item: JsonObject) =>
    link("of", "AWS::EC2::TransitGateway", text(item, "TransitGatewayId"));
  return [
    tagged("DescribeTransitGateways", "TransitGateways", "AWS::EC2::TransitGateway", "TransitGatewayId"),
    tagged(
      "DescribeTransitGatewayVpcAttachments",
      "TransitGatewayVpcAttachments",
      "AWS::EC2::TransitGatewayVpcAttachment",
      "TransitGatewayAttachmentId",
      (item) => [
        ...gateway(item),
        ...link("joins", ids.vpc, text(item, "VpcId")),
        ...strings(item, "SubnetIds").flatMap((id) => link("in", ids.subnet, id)),
      ],
    ),
    tagged(
      "DescribeTransitGatewayAttachments",
      "TransitGatewayAttachments",
      "AWS::EC2::TransitGatewayAttachment",
      "TransitGatewayAttachmentId",
      gateway,
    ),
    tagged(
      "DescribeTransitGatewayRouteTables",
      "TransitGatewayRouteTables",
      "AWS::EC2::TransitGatewayRouteTable",
      "TransitGatewayRouteTableId",
      gateway,
    ),
    {
      service: "ec2",
      operation: "SearchTransitGatewayRoutes",
      read: ({ params, response }) => {
        const table = text(params, "TransitGatewayRouteTableId");
        return objects(response, "Routes").map((route, index) => ({
          type: "AWS::EC2::TransitGatewayRoute",
          id: `${table} ${text(route, "DestinationCidrBlock") || text(route, "PrefixListId")}`,
          pointer: `/Routes/${index}`,
          data: route,
          links: link("of", "AWS::EC2::TransitGatewayRouteTable", table),
        }));
      },
    },
    listReader("ec2", "GetTransitGatewayRouteTableAssociations", "Associations/*", (item, { params }) => ({
      type: "AWS::EC2::TransitGatewayRouteTableAssociation",
      id: `${text(params, "TransitGatewayRouteTableId")} ${text(item, "TransitGatewayAttachmentId")}`,
    })),
    listReader(
      "ec2",
      "GetTransitGatewayRouteTablePropagations",
      "TransitGatewayRouteTablePropagations/*",
      (item, { params }) => ({
        type: "AWS::EC2::TransitGatewayRouteTablePropagation",
        id: `${text(params, "TransitGatewayRouteTableId")} ${text(item, "TransitGatewayAttachmentId")}`,
      }),
    ),
  ];
}

function associated(item: JsonObject): readonly Link[] {
  return objects(item, "Associations").flatMap((one) => link("serves", ids.subnet, text(one, "SubnetId")));
}

function attachedVpcs(item: JsonObject): readonly Link[] {
  return objects(item, "Attachments").flatMap((one) => link("attached", ids.vpc, text(one, "VpcId")));
}

function groupLinks(item: JsonObject): readonly Link[] {
  const permissions = [...objects(item, "IpPermissions"), ...objects(item, "IpPermissionsEgress")];
  return [
    ...link("in", ids.vpc, text(item, "VpcId")),
    ...permissions.flatMap((one) =>
      objects(one, "UserIdGroupPairs").flatMap((pair) => link("names", ids.group, text(pair, "GroupId"))),
    ),
    ...permissions.flatMap((one) =>
      objects(one, "PrefixListIds").flatMap((pair) =>
        link("names", "AWS::EC2::PrefixList", text(pair, "PrefixListId")),
      ),
    ),
  ];
}

function routeLinks(item: JsonObject): readonly Link[] {
  return objects(item, "Routes").flatMap((route) => [
    ...link("routes-to", "AWS::EC2::NatGateway", text(route, "NatGatewayId")),
    ...link("routes-to", "AWS::EC2::VPCPeeringConnection", text(route, "VpcPeeringConnectionId")),
    ...link("routes-to", "AWS::EC2::TransitGateway", text(route, "TransitGatewayId")),
    ...(text(route, "GatewayId").startsWith("igw-")
      ? link("routes-to", "AWS::EC2::InternetGateway", text(route, "GatewayId"))
      : []),
  ]);
}

function interfaceLinks(item: JsonObject): readonly Link[] {
  return [
    ...link("in", ids.vpc, text(item, "VpcId")),
    ...link("in", ids.subnet, text(item, "SubnetId")),
    ...objects(item, "Groups").flatMap((group) => link("uses", ids.group, text(group, "GroupId"))),
    ...link("of", ids.instance, text(item["Attachment"], "InstanceId")),
  ];
}
