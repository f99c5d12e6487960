import { describe, expect, it } from "vitest";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import { pathProbes } from "./path-probes.ts";

const network = { service: "ec2", operation: "DescribeRouteTables", response: { RouteTables: [] } };
const wanted = (from: string, to: string, told = [network]) =>
  pathProbes(factsOf(recorded(told), [], "123456789012"), { from, to }).map(({ probe }) => probe);

describe("what a path still needs", () => {
  it.each([
    { name: "ids of EC2 are in the network's own lists", ends: ["i-0a", "internet"], probes: [] },
    {
      name: "a cache by ARN",
      ends: ["i-0a", "arn:aws:elasticache:us-east-1:1:cluster:c"],
      probes: ["elasticache/inventory"],
    },
    {
      name: "a container service by ARN",
      ends: ["arn:aws:ecs:us-east-1:1:service/a/b", "i-0a"],
      probes: ["ecs/inventory"],
    },
    { name: "a file system by id", ends: ["i-0a", "fs-0a1b"], probes: ["efs/inventory"] },
    { name: "a database by ARN", ends: ["i-0a", "arn:aws:rds:us-east-1:1:db:d"], probes: ["rds/inventory"] },
  ])("$name", ({ ends: [from = "", to = ""], probes }) => {
    expect(wanted(from, to)).toEqual(probes);
  });

  it("looks everywhere for a bare name, and nowhere twice", () => {
    const all = wanted("i-0a", "something");
    expect(all).toEqual(
      expect.arrayContaining([
        "elbv2/load-balancers",
        "rds/inventory",
        "elasticache/inventory",
        "ecs/inventory",
      ]),
    );
    const read = { service: "rds", operation: "DescribeDBInstances", response: { RouteTables: [] } };
    expect(wanted("i-0a", "something", [network, read])).not.toContain("rds/inventory");
  });
});
