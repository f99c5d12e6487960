import type { JsonObject } from "../../../src/core/json/json.ts";
import type { Instance } from "./network.ts";

const account = "123456789012";

function association(one: Instance): JsonObject {
  return one.publicAddress === undefined
    ? {}
    : { Association: { PublicIp: one.publicAddress, IpOwnerId: "amazon", PublicDnsName: "" } };
}

function interfaceOf(one: Instance): JsonObject {
  return {
    NetworkInterfaceId: one.card,
    SubnetId: one.subnet,
    VpcId: one.vpc,
    OwnerId: account,
    Status: "in-use",
    SourceDestCheck: true,
    InterfaceType: "interface",
    Groups: one.groups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
    PrivateIpAddress: one.address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: one.address, ...association(one) }],
    Ipv6Addresses: one.address6 === undefined ? [] : [{ Ipv6Address: one.address6 }],
    ...association(one),
  };
}

export function card(one: Instance): JsonObject {
  return {
    ...interfaceOf(one),
    Attachment: {
      AttachmentId: `eni-attach-${one.card.slice(4)}`,
      DeviceIndex: 0,
      InstanceId: one.id,
      Status: "attached",
    },
    TagSet: [],
  };
}

export function reservation(one: Instance): JsonObject {
  return {
    ReservationId: `r-${one.id.slice(2)}`,
    OwnerId: account,
    Instances: [
      {
        InstanceId: one.id,
        State: one.running ? { Code: 16, Name: "running" } : { Code: 80, Name: "stopped" },
        SubnetId: one.subnet,
        VpcId: one.vpc,
        PrivateIpAddress: one.address,
        ...(one.publicAddress !== undefined && { PublicIpAddress: one.publicAddress }),
        SecurityGroups: one.groups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
        NetworkInterfaces: [
          {
            ...interfaceOf(one),
            Attachment: {
              AttachmentId: `eni-attach-${one.card.slice(4)}`,
              DeviceIndex: 0,
              Status: "attached",
            },
          },
        ],
        SourceDestCheck: true,
        Tags: [],
      },
    ],
  };
}

export function addresses(instances: readonly Instance[]): readonly JsonObject[] {
  return instances.flatMap((one) =>
    one.publicAddress === undefined
      ? []
      : [
          {
            AllocationId: `eipalloc-${one.card.slice(4)}`,
            AssociationId: `eipassoc-${one.card.slice(4)}`,
            Domain: "vpc",
            InstanceId: one.id,
            NetworkInterfaceId: one.card,
            PublicIp: one.publicAddress,
            PrivateIpAddress: one.address,
            Tags: [],
          },
        ],
  );
}
