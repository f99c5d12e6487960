import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { isObject, toPointer } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { covers, publicIpv4, rangesOf } from "./address-range.ts";
import { interfacePlace, primaryInterface } from "./interface-place.ts";
import { citeMember, missingRead } from "./known.ts";
import { placeOf as natPlace } from "./nat-gateway.ts";
import type { Place, PublicAddress } from "./place.ts";
import { prefixListEntries } from "./prefix-list.ts";
import { subnetAddresses } from "./route-table.ts";
import type { ClientKind } from "./traffic.ts";

export interface Placed {
  readonly places: readonly Place[];
  readonly missing: readonly Missing[];
}

/** Where a resource sits: one place for each subnet that it may be in. */
export function subjectPlaces(facts: Facts, subject: Resource): Placed {
  const { data } = subject;
  switch (subject.type) {
    case "AWS::EC2::Instance": {
      const card = primaryInterface(subject);
      return card
        ? located([interfacePlace(facts, card, subject)])
        : nowhere(subject, "it has no network interface");
    }
    case "AWS::EC2::NetworkInterface":
      return located(
        [interfacePlace(facts, data, subject, subject)].map((place) => ({
          ...place,
          client: clientOf(subject),
        })),
      );
    case "AWS::EC2::NatGateway": {
      const place = natPlace(facts, subject);
      return place ? located([place]) : nowhere(subject, "its subnet is not known");
    }
    case "AWS::ElasticLoadBalancingV2::LoadBalancer":
      return spread(facts, subject, {
        subnets: objects(data, "AvailabilityZones").map((zone) => text(zone, "SubnetId")),
        groups: strings(data, "SecurityGroups"),
        groupsAt: "SecurityGroups",
        publicAddress: schemeAddress(facts, subject),
        client: "load-balancer",
      });
    case "AWS::ElasticLoadBalancing::LoadBalancer":
      return spread(facts, subject, {
        subnets: strings(data, "Subnets"),
        groups: strings(data, "SecurityGroups"),
        groupsAt: "SecurityGroups",
        publicAddress: schemeAddress(facts, subject),
        client: "load-balancer",
      });
    case "AWS::RDS::DBInstance":
    case "AWS::RDS::DBCluster":
      return databasePlaces(facts, subject);
    case "AWS::Lambda::Function":
      return functionPlaces(facts, subject);
    case "AWS::EC2::VPCEndpoint":
      return endpointPlaces(facts, subject);
    case "AWS::ElastiCache::CacheCluster":
      return cachePlaces(facts, subject);
    case "AWS::ElastiCache::ReplicationGroup":
      return replicationGroupPlaces(facts, subject);
    case "AWS::EFS::FileSystem":
    case "AWS::EFS::MountTarget":
      return mountTargetPlaces(facts, subject);
    case "AWS::ECS::Task":
    case "AWS::ECS::Service":
      return containerPlaces(facts, subject);
    default:
      return nowhere(subject, "its place in the network is not known");
  }
}

interface Spread {
  readonly subnets: readonly string[];
  readonly groups: readonly string[] | undefined;
  /** Member that names the groups. */
  readonly groupsAt: string;
  readonly publicAddress?: PublicAddress;
  readonly client: ClientKind;
  readonly groupsUnread?: Missing;
}

function spread(
  facts: Facts,
  owner: Resource,
  { subnets, groups, groupsAt, publicAddress, client, groupsUnread }: Spread,
): Placed {
  const unread = subnets.filter((id) => !facts.get("AWS::EC2::Subnet", id));
  const places = subnets.flatMap((id): readonly Place[] => {
    const subnet = facts.get("AWS::EC2::Subnet", id);
    if (!subnet) return [];
    return [
      {
        where: "subnet",
        subnet,
        vpcId: text(subnet.data, "VpcId"),
        addresses: subnetAddresses(subnet),
        all: false,
        ...(groups && { groups }),
        ...(groupsUnread && { groupsUnread }),
        groupsEvidence: groupsAt === "" ? [facts.cite(owner)] : [citeMember(facts, owner, groupsAt)],
        ...(publicAddress && { publicAddress }),
        client,
        owner,
      },
    ];
  });
  return {
    places,
    missing: unread.length > 0 || places.length === 0 ? [missingRead(facts, "DescribeSubnets")] : [],
  };
}

function located(places: readonly Place[]): Placed {
  return {
    places,
    missing: places.some((place) => !place.subnet)
      ? [{ read: "ec2:DescribeSubnets", why: "the subnet could not be read" }]
      : [],
  };
}

function nowhere(subject: Resource, why: string): Placed {
  return { places: [], missing: [{ key: subject.id, why }] };
}

