import type { Chance } from "./chance.ts";
import type { Theme } from "./generate-network.ts";
import type { Acl, AclRule, Group, GroupRule, Peer, Peering, PrefixList, Vpc } from "./network.ts";

const everywhere4 = "0.0.0.0/0";
const everywhere6 = "::/0";

interface GroupPlace {
  readonly id: string;
  readonly vpc: string;
  readonly vpcs: readonly Vpc[];
  readonly peerings: readonly Peering[];
  readonly prefixLists: readonly PrefixList[];
}

export function generateGroup(chance: Chance, theme: Theme, place: GroupPlace): Group {
  const all: GroupRule = { protocol: "-1", from: 0, to: 0, peers: everyone(theme) };
  const noise = () =>
    Array.from({ length: chance.pick(0, 0, 1, 2) }, () => groupRule(chance, theme, place, 0.5));
  const outbound = chance.is(0.75) ? [all] : [groupRule(chance, theme, place, theme.sound), ...noise()];
  const inbound = chance.is(0.1) ? [all] : [groupRule(chance, theme, place, theme.sound), ...noise()];
  return { id: place.id, vpc: place.vpc, inbound, outbound };
}

function everyone(theme: Theme): readonly Peer[] {
  return [everywhere4, ...(theme.hasIpv6 ? [everywhere6] : [])].map((cidr) => ({ kind: "cidr", cidr }));
}

function groupRule(chance: Chance, theme: Theme, place: GroupPlace, fitting: number): GroupRule {
  const peers = chance.is(fitting * 0.8) ? everyone(theme) : chance.some(0.35, ...candidates(theme, place));
  const protocol = chance.is(fitting) ? theme.protocol : chance.pick("tcp", "udp", "icmp", "-1");
  if (protocol === "-1") return { protocol, from: 0, to: 0, peers };
  if (protocol === "icmp") {
    const from = chance.is(fitting) ? -1 : chance.pick(8, 0, 3);
    const named = theme.hasIpv6 && chance.is(0.5) ? "icmpv6" : "icmp";
    return {
      protocol: named,
      from: named === "icmpv6" && from === 8 ? 128 : from,
      to: from === -1 ? -1 : chance.pick(-1, 0),
      peers,
    };
  }
  const [from, to] = ports(chance, theme.port, fitting);
  return { protocol, from, to, peers };
}

function candidates(theme: Theme, place: GroupPlace): readonly Peer[] {
  const cidrs = [
    "10.0.0.0/8",
    "10.0.1.0/24",
    "10.0.0.0/16",
    "10.1.0.0/16",
    "10.0.2.0/25",
    "10.1.1.128/25",
    "93.184.216.0/24",
    "93.184.216.0/25",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "8.8.8.8/32",
  ];
  const six = ["2600:1f00::/24", "2600:1f00:0:a00::/56", "2a00:1450::/32", "2a00:1450:4001::/48"];
  const near = [0, 1, 2].map((n): Peer => ({
    kind: "group",
    group: `${place.id.slice(0, -1)}${n}`,
    vpc: place.vpc,
  }));
  const [peering] = place.peerings;
  const far = place.vpcs
    .filter((vpc) => vpc.id !== place.vpc)
    .flatMap((vpc) =>
      [0, 1].map((n): Peer => ({
        kind: "group",
        group: `sg-0a${vpc.id.slice(-1)}${n}`,
        vpc: vpc.id,
        peering: peering?.id ?? "",
      })),
    );
  return [
    ...[...cidrs, ...(theme.hasIpv6 ? six : [])].map((cidr): Peer => ({ kind: "cidr", cidr })),
    ...near,
    ...(peering ? far : []),
    ...place.prefixLists.map((one): Peer => ({ kind: "list", list: one.id })),
  ];
}

function ports(chance: Chance, port: number, fitting: number): readonly [number, number] {
  if (!chance.is(fitting))
    return chance.pick([port + 1, 65535], [0, port - 1], [80, 80], [port - 1, port - 1]);
  return chance.pick(
    [port, port],
    [port, port],
    [port - 1, port],
    [port, port + 10],
    [0, 65535],
    [port - 20, port + 1],
  );
}

