import type { JsonObject } from "../../../src/core/json/json.ts";
import type { Told } from "../../../src/testing/recorded.ts";
import type { Transit } from "./network.ts";

const account = "123456789012";

type Listed = readonly (readonly [string, string, readonly JsonObject[]])[];

/** The lists of transit gateways, empty without one. */
export function transitLists(transit: Transit | undefined): Listed {
  const attachments = transit?.attachments ?? [];
  const gateway = { TransitGatewayId: transit?.id ?? "" };
  const association = (table: string | undefined): JsonObject =>
    table === undefined ? {} : { Association: { TransitGatewayRouteTableId: table, State: "associated" } };
  return [
    [
      "DescribeTransitGateways",
      "TransitGateways",
      transit
        ? [
            {
              ...gateway,
              State: transit.state,
              OwnerId: account,
              Options: { SecurityGroupReferencingSupport: "disable" },
              Tags: [],
            },
          ]
        : [],
    ],
    [
      "DescribeTransitGatewayVpcAttachments",
      "TransitGatewayVpcAttachments",
      attachments.map((one) => ({
        ...gateway,
        TransitGatewayAttachmentId: one.id,
        VpcId: one.vpc,
        VpcOwnerId: account,
        State: one.state,
        SubnetIds: one.subnets,
        Options: { SecurityGroupReferencingSupport: "disable" },
        Tags: [],
      })),
    ],
    [
      "DescribeTransitGatewayAttachments",
      "TransitGatewayAttachments",
      attachments.map((one) => ({
        ...gateway,
        TransitGatewayAttachmentId: one.id,
        ResourceType: "vpc",
        ResourceId: one.vpc,
        ResourceOwnerId: account,
        State: one.state,
        ...association(one.table),
        Tags: [],
      })),
    ],
    [
      "DescribeTransitGatewayRouteTables",
      "TransitGatewayRouteTables",
      (transit?.tables ?? []).map((one) => ({
        ...gateway,
        TransitGatewayRouteTableId: one.id,
        State: "available",
        Tags: [],
      })),
    ],
  ];
}

/** What is read of each of its route tables. */
export function transitReads(transit: Transit | undefined): readonly Told[] {
  const attachments = transit?.attachments ?? [];
  const named = (id: string | undefined): JsonObject => {
    const found = attachments.find((one) => one.id === id);
    return found ? { TransitGatewayAttachmentId: found.id, ResourceType: "vpc", ResourceId: found.vpc } : {};
  };
  return (transit?.tables ?? []).flatMap(({ id, routes }) => {
    const params = { TransitGatewayRouteTableId: id };
    const search = { ...params, Filters: [{ Name: "state", Values: ["active", "blackhole"] }] };
    const found = routes.map((route) => ({
      DestinationCidrBlock: route.cidr,
      Type: route.type,
      State: route.attachment === undefined ? "blackhole" : "active",
      ...(route.attachment !== undefined && { TransitGatewayAttachments: [named(route.attachment)] }),
    }));
    const associated = attachments
      .filter((one) => one.table === id)
      .map((one) => ({ ...named(one.id), State: "associated" }));
    const propagated = routes
      .filter((one) => one.type === "propagated")
      .map((one) => ({ ...named(one.attachment), State: "enabled" }));
    return [
      {
        service: "ec2",
        operation: "SearchTransitGatewayRoutes",
        params: search,
        response: { Routes: found, AdditionalRoutesAvailable: false },
      },
      {
        service: "ec2",
        operation: "GetTransitGatewayRouteTableAssociations",
        params,
        response: { Associations: associated },
      },
      {
        service: "ec2",
        operation: "GetTransitGatewayRouteTablePropagations",
        params,
        response: { TransitGatewayRouteTablePropagations: propagated },
      },
    ];
  });
}
