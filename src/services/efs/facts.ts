import { itemReader, listReader, nameTag, strings, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

/** What EFS tells: file systems, their mount targets and the groups of those. */
export const readers: readonly FactReader[] = [
  listReader("efs", "DescribeFileSystems", "FileSystems/*", (system) => ({
    type: "AWS::EFS::FileSystem",
    id: text(system, "FileSystemId"),
    name: text(system, "Name") || nameTag(system),
    arn: text(system, "FileSystemArn"),
  })),
  listReader("efs", "DescribeMountTargets", "MountTargets/*", (target) => ({
    type: "AWS::EFS::MountTarget",
    id: text(target, "MountTargetId"),
    links: [
      { kind: "part-of", type: "AWS::EFS::FileSystem", id: text(target, "FileSystemId") },
      { kind: "in", type: "AWS::EC2::Subnet", id: text(target, "SubnetId") },
    ],
  })),
  itemReader("efs", "DescribeMountTargetSecurityGroups", "", (answer, { params }) => ({
    type: "AWS::EFS::MountTargetSecurityGroups",
    id: text(params, "MountTargetId"),
    links: strings(answer, "SecurityGroups").map((id) => ({
      kind: "uses",
      type: "AWS::EC2::SecurityGroup",
      id,
    })),
  })),
];