/** Half of the lists let everything through; the others are what an owner might write, sound or not, with exceptions before the rule. */
export function generateAcl(
  chance: Chance,
  theme: Theme,
  { id, vpc }: { readonly id: string; readonly vpc: string },
): Acl {
  const cidrs = [everywhere4, ...(theme.hasIpv6 ? [everywhere6] : [])];
  const base = [false, true].flatMap((egress) =>
    chance.is(0.6) ? openRules(cidrs, egress) : narrowRules(chance, theme, cidrs, egress),
  );
  const exceptions = chance.is(0.55)
    ? []
    : Array.from({ length: chance.pick(1, 1, 2, 3) }, (_, at) => exception(chance, theme, 10 + at * 7));
  return { id, vpc, rules: chance.is(0.5) ? [...base, ...exceptions] : [...exceptions, ...base] };
}

function openRules(cidrs: readonly string[], egress: boolean): readonly AclRule[] {
  return cidrs.map((cidr, at) => ({
    number: 100 + at,
    egress,
    allow: true,
    protocol: "-1",
    cidr,
    from: 0,
    to: 0,
  }));
}

function narrowRules(
  chance: Chance,
  theme: Theme,
  cidrs: readonly string[],
  egress: boolean,
): readonly AclRule[] {
  const ephemeral = chance.is(theme.sound)
    ? chance.pick([1024, 65535], [1024, 65535], [32768, 65535], [0, 65535])
    : chance.pick([32768, 60999], [32768, 60998], [32769, 65535], [49152, 65535], [1025, 65535]);
  const ranges = theme.protocol === "icmp" ? [[-1, -1]] : [ports(chance, theme.port, theme.sound), ephemeral];
  return cidrs.flatMap((cidr, family) =>
    ranges.map(([from = 0, to = 0], at) => ({
      number: 100 + family * 10 + at,
      egress,
      allow: true,
      protocol: protocolOf(theme.protocol, cidr),
      cidr,
      from,
      to,
    })),
  );
}

function protocolOf(protocol: Theme["protocol"], cidr: string): AclRule["protocol"] {
  if (protocol === "tcp") return "6";
  if (protocol === "udp") return "17";
  return cidr.includes(":") ? "58" : "1";
}

function exception(chance: Chance, theme: Theme, number: number): AclRule {
  const four = chance.pick(
    everywhere4,
    "10.0.0.0/8",
    "10.0.1.0/24",
    "10.1.0.0/16",
    "10.0.2.0/25",
    "10.1.2.0/24",
    "93.184.216.0/24",
    "93.184.216.0/25",
    "151.101.0.0/16",
    "10.0.1.128/25",
    "10.0.1.250/32",
  );
  const cidr =
    theme.hasIpv6 && chance.is(0.4)
      ? chance.pick(everywhere6, "2a00:1450::/32", "2600:1f00:0:a01::/64", "2a00:1450:4001::/48")
      : four;
  const protocol = chance.pick(
    protocolOf(theme.protocol, cidr),
    protocolOf(theme.protocol, cidr),
    "-1",
    "6",
    "17",
  );
  const isIcmp = protocol === "1" || protocol === "58";
  const type = chance.pick(-1, cidr.includes(":") ? 128 : 8, cidr.includes(":") ? 129 : 0, 3);
  const [from, to] = chance.pick(
    [theme.port, theme.port],
    [0, theme.port - 1],
    [theme.port + 1, 65535],
    [1024, 32767],
    [32768, 32768],
    [61000, 65535],
    [40000, 41000],
    [0, 65535],
  );
  return {
    number: number + chance.below(6),
    egress: chance.is(0.5),
    allow: chance.is(0.4),
    protocol,
    cidr,
    from: isIcmp ? type : (from ?? 0),
    to: isIcmp ? chance.pick(-1, -1, 0) : (to ?? 0),
  };
}