/** Load balancers have public addresses by their scheme (ELB User Guide, Load balancer scheme). */
function schemeAddress(facts: Facts, balancer: Resource): PublicAddress {
  const scheme = text(balancer.data, "Scheme");
  const evidence = [citeMember(facts, balancer, "Scheme")];
  if (scheme === "internet-facing") return { has: "yes", why: "it is internet-facing", evidence };
  if (scheme === "internal")
    return { has: "no", why: "its scheme is internal, so it has private addresses only", evidence };
  return { has: "unknown", why: "its scheme is not told", evidence };
}

function databasePlaces(facts: Facts, database: Resource): Placed {
  const { data } = database;
  const group = isObject(data["DBSubnetGroup"])
    ? data["DBSubnetGroup"]
    : facts.get("AWS::RDS::DBSubnetGroup", text(data, "DBSubnetGroup"))?.data;
  const isPublic = data["PubliclyAccessible"] === true;
  const members =
    database.type === "AWS::RDS::DBCluster"
      ? facts
          .all("AWS::RDS::DBInstance")
          .filter((one) => text(one.data, "DBClusterIdentifier") === database.id)
      : [];
  const exposed =
    database.type === "AWS::RDS::DBCluster"
      ? members.some((one) => one.data["PubliclyAccessible"] === true)
      : isPublic;
  return spread(facts, database, {
    subnets: objects(group, "Subnets").map((one) => text(one, "SubnetIdentifier")),
    groups: objects(data, "VpcSecurityGroups").map((one) => text(one, "VpcSecurityGroupId")),
    groupsAt: "VpcSecurityGroups",
    publicAddress: {
      has: exposed ? "yes" : "no",
      why: exposed
        ? "it is publicly accessible"
        : "it is not publicly accessible, so it has no public address",
      evidence: [citeMember(facts, members[0] ?? database, "PubliclyAccessible")],
    },
    client: "instance",
  });
}

/** A function's interfaces never get public addresses (Lambda Developer Guide, Enable internet access for VPC-connected functions). Outside a VPC it starts from Lambda's own network. */
function functionPlaces(facts: Facts, subject: Resource): Placed {
  const config = subject.data["VpcConfig"];
  const subnets = strings(config, "SubnetIds");
  if (subnets.length === 0) {
    return alone({
      where: "internet",
      addresses: publicIpv4,
      all: false,
      client: "function",
      owner: subject,
      groupsEvidence: [citeMember(facts, subject, "VpcConfig")],
    });
  }
  return spread(facts, subject, {
    subnets,
    groups: strings(config, "SecurityGroupIds"),
    groupsAt: "VpcConfig",
    publicAddress: {
      has: "no",
      why: "a function's network interfaces never have a public address",
      evidence: [facts.cite(subject, "/VpcConfig/SubnetIds")],
    },
    client: "function",
  });
}

function alone(place: Place): Placed {
  return { places: [place], missing: [] };
}

function endpointPlaces(facts: Facts, endpoint: Resource): Placed {
  if (text(endpoint.data, "VpcEndpointType") === "Gateway") return alone(servicePlace(facts, endpoint));
  const devices = strings(endpoint.data, "NetworkInterfaceIds").flatMap(
    (id) => facts.get("AWS::EC2::NetworkInterface", id) ?? [],
  );
  const groups = objects(endpoint.data, "Groups").map((group) => text(group, "GroupId"));
  const { places, missing } = spread(facts, endpoint, {
    subnets: strings(endpoint.data, "SubnetIds"),
    groups,
    groupsAt: "Groups",
    client: "instance",
  });
  return { missing, places: places.map((place) => pinned(place, devices)) };
}

/** Narrows a place to the address of the interface that is there, where that address can be. */
function pinned(place: Place, devices: readonly Resource[]): Place {
  const device = devices.find((one) => text(one.data, "SubnetId") === place.subnet?.id);
  const own = rangesOf([
    text(device?.data, "PrivateIpAddress"),
    ...objects(device?.data, "Ipv6Addresses").map((one) => text(one, "Ipv6Address")),
  ]);
  return own.length > 0 && covers(place.addresses, own) ? { ...place, addresses: own, all: true } : place;
}

function servicePlace(facts: Facts, endpoint: Resource): Place {
  const service = text(endpoint.data, "ServiceName");
  const lists = facts
    .all("AWS::EC2::PrefixList")
    .filter((list) => text(list.data, "PrefixListName") === service);
  const entries = lists.map((list) => prefixListEntries(facts, list.id));
  const known = entries.flatMap((one) => (one.known ? one.addresses : []));
  const v4 = known.filter((range) => range.family === 4);
  return {
    where: "service",
    vpcId: text(endpoint.data, "VpcId"),
    addresses: v4.length > 0 ? v4 : publicIpv4,
    all: v4.length > 0,
    client: "internet",
    owner: endpoint,
    prefixListIds: lists.map((list) => list.id),
  };
}

