import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import { readers as ec2 } from "../ec2/facts.ts";
import { mountTargets } from "./checks.ts";
import { readers } from "./facts.ts";

function judged(zones: readonly string[]) {
  const FileSystemId = "fs-0123456789abcdef0";
  const InstanceId = "i-0123456789abcdef0";
  return said(
    runCheck({
      check: mountTargets,
      readers: [...readers, ...ec2],
      text: "why can the instance not mount it?",
      subjects: [
        { type: "AWS::EFS::FileSystem", id: FileSystemId },
        { type: "AWS::EC2::Instance", id: InstanceId },
      ],
      calls: [
        { service: "efs", operation: "DescribeFileSystems", response: { FileSystems: [{ FileSystemId }] } },
        {
          service: "efs",
          operation: "DescribeMountTargets",
          params: { FileSystemId },
          response: {
            MountTargets: zones.map((AvailabilityZoneName, at) => ({
              MountTargetId: `fsmt-${at}`,
              FileSystemId,
              AvailabilityZoneName,
              LifeCycleState: "available",
            })),
          },
        },
        {
          service: "ec2",
          operation: "DescribeInstances",
          response: {
            Reservations: [{ Instances: [{ InstanceId, Placement: { AvailabilityZone: "us-east-1b" } }] }],
          },
        },
      ],
    }),
  );
}

describe("mount targets", () => {
  it("blames the file system that has none in the client's zone", () =>
    expect(judged(["us-east-1a"])).toBe("root MountTargets AvailabilityZoneName"));
  it("is fine where the client's zone has one", () =>
    expect(judged(["us-east-1a", "us-east-1b"])).toBe("fine"));
  it("blames a file system without any", () =>
    expect(judged([])).toBe("root MountTargets AvailabilityZoneName"));
});
