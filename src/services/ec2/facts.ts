import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, nameTag, objects, text } from "../../facts/reader.ts";
import { readers as networkReaders } from "./network-facts.ts";
import { link, tagged } from "./tagged-reader.ts";

/** Readers of what EC2 describes: machines, disks and images here, networks in `network-facts.ts`. */
export const readers: readonly FactReader[] = [
  listReader("ec2", "DescribeInstances", "Reservations/*/Instances/*", (item) => ({
    type: "AWS::EC2::Instance",
    id: text(item, "InstanceId"),
    name: nameTag(item),
    links: instanceLinks(item),
  })),
  listReader("ec2", "DescribeInstanceStatus", "InstanceStatuses/*", (item) => ({
    type: "AWS::EC2::InstanceStatus",
    id: text(item, "InstanceId"),
    links: link("describes", "AWS::EC2::Instance", text(item, "InstanceId")),
  })),
  itemReader("ec2", "DescribeInstanceAttribute", "", (item) => ({
    type: "AWS::EC2::InstanceAttribute",
    id: text(item, "InstanceId"),
  })),
  tagged("DescribeVolumes", "Volumes", "AWS::EC2::Volume", "VolumeId", (item) =>
    objects(item, "Attachments").flatMap((one) =>
      link("attached", "AWS::EC2::Instance", text(one, "InstanceId")),
    ),
  ),
  tagged("DescribeSnapshots", "Snapshots", "AWS::EC2::Snapshot", "SnapshotId", (item) =>
    link("of", "AWS::EC2::Volume", text(item, "VolumeId")),
  ),
  listReader("ec2", "DescribeImages", "Images/*", (item) => ({
    type: "AWS::EC2::Image",
    id: text(item, "ImageId"),
    name: text(item, "Name") || nameTag(item),
  })),
  listReader("ec2", "DescribeLaunchTemplates", "LaunchTemplates/*", (item) => ({
    type: "AWS::EC2::LaunchTemplate",
    id: text(item, "LaunchTemplateId"),
    name: text(item, "LaunchTemplateName"),
  })),
  listReader("ec2", "DescribeLaunchTemplateVersions", "LaunchTemplateVersions/*", (item) => ({
    type: "AWS::EC2::LaunchTemplateVersion",
    id: `${text(item, "LaunchTemplateId")} ${JSON.stringify(item["VersionNumber"] ?? null)}`,
    links: link("of", "AWS::EC2::LaunchTemplate", text(item, "LaunchTemplateId")),
  })),
  listReader("ec2", "DescribeKeyPairs", "KeyPairs/*", (item) => ({
    type: "AWS::EC2::KeyPair",
    id: text(item, "KeyPairId") || text(item, "KeyName"),
    name: text(item, "KeyName"),
  })),
  tagged("DescribeFlowLogs", "FlowLogs", "AWS::EC2::FlowLog", "FlowLogId", (item) =>
    link("watches", resourceTypeOf(text(item, "ResourceId")), text(item, "ResourceId")),
  ),
  listReader("ec2", "DescribeIamInstanceProfileAssociations", "IamInstanceProfileAssociations/*", (item) => ({
    type: "AWS::EC2::IamInstanceProfileAssociation",
    id: text(item, "AssociationId"),
    links: link("of", "AWS::EC2::Instance", text(item, "InstanceId")),
  })),
  listReader("ec2", "DescribeVolumeStatus", "VolumeStatuses/*", (item) => ({
    type: "AWS::EC2::VolumeStatus",
    id: text(item, "VolumeId"),
    links: link("describes", "AWS::EC2::Volume", text(item, "VolumeId")),
  })),
  itemReader("ec2", "GetEbsEncryptionByDefault", "", () => ({
    type: "AWS::EC2::EbsEncryptionByDefault",
    id: "account",
  })),
  listReader("ec2", "DescribeSpotInstanceRequests", "SpotInstanceRequests/*", (item) => ({
    type: "AWS::EC2::SpotInstanceRequest",
    id: text(item, "SpotInstanceRequestId"),
  })),
  ...networkReaders,
];

function resourceTypeOf(id: string): string {
  if (id.startsWith("subnet-")) return "AWS::EC2::Subnet";
  return id.startsWith("eni-") ? "AWS::EC2::NetworkInterface" : "AWS::EC2::VPC";
}

function instanceLinks(item: JsonObject): readonly Link[] {
  const cards = objects(item, "NetworkInterfaces");
  const profile = text(item["IamInstanceProfile"], "Arn").split("/").at(-1) ?? "";
  return [
    ...link("in", "AWS::EC2::VPC", text(item, "VpcId")),
    ...link("in", "AWS::EC2::Subnet", text(item, "SubnetId")),
    ...objects(item, "SecurityGroups").flatMap((group) =>
      link("uses", "AWS::EC2::SecurityGroup", text(group, "GroupId")),
    ),
    ...cards.flatMap((card) => link("has", "AWS::EC2::NetworkInterface", text(card, "NetworkInterfaceId"))),
    ...objects(item, "BlockDeviceMappings").flatMap((disk) =>
      link("has", "AWS::EC2::Volume", text(disk["Ebs"], "VolumeId")),
    ),
    ...link("uses", "AWS::IAM::InstanceProfile", profile),
    ...link("from", "AWS::EC2::Image", text(item, "ImageId")),
  ];
}
