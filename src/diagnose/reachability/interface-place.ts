import type { Facts, Resource } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { covers, rangesOf } from "./address-range.ts";
import { citeQuery } from "./known.ts";
import type { Place, PublicAddress } from "./place.ts";
import { subnetAddresses } from "./route-table.ts";

/** The interface that an instance's operating system uses first. */
export function primaryInterface(instance: Resource): JsonObject | undefined {
  const cards = objects(instance.data, "NetworkInterfaces");
  return (
    cards.find((card) => isObject(card["Attachment"]) && card["Attachment"]["DeviceIndex"] === 0) ?? cards[0]
  );
}

/** The place of one interface. `shown` is what describes it: an entry of DescribeNetworkInterfaces or of an instance. */
export function interfacePlace(facts: Facts, shown: JsonObject, owner: Resource, device?: Resource): Place {
  const subnetId = text(shown, "SubnetId");
  const subnet = facts.get("AWS::EC2::Subnet", subnetId);
  const own = rangesOf([
    text(shown, "PrivateIpAddress"),
    ...objects(shown, "PrivateIpAddresses")
      .filter((one) => one["Primary"] === true)
      .map((one) => text(one, "PrivateIpAddress")),
    ...objects(shown, "Ipv6Addresses").map((one) => text(one, "Ipv6Address")),
  ]);
  const inside = subnet ? subnetAddresses(subnet) : [];
  // An address outside the subnet's own range cannot be: then all that is known is the subnet.
  const certain = own.length > 0 && (inside.length === 0 || covers(inside, own));
  const id = text(shown, "NetworkInterfaceId");
  return {
    where: "subnet",
    ...(subnet && { subnet }),
    vpcId: text(shown, "VpcId") || text(subnet?.data, "VpcId"),
    addresses: certain ? own : inside,
    all: certain,
    groups: objects(shown, "Groups").map((group) => text(group, "GroupId")),
    groupsEvidence: [facts.cite(owner)],
    publicAddress: publicAddressOf(facts, shown, owner, device),
    client: "instance",
    owner,
    networkInterface: { type: "AWS::EC2::NetworkInterface", id },
  };
}

function publicAddressOf(
  facts: Facts,
  shown: JsonObject,
  owner: Resource,
  device: Resource | undefined,
): PublicAddress {
  const associated = text(shown["Association"], "PublicIp");
  const bound = facts
    .all("AWS::EC2::EIP")
    .find(
      (one) =>
        [text(shown, "NetworkInterfaceId"), ""].includes(text(one.data, "NetworkInterfaceId")) &&
        text(one.data, "NetworkInterfaceId") !== "",
    );
  const address =
    associated ||
    text(bound?.data, "PublicIp") ||
    (owner.type === "AWS::EC2::Instance" && objects(owner.data, "NetworkInterfaces").length < 2
      ? text(owner.data, "PublicIpAddress")
      : "");
  const evidence = device
    ? [citeQuery(device, "", "Association.PublicIp")]
    : [citeQuery(owner, "", "[PublicIpAddress, NetworkInterfaces[].Association.PublicIp][]")];
  if (address === "") return { has: "no", why: "it has no public IPv4 address", evidence };
  return {
    has: "yes",
    why: `its public address is ${address}`,
    evidence: bound && associated === "" ? [facts.cite(bound)] : evidence,
    addresses: rangesOf([address]),
  };
}

/** The instance that an interface is attached to. */
export function instanceOfInterface(facts: Facts, device: Resource): Resource | undefined {
  return facts.get("AWS::EC2::Instance", text(device.data["Attachment"], "InstanceId"));
}

/** False for an interface whose told address cannot be in its subnet. */
export function isOurs(facts: Facts, device: Resource): boolean {
  const subnet = facts.get("AWS::EC2::Subnet", text(device.data, "SubnetId"));
  return !subnet || covers(subnetAddresses(subnet), rangesOf([text(device.data, "PrivateIpAddress")]));
}
