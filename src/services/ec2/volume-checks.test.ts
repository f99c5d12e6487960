import { describe, expect, it } from "vitest";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { readers } from "./facts.ts";
import { volumeLoad, volumeZone } from "./volume-checks.ts";

const VolumeId = "vol-0123456789abcdef0";

function judged(check: typeof volumeLoad, { operations = 0, queue = 0, zone = "us-east-1a" }) {
  return said(
    runCheck({
      check,
      readers: [...readers, ...cloudwatch],
      text: "attaching data fails, is it the disk?",
      subjects: [{ type: "AWS::EC2::Volume", id: VolumeId }],
      calls: [
        {
          service: "ec2",
          operation: "DescribeVolumes",
          response: {
            Volumes: [{ VolumeId, VolumeType: "gp3", Size: 100, Iops: 3000, AvailabilityZone: "us-east-1a" }],
          },
        },
        {
          service: "ec2",
          operation: "DescribeInstances",
          response: {
            Reservations: [
              {
                Instances: [
                  {
                    InstanceId: "i-0123456789abcdef0",
                    Placement: { AvailabilityZone: zone },
                    State: { Name: "running" },
                  },
                ],
              },
            ],
          },
        },
        metricCall(
          "AWS/EBS",
          { VolumeId },
          {
            VolumeReadOps: [operations, operations, operations, operations],
            VolumeQueueLength: [queue, queue, queue, queue],
          },
        ),
      ],
    }),
  );
}

describe("checks of a volume", () => {
  it("blames provisioned IOPS that are used up", () =>
    expect(judged(volumeLoad, { operations: 900_000, queue: 30 })).toBe("root Iops"));
  it("blames no volume that has IOPS to spare", () =>
    expect(judged(volumeLoad, { operations: 90_000, queue: 1 })).toBe("fine"));
  it("blames no volume that is busy without a queue", () =>
    expect(judged(volumeLoad, { operations: 900_000, queue: 1 })).toBe("fine"));
  it("blames the zone where the only instance is in another one", () =>
    expect(judged(volumeZone, { zone: "us-east-1b" })).toBe("root AvailabilityZone"));
  it("is fine where both are in one zone", () => expect(judged(volumeZone, {})).toBe("fine"));
});
