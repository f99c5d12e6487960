import type { Chance } from "./chance.ts";
import type { Theme } from "./generate-network.ts";
import type { Subnet, Transit, TransitAttachment, TransitRoute, Vpc } from "./network.ts";

/** A transit gateway between two VPCs, with one route table or one for each. */
export function generateTransit(chance: Chance, theme: Theme, vpcs: readonly Vpc[]): Transit {
  const isShared = chance.is(0.5);
  const attachments = vpcs.map((vpc, index): TransitAttachment => ({
    id: `tgw-attach-0a${index}`,
    vpc: vpc.id,
    state: chance.is(theme.sound) ? "available" : chance.pick("pendingAcceptance", "failed"),
    subnets: [`subnet-0a${index}8`, ...chance.some(theme.sound, `subnet-0a${index}9`)],
    ...(chance.is(theme.sound) && { table: `tgw-rtb-0a${isShared ? 0 : index}` }),
  }));
  const tables = (isShared ? [0] : [0, 1]).map((n) => ({
    id: `tgw-rtb-0a${n}`,
    routes: vpcs
      .flatMap((_, index) => routesTo(chance, theme, index))
      .filter((route, at, all) => all.findIndex((one) => one.cidr === route.cidr) === at),
  }));
  return {
    id: "tgw-0a",
    state: chance.is(0.5 + theme.sound / 2) ? "available" : "deleting",
    attachments,
    tables,
  };
}

function routesTo(chance: Chance, theme: Theme, index: number): readonly TransitRoute[] {
  const right = { attachment: `tgw-attach-0a${index}` };
  const wrong = chance.pick({}, { attachment: `tgw-attach-0a${1 - index}` });
  const whole: TransitRoute = {
    cidr: `10.${index}.0.0/16`,
    type: chance.pick("static", "propagated"),
    ...right,
  };
  const six: TransitRoute = {
    cidr: `2600:1f00:0:${index === 0 ? "" : index}a00::/56`,
    type: "propagated",
    ...right,
  };
  const exception: TransitRoute = {
    cidr: chance.pick(`10.${index}.1.0/24`, `10.${index}.2.0/23`, `10.${index}.0.0/17`),
    type: "static",
    ...wrong,
  };
  return [
    ...chance.some((1 - theme.sound) * 0.5, exception),
    ...chance.some(theme.sound, whole),
    ...(theme.hasIpv6 ? chance.some(theme.sound, six) : []),
  ];
}

/** The subnets in which the gateway's interfaces stand, one in each zone; both of a VPC have one ACL. */
export function doors(chance: Chance, vpcs: readonly Vpc[]): readonly Subnet[] {
  return vpcs.flatMap((vpc, index) => {
    const acl = `acl-0a${index}${chance.pick(0, 1, 2)}`;
    return ["us-east-1a", "us-east-1b"].map((zone, n): Subnet => ({
      id: `subnet-0a${index}${8 + n}`,
      vpc: vpc.id,
      blocks: [`10.${index}.${101 + n}.0/24`],
      acl,
      zone,
    }));
  });
}
