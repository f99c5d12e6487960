import { expect, it } from "vitest";
import { explainPath } from "../../diagnose/reachability/reachability.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import { readers } from "./facts.ts";

const told = recorded([
  {
    service: "efs",
    operation: "DescribeFileSystems",
    response: { FileSystems: [{ FileSystemId: "fs-1", Name: "scratch" }] },
  },
  {
    service: "efs",
    operation: "DescribeMountTargets",
    params: { FileSystemId: "fs-1" },
    response: { MountTargets: [{ MountTargetId: "fsmt-1", FileSystemId: "fs-1", SubnetId: "subnet-1" }] },
  },
  {
    service: "efs",
    operation: "DescribeMountTargetSecurityGroups",
    params: { MountTargetId: "fsmt-1" },
    response: { SecurityGroups: ["sg-1"] },
  },
]);

it("reads file systems by name, their mount targets and the groups of those", () => {
  const facts = factsOf(told, readers, "123456789012");
  expect(facts.named("scratch").map(({ id }) => id)).toEqual(["fs-1"]);
  expect(facts.linking("AWS::EFS::FileSystem", "fs-1").map(({ id }) => id)).toEqual(["fsmt-1"]);
  expect(facts.get("AWS::EFS::MountTargetSecurityGroups", "fsmt-1")?.links).toEqual([
    { kind: "uses", type: "AWS::EC2::SecurityGroup", id: "sg-1" },
  ]);
});

it("does not call a file system reachable whose subnets were not read", () => {
  const facts = factsOf(told, readers, "123456789012");
  const answer = explainPath(facts, { from: "internet", to: "fs-1", protocol: "tcp", port: 2049 });
  expect(answer.reachable).toBe("unknown");
  expect(answer.missing.length).toBeGreaterThan(0);
});
