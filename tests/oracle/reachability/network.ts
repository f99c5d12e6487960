/** A small network, as its owner would draw it. Addresses are texts; every CIDR block is written with its network address. */
export interface Network {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly instances: readonly Instance[];
  readonly groups: readonly Group[];
  readonly acls: readonly Acl[];
  readonly tables: readonly Table[];
  readonly internetGateways: readonly Attached[];
  readonly egressOnlyGateways: readonly Attached[];
  readonly natGateways: readonly NatGateway[];
  readonly peerings: readonly Peering[];
  readonly prefixLists: readonly PrefixList[];
  /** Instead of a peering. */
  readonly transit?: Transit;
}

export interface Vpc {
  readonly id: string;
  readonly blocks: readonly string[];
}

export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly blocks: readonly string[];
  readonly acl: string;
  readonly zone: string;
  /** The table that is associated with it; without one it uses the main table. */
  readonly table?: string;
}

/** A machine with one interface. */
export interface Instance {
  readonly id: string;
  readonly card: string;
  readonly subnet: string;
  readonly vpc: string;
  readonly groups: readonly string[];
  readonly address: string;
  readonly address6?: string;
  readonly publicAddress?: string;
  readonly running: boolean;
}

export type Peer =
  | { readonly kind: "cidr"; readonly cidr: string }
  | { readonly kind: "group"; readonly group: string; readonly vpc: string; readonly peering?: string }
  | { readonly kind: "list"; readonly list: string };

/** `from` and `to` are ports; of icmp the type and the code, -1 for any; of `-1` nothing. */
export interface GroupRule {
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "-1";
  readonly from: number;
  readonly to: number;
  readonly peers: readonly Peer[];
}

export interface Group {
  readonly id: string;
  readonly vpc: string;
  readonly inbound: readonly GroupRule[];
  readonly outbound: readonly GroupRule[];
}

export interface AclRule {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: "6" | "17" | "1" | "58" | "-1";
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
}

export interface Acl {
  readonly id: string;
  readonly vpc: string;
  readonly rules: readonly AclRule[];
}

export type Target = "local" | "internet-gateway" | "egress-only" | "nat" | "peering" | "transit";

export interface Route {
  /** A CIDR block, or the id of a prefix list. */
  readonly destination: string;
  readonly target: Target;
  readonly id: string;
  readonly state: "active" | "blackhole";
}

export interface Table {
  readonly id: string;
  readonly vpc: string;
  readonly main: boolean;
  readonly routes: readonly Route[];
}

export interface Attached {
  readonly id: string;
  readonly vpc?: string;
}

export interface NatGateway {
  readonly id: string;
  readonly vpc: string;
  readonly subnet: string;
  readonly address: string;
  readonly state: "available" | "deleted" | "failed" | "pending";
  /** A private NAT gateway has no public address. */
  readonly publicAddress?: string;
}

export interface Peering {
  readonly id: string;
  readonly requester: string;
  readonly accepter: string;
  readonly state: "active" | "pending-acceptance" | "deleted";
}

export interface Transit {
  readonly id: string;
  readonly state: "available" | "deleting";
  readonly attachments: readonly TransitAttachment[];
  readonly tables: readonly TransitTable[];
}

export interface TransitAttachment {
  readonly id: string;
  readonly vpc: string;
  readonly state: "available" | "pendingAcceptance" | "failed";
  readonly subnets: readonly string[];
  /** The table it is associated with. */
  readonly table?: string;
}

export interface TransitTable {
  readonly id: string;
  readonly routes: readonly TransitRoute[];
}

export interface TransitRoute {
  readonly cidr: string;
  /** None: a black hole. */
  readonly attachment?: string;
  readonly type: "static" | "propagated";
}

export interface PrefixList {
  readonly id: string;
  readonly family: "IPv4" | "IPv6";
  readonly cidrs: readonly string[];
}

export interface Question {
  /** `internet`, a public address or block, or the id of an instance or interface. */
  readonly from: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port?: number;
}

export function isInstance(network: Network, end: string): Instance | undefined {
  return network.instances.find((one) => one.id === end || one.card === end || one.address6 === end);
}
