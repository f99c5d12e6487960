import { objects, text } from "../../facts/reader.ts";
import {
  citeRoute,
  gatewayBroken,
  nowhere,
  routePasses,
  routeWrong,
  targetKinds,
  targetOrStep,
} from "./gateway-route.ts";
import { formatSet } from "./security-group.ts";
import { passes, stages, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { outward } from "./way.ts";
import type { Routing, Way } from "./way.ts";

const stage = stages.transit;

function opaque(routing: Routing, component: Parameters<typeof unknown>[0]["component"], why: string): Step {
  return unknown(
    { component, direction: outward(routing.phase), stage, why, evidence: [citeRoute(routing)] },
    { key: component.id, why },
  );
}

/** A gateway endpoint takes what its prefix list covers; a Gateway Load Balancer endpoint leads to an appliance that shows no rules. */
export function throughEndpoint(routing: Routing): Way {
  const { facts, from, to, routed, phase } = routing;
  const found = targetOrStep(routing, targetKinds.endpoint, stage);
  if ("step" in found) return nowhere(routing, found.step);
  const endpoint = found.target;
  if (text(endpoint.data, "VpcEndpointType") !== "Gateway") {
    return nowhere(
      routing,
      routePasses(routing, endpoint.id),
      opaque(
        routing,
        endpoint,
        "an appliance behind it decides, and its rules stand in no configuration that is read here",
      ),
    );
  }
  if (to.where !== "internet")
    return nowhere(
      routing,
      routeWrong(
        routing,
        `${routed.route.id} leads to ${text(endpoint.data, "ServiceName")} and not to ${formatSet(routed.part)}`,
      ),
    );
  const step = passes({
    component: endpoint,
    direction: outward(phase),
    stage,
    why: `${text(endpoint.data, "ServiceName")} is reached through it`,
    evidence: [facts.cite(endpoint, "/State")],
  });
  return {
    steps: [routePasses(routing, endpoint.id), step],
    kind: "service",
    sender: from,
    keepsGroups: false,
  };
}

/** Behind a virtual private gateway lies a network that AWS does not describe (VPC User Guide, Route tables for a virtual private gateway). */
export function throughVpnGateway(routing: Routing): Way {
  const { facts, routed, vpcId } = routing;
  const found = targetOrStep(routing, targetKinds["vpn-gateway"], stage);
  if ("step" in found) return nowhere(routing, found.step);
  const gateway = found.target;
  const attachment = objects(gateway.data, "VpcAttachments").find((one) => text(one, "VpcId") === vpcId);
  if (!attachment || text(attachment, "State") !== "attached") {
    const why = `${routed.route.destination} leads to it, but it is not attached to ${vpcId}`;
    return nowhere(
      routing,
      gatewayBroken(routing, gateway, stage, "detached", why, [facts.cite(gateway, "/VpcAttachments")]),
    );
  }
  const why =
    "a network outside AWS lies behind it, and no configuration in the account tells whether the packet arrives there and is answered";
  return nowhere(routing, routePasses(routing, gateway.id), opaque(routing, gateway, why));
}

/**
 * A route to a network interface: with its source/destination check on, EC2 drops what is not addressed to it; with it off, the appliance
 * decides (VPC User Guide, Middlebox routing).
 */
export function throughAppliance(routing: Routing): Way {
  const { facts, routed } = routing;
  if (routed.route.target === "other") {
    const component = { type: "AWS::EC2::Route", id: routed.route.id };
    return nowhere(
      routing,
      routePasses(routing, routed.route.id),
      opaque(routing, component, `what lies behind ${routed.route.id} is not read here`),
    );
  }
  const id = text(routed.route.data, "NetworkInterfaceId");
  const kind =
    id === ""
      ? {
          ...targetKinds.interface,
          type: "AWS::EC2::Instance",
          operation: "DescribeInstances",
          list: "/Reservations",
          member: "InstanceId",
        }
      : targetKinds.interface;
  const found = targetOrStep(
    { ...routing, routed: { ...routed, route: { ...routed.route, id: id === "" ? routed.route.id : id } } },
    kind,
    stage,
  );
  if ("step" in found) return nowhere(routing, found.step);
  const device = found.target;
  const instance = facts.get(
    "AWS::EC2::Instance",
    text(device.data["Attachment"], "InstanceId") || device.id,
  );
  const state = text(instance?.data["State"], "Name");
  if (instance && state !== "running" && state !== "") {
    return nowhere(
      routing,
      gatewayBroken(
        routing,
        instance,
        stage,
        "state",
        `${routed.route.destination} leads to it, and it is ${state}`,
        [facts.cite(instance, "/State")],
      ),
    );
  }
  if (device.data["SourceDestCheck"] === true) {
    const why = `${routed.route.destination} leads to it, but its source/destination check is on, so it forwards nothing`;
    return nowhere(
      routing,
      gatewayBroken(routing, device, stage, "state", why, [facts.cite(device, "/SourceDestCheck")]),
    );
  }
  return nowhere(
    routing,
    routePasses(routing, device.id),
    opaque(
      routing,
      device,
      "an appliance decides there, and what it forwards stands in no configuration of the account",
    ),
  );
}
