import type { Facts, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import { objects, text } from "../../facts/reader.ts";
import {
  covers,
  intersect,
  isPublic,
  overlaps,
  parseRange,
  publicIpv4,
  publicIpv6,
  rangesOf,
  sizeOf,
  subtract,
} from "./address-range.ts";
import type { AddressRange, AddressSet } from "./address-range.ts";
import type { Endpoint, Located } from "./endpoint.ts";
import { missingRead } from "./known.ts";
import type { Place } from "./place.ts";
import { instanceOfInterface, interfacePlace, isOurs, primaryInterface } from "./interface-place.ts";
import { subnetAddresses, vpcAddresses } from "./route-table.ts";
import { subjectPlaces } from "./subject-places.ts";

/** Types that can stand at an end of a way, likeliest first where a name is shared. */
const subjectTypes: readonly string[] = [
  "AWS::EC2::Instance",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::ElasticLoadBalancing::LoadBalancer",
  "AWS::RDS::DBInstance",
  "AWS::RDS::DBCluster",
  "AWS::Lambda::Function",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::ElastiCache::CacheCluster",
  "AWS::EFS::FileSystem",
  "AWS::EFS::MountTarget",
  "AWS::ECS::Task",
  "AWS::ECS::Service",
  "AWS::EC2::VPCEndpoint",
  "AWS::EC2::NatGateway",
  "AWS::EC2::NetworkInterface",
  "AWS::EC2::EIP",
  "AWS::EC2::InternetGateway",
  "AWS::EC2::Subnet",
  "AWS::EC2::VPC",
];

/** The interface of the account that a public address belongs to. */
export function holderOfPublicAddress(facts: Facts, asked: string): Endpoint | undefined {
  const range = parseRange(asked);
  if (!range || sizeOf(range) > 1n || range.family === 6) return undefined;
  const shows = (data: Resource["data"]) =>
    text(data["Association"], "PublicIp") === asked || text(data, "PublicIpAddress") === asked;
  const instance = facts
    .all("AWS::EC2::Instance")
    .find((one) => !isGone(one) && (shows(one.data) || objects(one.data, "NetworkInterfaces").some(shows)));
  const bound = facts
    .all("AWS::EC2::EIP")
    .find(
      (one) =>
        text(one.data, "PublicIp") === asked &&
        (text(one.data, "NetworkInterfaceId") !== "" || text(one.data, "InstanceId") !== ""),
    );
  const holder = instance ?? facts.all("AWS::EC2::NetworkInterface").find((one) => shows(one.data)) ?? bound;
  return holder && { ...subjectEndpoint(facts, asked, holder), text: asked };
}

export interface LocateOptions {
  /** The other end: tells which of several networks an address belongs to. */
  readonly near?: Endpoint | undefined;
}

/** Finds an end of a way: `internet`, an address or CIDR block, or a resource by id, ARN or name. */
export function locateEndpoint(facts: Facts, asked: string, options: LocateOptions = {}): Located {
  const written = asked.trim();
  // The default blocks mean the internet, as they do in rules and routes.
  if (/^(the )?internet$|^0\.0\.0\.0\/0$/i.test(written)) return found(internet(written));
  if (written === "::/0")
    return found({
      ...internet(written),
      places: [{ where: "internet", addresses: publicIpv6, all: true, client: "internet" }],
    });
  const range = parseRange(written);
  if (range) return found(addressEndpoint(facts, written, range, options.near));
  const called = facts.named(written).filter((one) => subjectTypes.includes(one.type));
  const alive = called.filter((one) => !isGone(one));
  const best = (alive.length > 0 ? alive : called).toSorted(
    (a, b) => subjectTypes.indexOf(a.type) - subjectTypes.indexOf(b.type),
  );
  const [first, second] = best;
  if (!first)
    return {
      kind: "absent",
      missing: [
        {
          key: written,
          why: "no such instance, interface, load balancer, database, function, endpoint or subnet was found",
        },
      ],
    };
  if (second && second.type === first.type)
    return { kind: "ambiguous", candidates: best.filter((one) => one.type === first.type) };
  return found(subjectEndpoint(facts, written, first));
}

/** The end that a resource of the account makes. */
export function subjectEndpoint(facts: Facts, written: string, resource: Resource): Endpoint {
  const base = { text: written, reference: refOf(resource), resource };
  if (resource.type === "AWS::EC2::InternetGateway") return { ...internet(written), ...base };
  if (resource.type === "AWS::EC2::Subnet")
    return {
      ...base,
      quantifier: "all",
      places: rangePlaces(
        facts,
        subnetAddresses(resource).filter((one) => one.family === 4),
        [resource],
      ),
      missing: [],
    };
  if (resource.type === "AWS::EC2::VPC") {
    const subnets = facts.all("AWS::EC2::Subnet").filter((one) => text(one.data, "VpcId") === resource.id);
    return {
      ...base,
      quantifier: "all",
      places: rangePlaces(
        facts,
        vpcAddresses(facts, resource.id).filter((one) => one.family === 4),
        subnets,
      ),
      missing: [],
    };
  }
  if (resource.type === "AWS::EC2::EIP") {
    const holder =
      facts.get("AWS::EC2::NetworkInterface", text(resource.data, "NetworkInterfaceId")) ??
      facts.get("AWS::EC2::Instance", text(resource.data, "InstanceId"));
    if (holder) return { ...subjectEndpoint(facts, written, holder), text: written };
    return {
      ...base,
      quantifier: "each",
      places: [],
      missing: [{ key: resource.id, why: "the Elastic IP address is associated with nothing" }],
    };
  }
  return { ...base, quantifier: "each", ...subjectPlaces(facts, resource) };
}

function found(endpoint: Endpoint): Located {
  return { kind: "found", endpoint };
}

function internet(written: string): Endpoint {
  const place: Place = { where: "internet", addresses: publicIpv4, all: true, client: "internet" };
  return {
    text: written,
    reference: { address: "internet" },
    quantifier: "all",
    places: [place],
    missing: [],
  };
}

function isGone(resource: Resource): boolean {
  const state =
    text(resource.data["State"], "Name") || text(resource.data, "State") || text(resource.data, "Status");
  return /^(terminated|shutting-down|deleted|deleting)$/i.test(state);
}

/** An address that an interface holds stands for that interface; other ranges stand for the parts of the subnets that they cover. */
function addressEndpoint(
  facts: Facts,
  written: string,
  range: AddressRange,
  near: Endpoint | undefined,
): Endpoint {
  const base = { text: written, reference: { address: written }, quantifier: "all" as const, missing: [] };
  const single = sizeOf(range) === 1n;
  const vpcs = vpcsOf(facts, [range], near);
  if (single && (vpcs.length > 0 || range.family === 6)) {
    const held = holderOf(facts, range, vpcs);
    if (held)
      return {
        ...base,
        reference: { ...refOf(held.resource), address: written },
        resource: held.resource,
        places: [held.place],
      };
  }
  const subnets = facts.all("AWS::EC2::Subnet").filter((one) => vpcs.includes(text(one.data, "VpcId")));
  const inside = rangePlaces(facts, [range], subnets);
  const rest = subtract(
    [range],
    vpcs.flatMap((vpc) => vpcAddresses(facts, vpc)),
  );
  const loose =
    vpcs.length > 0 && inside.length === 0
      ? [
          {
            where: "outside" as const,
            ...(vpcs[0] !== undefined && { vpcId: vpcs[0] }),
            addresses: [range],
            all: true,
            client: "instance" as const,
          },
        ]
      : [];
  return {
    ...base,
    places: [...inside, ...loose, ...outsidePlaces(rest)],
    ...(single && inside.length > 0 && { missing: unheld(facts, written) }),
  };
}

function unheld(facts: Facts, written: string): Endpoint["missing"] {
  const read = facts.read("ec2", "DescribeNetworkInterfaces");
  if (read?.complete)
    return [{ key: written, why: "no network interface that is listed holds this address" }];
  return [missingRead(facts, "DescribeNetworkInterfaces")];
}

function outsidePlaces(rest: AddressSet): readonly Place[] {
  const open = rest.filter((one) => isPublic([one]));
  const closed = rest.filter((one) => !isPublic([one]));
  return [
    ...(open.length > 0
      ? [{ where: "internet" as const, addresses: open, all: true, client: "internet" as const }]
      : []),
    ...(closed.length > 0
      ? [{ where: "outside" as const, addresses: closed, all: true, client: "internet" as const }]
      : []),
  ];
}

/** VPCs whose ranges hold the addresses; where several do, the one that the other end is in or is connected to. */
function vpcsOf(facts: Facts, range: AddressSet, near: Endpoint | undefined): readonly string[] {
  const holding = facts.all("AWS::EC2::VPC").filter((vpc) => overlaps(vpcAddresses(facts, vpc.id), range));
  const home = near?.places.flatMap((place) => place.vpcId ?? []) ?? [];
  if (holding.length < 2)
    return holding
      .map((vpc) => vpc.id)
      .filter(
        (id) =>
          home.length === 0 ||
          home.includes(id) ||
          home.some((one) => connected(facts, one, id)) ||
          !elsewhere(facts, home, range),
      );
  const own = holding.filter((vpc) => home.includes(vpc.id));
  if (own.length > 0) return own.map((vpc) => vpc.id);
  const joined = holding.filter((vpc) => home.some((id) => connected(facts, id, vpc.id)));
  return (joined.length > 0 ? joined : holding.filter((vpc) => covers(vpcAddresses(facts, vpc.id), range)))
    .slice(0, 1)
    .map((vpc) => vpc.id);
}

/** A peering of the other end's VPC leads to these addresses in a VPC that cannot be read from here. */
function elsewhere(facts: Facts, home: readonly string[], range: AddressSet): boolean {
  return facts.all("AWS::EC2::VPCPeeringConnection").some((peering) => {
    const sides = [peering.data["RequesterVpcInfo"], peering.data["AccepterVpcInfo"]];
    const far = sides.find((side) => !home.includes(text(side, "VpcId")));
    return (
      sides.some((side) => home.includes(text(side, "VpcId"))) &&
      !facts.get("AWS::EC2::VPC", text(far, "VpcId")) &&
      covers(rangesOf([text(far, "CidrBlock")]), range)
    );
  });
}

function connected(facts: Facts, one: string, other: string): boolean {
  const peered = facts.all("AWS::EC2::VPCPeeringConnection").some((peering) => {
    const ends = [
      text(peering.data["RequesterVpcInfo"], "VpcId"),
      text(peering.data["AccepterVpcInfo"], "VpcId"),
    ];
    return ends.includes(one) && ends.includes(other);
  });
  const gateways = (vpc: string) =>
    facts
      .all("AWS::EC2::TransitGatewayVpcAttachment")
      .flatMap((attachment) =>
        text(attachment.data, "VpcId") === vpc ? [text(attachment.data, "TransitGatewayId")] : [],
      );
  return peered || gateways(one).some((id) => gateways(other).includes(id));
}

interface Holder {
  readonly resource: Resource;
  readonly place: Place;
}

function holderOf(facts: Facts, address: AddressRange, vpcs: readonly string[]): Holder | undefined {
  const interfaces = facts
    .all("AWS::EC2::NetworkInterface")
    .filter((one) => isOurs(facts, one) && (vpcs.length === 0 || vpcs.includes(text(one.data, "VpcId"))));
  const holds = (data: Resource["data"]) =>
    [
      text(data, "PrivateIpAddress"),
      ...objects(data, "PrivateIpAddresses").map((one) => text(one, "PrivateIpAddress")),
      ...objects(data, "Ipv6Addresses").map((one) => text(one, "Ipv6Address")),
    ].some((held) => {
      const range = parseRange(held);
      return range !== undefined && range.family === address.family && range.first === address.first;
    });
  const device = interfaces.find((one) => holds(one.data));
  if (device) {
    const instance = instanceOfInterface(facts, device);
    const place = interfacePlace(facts, device.data, instance ?? device, device);
    return { resource: instance ?? device, place: { ...place, addresses: [address], all: true } };
  }
  const instance = facts
    .all("AWS::EC2::Instance")
    .find(
      (one) =>
        !isGone(one) &&
        (vpcs.length === 0 || vpcs.includes(text(one.data, "VpcId"))) &&
        objects(one.data, "NetworkInterfaces").some(holds),
    );
  const card =
    instance && (objects(instance.data, "NetworkInterfaces").find(holds) ?? primaryInterface(instance));
  return instance && card
    ? {
        resource: instance,
        place: { ...interfacePlace(facts, card, instance), addresses: [address], all: true },
      }
    : undefined;
}

/** The parts of a range that lie in subnets. */
function rangePlaces(facts: Facts, range: AddressSet, subnets: readonly Resource[]): readonly Place[] {
  return subnets.flatMap((subnet) => {
    const part = intersect(range, subnetAddresses(subnet));
    return part.length === 0
      ? []
      : [
          {
            where: "subnet" as const,
            subnet,
            vpcId: text(subnet.data, "VpcId"),
            addresses: part,
            all: true,
            client: "instance" as const,
          },
        ];
  });
}
