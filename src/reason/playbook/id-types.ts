/** Prefixes of EC2-style ids and the type each stands for. */
const prefixes: Readonly<Record<string, string>> = {
  i: "AWS::EC2::Instance",
  sg: "AWS::EC2::SecurityGroup",
  subnet: "AWS::EC2::Subnet",
  vpc: "AWS::EC2::VPC",
  vol: "AWS::EC2::Volume",
  snap: "AWS::EC2::Snapshot",
  ami: "AWS::EC2::Image",
  eni: "AWS::EC2::NetworkInterface",
  rtb: "AWS::EC2::RouteTable",
  igw: "AWS::EC2::InternetGateway",
  eigw: "AWS::EC2::EgressOnlyInternetGateway",
  nat: "AWS::EC2::NatGateway",
  acl: "AWS::EC2::NetworkAcl",
  pcx: "AWS::EC2::VPCPeeringConnection",
  vpce: "AWS::EC2::VPCEndpoint",
  tgw: "AWS::EC2::TransitGateway",
  "tgw-attach": "AWS::EC2::TransitGatewayVpcAttachment",
  "tgw-rtb": "AWS::EC2::TransitGatewayRouteTable",
  eipalloc: "AWS::EC2::EIP",
  lt: "AWS::EC2::LaunchTemplate",
  pl: "AWS::EC2::PrefixList",
  vgw: "AWS::EC2::VPNGateway",
  vpn: "AWS::EC2::VPNConnection",
  fs: "AWS::EFS::FileSystem",
  fsmt: "AWS::EFS::MountTarget",
};

/** The type that an id's prefix stands for (`sg-0a1b…`). */
export function typeOfId(id: string): string | undefined {
  return prefixes[id.slice(0, id.lastIndexOf("-"))];
}