function cachePlaces(facts: Facts, cluster: Resource): Placed {
  const group = facts.get("AWS::ElastiCache::SubnetGroup", text(cluster.data, "CacheSubnetGroupName"));
  const groups = objects(cluster.data, "SecurityGroups").map((one) => text(one, "SecurityGroupId"));
  const none = groups.length === 0;
  return spread(facts, cluster, {
    subnets: objects(group?.data, "Subnets").map((one) => text(one, "SubnetIdentifier")),
    groups: none ? undefined : groups,
    groupsAt: "",
    ...(none && {
      groupsUnread: { read: "elasticache:DescribeCacheClusters", why: "the answer names no security groups" },
    }),
    publicAddress: {
      has: "no",
      why: "a cache cluster has no public address",
      evidence: [facts.cite(cluster)],
    },
    client: "instance",
  });
}

/** A replication group is where its member clusters are. */
function replicationGroupPlaces(facts: Facts, group: Resource): Placed {
  const members = strings(group.data, "MemberClusters").flatMap(
    (id) => facts.get("AWS::ElastiCache::CacheCluster", id) ?? [],
  );
  const [first, ...others] = members.map((cluster) => cachePlaces(facts, cluster));
  if (!first) return { places: [], missing: [missingRead(facts, "DescribeCacheClusters", "elasticache")] };
  const all = [first, ...others];
  const places = all.flatMap((one) => one.places);
  return {
    // Members share the subnet group: a subnet is one place, however many members it may hold.
    places: places.filter(
      (place, index) => places.findIndex((other) => other.subnet?.id === place.subnet?.id) === index,
    ),
    missing: all.flatMap((one) => one.missing),
  };
}

/** A file system is reached at its mount targets, one for each zone (EFS User Guide, Managing mount targets). */
function mountTargetPlaces(facts: Facts, subject: Resource): Placed {
  const targets =
    subject.type === "AWS::EFS::MountTarget"
      ? [subject]
      : facts.all("AWS::EFS::MountTarget").filter((one) => text(one.data, "FileSystemId") === subject.id);
  if (targets.length === 0) return nowhere(subject, "it has no mount target that could be read");
  const placed = targets.map((target) => mountTargetPlace(facts, target));
  return { places: placed.flatMap((one) => one.places), missing: placed.flatMap((one) => one.missing) };
}

function mountTargetPlace(facts: Facts, target: Resource): Placed {
  const told = facts.get("AWS::EFS::MountTargetSecurityGroups", target.id);
  const device = facts.get("AWS::EC2::NetworkInterface", text(target.data, "NetworkInterfaceId"));
  const named = told
    ? strings(told.data, "SecurityGroups")
    : device && objects(device.data, "Groups").map((group) => text(group, "GroupId"));
  const { places, missing } = spread(facts, target, {
    subnets: [text(target.data, "SubnetId")],
    groups: named,
    groupsAt: "",
    ...(!named && {
      groupsUnread: missingRead(facts, "DescribeMountTargetSecurityGroups", "efs", {
        MountTargetId: target.id,
      }),
    }),
    publicAddress: {
      has: "no",
      why: "a mount target has no public address",
      evidence: [facts.cite(target)],
    },
    client: "instance",
  });
  const own = rangesOf([text(target.data, "IpAddress")]);
  return {
    missing,
    places: places.map((place) =>
      own.length > 0 && covers(place.addresses, own) ? { ...place, addresses: own, all: true } : place,
    ),
  };
}

/** Tasks in awsvpc mode have an interface each; a service tells in which subnets it starts them. */
function containerPlaces(facts: Facts, subject: Resource): Placed {
  const details = objects(subject.data, "attachments").flatMap((attachment) =>
    objects(attachment, "details"),
  );
  const id = details.find((one) => text(one, "name") === "networkInterfaceId");
  const device = facts.get("AWS::EC2::NetworkInterface", text(id, "value"));
  if (device) return located([interfacePlace(facts, device.data, subject, device)]);
  const network: Json | undefined = subject.data["networkConfiguration"];
  const config = isObject(network) ? network["awsvpcConfiguration"] : undefined;
  if (!isObject(config))
    return nowhere(subject, "it has no network configuration of its own (not awsvpc mode)");
  const assigned = text(config, "assignPublicIp") === "ENABLED";
  return spread(facts, subject, {
    subnets: strings(config, "subnets"),
    groups: strings(config, "securityGroups"),
    groupsAt: "networkConfiguration",
    publicAddress: {
      has: assigned ? "yes" : "no",
      why: assigned
        ? "its tasks are given public addresses"
        : "its tasks are given no public address (assignPublicIp is off)",
      evidence: [facts.cite(subject, toPointer("networkConfiguration", "awsvpcConfiguration"))],
    },
    client: "instance",
  });
}

function clientOf(device: Resource): ClientKind {
  const kind = text(device.data, "InterfaceType");
  if (kind === "lambda") return "function";
  if (kind === "nat_gateway" || kind === "natGateway") return "nat-gateway";
  if (
    kind === "network_load_balancer" ||
    kind === "load_balancer" ||
    text(device.data, "Description").startsWith("ELB ")
  )
    return "load-balancer";
  return "instance";
}
