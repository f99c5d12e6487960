import { describe, expect, it } from "vitest";
import { open } from "./path-case.ts";
import { explainPath } from "./reachability.ts";
import { allow, item, networkFacts, rule } from "./test-network.ts";
import type { Network } from "./test-network.ts";

describe("transit gateways", () => {
  const joined = (network: Network) => {
    open(network);
    for (const [table, cidr, other] of [
      ["rtb-prv", "10.30.0.0/16", "10.20.0.0/16"],
      ["rtb-b", "10.20.0.0/16", "10.30.0.0/16"],
    ] as const) {
      const own = table === "rtb-prv" ? "10.20.0.0/16" : "10.30.0.0/16";
      item(network, "DescribeRouteTables", table)["Routes"] = [
        { DestinationCidrBlock: own, GatewayId: "local" },
        { DestinationCidrBlock: cidr, TransitGatewayId: "tgw-1" },
      ];
      expect(other).toBe(own);
    }
    network["DescribeTransitGateways"] = [{ TransitGatewayId: "tgw-1", State: "available", Options: {} }];
    network["DescribeTransitGatewayVpcAttachments"] = [
      {
        TransitGatewayAttachmentId: "att-a",
        TransitGatewayId: "tgw-1",
        VpcId: "vpc-a",
        State: "available",
        SubnetIds: ["subnet-prv"],
      },
      {
        TransitGatewayAttachmentId: "att-b",
        TransitGatewayId: "tgw-1",
        VpcId: "vpc-b",
        State: "available",
        SubnetIds: ["subnet-b"],
      },
    ];
    network["DescribeTransitGatewayAttachments"] = ["att-a", "att-b"].map((id) => ({
      TransitGatewayAttachmentId: id,
      Association: { TransitGatewayRouteTableId: "tgw-rtb-1", State: "associated" },
    }));
    network["DescribeTransitGatewayRouteTables"] = [
      { TransitGatewayRouteTableId: "tgw-rtb-1", TransitGatewayId: "tgw-1" },
    ];
  };
  const routes = (...told: readonly (readonly [cidr: string, attachment: string, state?: string])[]) => ({
    service: "ec2",
    operation: "SearchTransitGatewayRoutes",
    params: { TransitGatewayRouteTableId: "tgw-rtb-1" },
    response: {
      Routes: told.map(([cidr, attachment, state = "active"]) => ({
        DestinationCidrBlock: cidr,
        State: state,
        Type: "static",
        TransitGatewayAttachments: [{ TransitGatewayAttachmentId: attachment, ResourceType: "vpc" }],
      })),
    },
  });
  const whole = routes(["10.20.0.0/16", "att-a"], ["10.30.0.0/16", "att-b"]);

  it.each([
    {
      name: "both ways routed",
      change: joined,
      more: [whole],
      from: "i-app",
      reachable: "yes",
      blockers: [],
    },
    {
      name: "no route back",
      change: joined,
      more: [routes(["10.30.0.0/16", "att-b"])],
      from: "i-app",
      reachable: "no",
      blockers: ["tgw-rtb-1 return-out"],
    },
    {
      name: "a black hole is more specific",
      change: joined,
      more: [
        routes(["10.20.0.0/16", "att-a"], ["10.30.0.0/16", "att-b"], ["10.30.2.0/24", "att-b", "blackhole"]),
      ],
      from: "i-app",
      reachable: "no",
      blockers: ["tgw-rtb-1 out"],
    },
    {
      name: "routes that were not read",
      change: joined,
      more: [],
      from: "i-app",
      reachable: "unknown",
      blockers: [],
    },
    {
      name: "a zone without an attachment",
      change: joined,
      more: [whole],
      from: "i-svc",
      reachable: "no",
      blockers: ["att-a out"],
    },
    {
      name: "a reference to a group does not cross by default",
      change: (n: Network) => {
        joined(n);
        allow(n, "sg-far", "IpPermissions", rule("tcp", 8080, 8080, "sg-app"));
      },
      more: [whole],
      from: "i-app",
      reachable: "no",
      blockers: ["sg-far in"],
    },
  ])("$name", ({ change, more, from, reachable, blockers }) => {
    const answer = explainPath(networkFacts({ change, more }), {
      from,
      to: "i-far",
      protocol: "tcp",
      port: 8080,
    });
    expect(
      {
        reachable: answer.reachable,
        blockers: answer.blockedBy.map((hop) => `${hop.component.id} ${hop.direction}`),
      },
      JSON.stringify(
        answer.hops.map((hop) => `${hop.component.id} ${hop.direction} ${hop.verdict}: ${hop.why}`),
        null,
        1,
      ),
    ).toEqual({ reachable, blockers });
  });
});
