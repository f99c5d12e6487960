import type { Facts, Resource } from "../core/facts.ts";
import { text } from "./reader.ts";

/** The VPC that a part of a network belongs to. */
export function networkOf({ type, id, data }: Resource): string | undefined {
  if (type === "AWS::EC2::VPC") return id;
  const vpc = text(data, "VpcId");
  return vpc === "" ? undefined : vpc;
}

/** VPCs elsewhere that a peering, or a transit gateway both are attached to, joins to a VPC of `own`. */
export function joinedNetworks(facts: Facts, own: (resource: Resource) => boolean): ReadonlySet<string> {
  const ours = new Set(
    facts
      .all("AWS::EC2::VPC")
      .filter(own)
      .map(({ id }) => id),
  );
  const peered = facts.all("AWS::EC2::VPCPeeringConnection").flatMap(({ data }) => {
    const ends = [text(data["RequesterVpcInfo"], "VpcId"), text(data["AccepterVpcInfo"], "VpcId")];
    return ends.some((end) => ours.has(end)) ? ends : [];
  });
  const attachments = facts.all("AWS::EC2::TransitGatewayVpcAttachment");
  const gateways = new Set(
    attachments.flatMap(({ data }) =>
      ours.has(text(data, "VpcId")) ? [text(data, "TransitGatewayId")] : [],
    ),
  );
  const attached = attachments.flatMap(({ data }) =>
    gateways.has(text(data, "TransitGatewayId")) ? [text(data, "VpcId")] : [],
  );
  return new Set([...peered, ...attached].filter((vpc) => vpc !== "" && !ours.has(vpc)));
}
