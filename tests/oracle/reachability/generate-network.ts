import { Chance } from "./chance.ts";
import { generateAcl, generateGroup } from "./generate-rules.ts";
import { doors, generateTransit } from "./generate-transit.ts";
import type {
  Attached,
  Instance,
  NatGateway,
  Network,
  Peering,
  PrefixList,
  Question,
  Route,
  Subnet,
  Table,
  Transit,
  Vpc,
} from "./network.ts";

export interface Asked {
  readonly network: Network;
  readonly questions: readonly Question[];
}

/** What the rules of one account are mostly about, so that they meet the question often. */
export interface Theme {
  readonly protocol: Question["protocol"];
  readonly port: number;
  readonly hasIpv6: boolean;
  /** How likely each thing is to be set up as it should. */
  readonly sound: number;
}

/** A small account and three questions about it. Roughly half of all questions are answered by yes. */
export function generateNetwork(seed: number): Asked {
  const chance = new Chance(seed);
  const theme: Theme = {
    protocol: chance.pick("tcp", "tcp", "tcp", "udp", "icmp"),
    port: chance.pick(22, 53, 443, 5432, 8080, 33000, 60999),
    hasIpv6: chance.is(0.35),
    sound: chance.pick(0.75, 0.9, 0.97, 1),
  };
  const vpcs = generateVpcs(chance, theme);
  const transit = vpcs.length > 1 && chance.is(0.4) ? generateTransit(chance, theme, vpcs) : undefined;
  const peerings = transit ? [] : generatePeerings(chance, theme, vpcs);
  const prefixLists = generateLists(chance, theme);
  const internetGateways = vpcs.map((vpc, index): Attached => ({
    id: `igw-0a${index}`,
    ...(chance.is(theme.sound) && { vpc: vpc.id }),
  }));
  const egressOnlyGateways = theme.hasIpv6
    ? vpcs.map((vpc, index): Attached => ({
        id: `eigw-0a${index}`,
        ...(chance.is(theme.sound) && { vpc: vpc.id }),
      }))
    : [];
  const places = vpcs.flatMap((vpc, index) => generateSubnets(chance, theme, vpc, index));
  const natGateways = vpcs.map((vpc, index) => generateNat(chance, theme, vpc, index));
  const acls = vpcs.flatMap((vpc, index) =>
    [0, 1, 2].map((n) => generateAcl(chance, theme, { id: `acl-0a${index}${n}`, vpc: vpc.id })),
  );
  const tables = vpcs.flatMap((vpc, index) =>
    generateTables(chance, theme, { vpc, index, vpcs, peerings, prefixLists, ...(transit && { transit }) }),
  );
  const groups = vpcs.flatMap((vpc, index) =>
    [0, 1, 2].map((n) =>
      generateGroup(chance, theme, { id: `sg-0a${index}${n}`, vpc: vpc.id, vpcs, peerings, prefixLists }),
    ),
  );
  const instances = places.flatMap((subnet, index) => generateInstances(chance, theme, subnet, index));
  const network: Network = {
    ...(transit && { transit }),
    vpcs,
    subnets: [...places, ...(transit ? doors(chance, vpcs) : [])],
    instances,
    groups,
    acls,
    tables,
    internetGateways,
    egressOnlyGateways,
    natGateways: natGateways.filter((one) => one.state !== "deleted" || chance.is(0.5)),
    peerings: peerings.filter((one) => one.state !== "deleted" || chance.is(0.5)),
    prefixLists,
  };
  return { network, questions: [0, 1, 2].map(() => generateQuestion(chance, theme, network)) };
}

function generateVpcs(chance: Chance, theme: Theme): readonly Vpc[] {
  return (chance.is(0.6) ? [0, 1] : [0]).map((index) => ({
    id: `vpc-0a${index}`,
    blocks: [`10.${index}.0.0/16`, ...(theme.hasIpv6 ? [`${sixes(index)}00::/56`] : [])],
  }));
}

function generatePeerings(chance: Chance, theme: Theme, [first, second]: readonly Vpc[]): readonly Peering[] {
  if (!first || !second || chance.is(0.1)) return [];
  const [requester, accepter] = chance.is(0.5) ? [first.id, second.id] : [second.id, first.id];
  return [
    {
      id: "pcx-0a",
      requester,
      accepter,
      state: chance.is(theme.sound * 0.95)
        ? "active"
        : chance.pick("pending-acceptance", "pending-acceptance", "deleted"),
    },
  ];
}

function generateLists(chance: Chance, theme: Theme): readonly PrefixList[] {
  const four: PrefixList = {
    id: "pl-0a4",
    family: "IPv4",
    cidrs: chance.some(
      0.5,
      "10.0.0.0/15",
      "93.184.216.0/24",
      "93.184.216.0/25",
      "10.1.2.0/24",
      "0.0.0.0/1",
      "128.0.0.0/1",
    ),
  };
  const six: PrefixList = {
    id: "pl-0a6",
    family: "IPv6",
    cidrs: chance.some(0.6, "2a00:1450::/32", "2600:1f00::/24", "2a00:1450:4001::/48"),
  };
  return [four, ...(theme.hasIpv6 ? [six] : [])];
}

function generateSubnets(chance: Chance, theme: Theme, vpc: Vpc, index: number): readonly Subnet[] {
  const names = ["public", "private", "private2"].slice(0, chance.pick(2, 2, 3));
  return names.map((_, n) => ({
    id: `subnet-0a${index}${n}`,
    vpc: vpc.id,
    blocks: [`10.${index}.${n + 1}.0/24`, ...(theme.hasIpv6 ? [`${sixes(index)}0${n}::/64`] : [])],
    acl: `acl-0a${index}${chance.pick(0, 0, 1, 2)}`,
    zone: n === 0 || chance.is(0.6) ? "us-east-1a" : "us-east-1b",
    ...(chance.is(0.85) && { table: `rtb-0a${index}${n === 0 ? 1 : 2}` }),
  }));
}

function generateNat(chance: Chance, theme: Theme, vpc: Vpc, index: number): NatGateway {
  const subnet = chance.is(0.93) ? 0 : 1;
  return {
    id: `nat-0a${index}`,
    vpc: vpc.id,
    subnet: `subnet-0a${index}${subnet}`,
    address: `10.${index}.${subnet + 1}.250`,
    state: chance.is(theme.sound) ? "available" : chance.pick("deleted", "failed", "pending"),
    ...(chance.is(0.96) && { publicAddress: `52.10.${index}.250` }),
  };
}

interface Surroundings {
  readonly vpc: Vpc;
  readonly index: number;
  readonly vpcs: readonly Vpc[];
  readonly peerings: readonly Peering[];
  readonly prefixLists: readonly PrefixList[];
  readonly transit?: Transit;
}

/** The main table, one for the public subnet, one for the private ones. */
function generateTables(chance: Chance, theme: Theme, around: Surroundings): readonly Table[] {
  const { vpc, index } = around;
  const roles = chance.is(0.5) ? ["private", "public", "private"] : ["public", "public", "private"];
  return roles.map((role, n) => {
    const made = [
      ...defaults(chance, theme, index, role),
      ...toPeers(chance, theme, around),
      ...extras(chance, around),
    ];
    const locals = vpc.blocks.map((destination): Route => ({
      destination,
      target: "local",
      id: "local",
      state: "active",
    }));
    const routes = [...locals, ...made].filter(
      (route, at, all) => all.findIndex((other) => other.destination === route.destination) === at,
    );
    return {
      id: `rtb-0a${index}${n}`,
      vpc: vpc.id,
      main: n === 0,
      routes: chance.is(0.5) ? routes : routes.toReversed(),
    };
  });
}

function defaults(chance: Chance, theme: Theme, index: number, role: string): readonly Route[] {
  const isPublic = role === "public";
  const four =
    isPublic === chance.is(theme.sound)
      ? to("internet-gateway", `igw-0a${index}`)
      : to("nat", `nat-0a${index}`);
  const six =
    isPublic === chance.is(theme.sound)
      ? to("internet-gateway", `igw-0a${index}`)
      : to("egress-only", `eigw-0a${index}`);
  const halves = chance.is(0.08) ? ["0.0.0.0/1", "128.0.0.0/1"] : ["0.0.0.0/0"];
  return [
    ...halves.filter(() => chance.is(theme.sound)).map((destination) => ({ destination, ...four })),
    ...(theme.hasIpv6 && chance.is(theme.sound) ? [{ destination: "::/0", ...six }] : []),
  ];
}

function to(target: Route["target"], id: string): Omit<Route, "destination"> {
  return { target, id, state: "active" };
}

function toPeers(chance: Chance, theme: Theme, around: Surroundings): readonly Route[] {
  const { index, vpcs, peerings, transit } = around;
  const [peering] = peerings;
  const bridge = transit ?? peering;
  const other = vpcs.length > 1 ? 1 - index : undefined;
  if (!bridge || other === undefined) return [];
  const state = peering?.state === "deleted" ? "blackhole" : "active";
  const target = transit ? "transit" : "peering";
  const four = chance.is(theme.sound)
    ? chance.pick(`10.${other}.0.0/16`, `10.${other}.0.0/16`, "10.0.0.0/8")
    : chance.pick(`10.${other}.1.0/24`, `10.${other}.2.0/23`, ...foreignLists(around));
  const six = chance.is(theme.sound) ? `${sixes(other)}00::/56` : `${sixes(other)}01::/64`;
  const wanted = chance.is(theme.sound)
    ? [four, ...(vpcs.some((vpc) => vpc.blocks.length > 1) ? [six] : [])]
    : [];
  return wanted.map((destination) => ({ destination, target, id: bridge.id, state }));
}

/** AWS takes no route to a peer that is more specific than the local one. */
function foreignLists({ index, prefixLists, transit }: Surroundings): readonly string[] {
  // A list may hold public blocks too; what a transit gateway does with those is another question.
  const lists = transit ? [] : prefixLists.filter((one) => one.family === "IPv4");
  return lists
    .filter((one) => !one.cidrs.some((cidr) => cidr.startsWith(`10.${index}.`) && cidr.endsWith("/24")))
    .map((one) => one.id);
}

/** Longer prefixes that lead elsewhere. */
function extras(chance: Chance, { index, peerings, prefixLists }: Surroundings): readonly Route[] {
  if (chance.is(0.75)) return [];
  const targets = [
    to("internet-gateway", `igw-0a${index}`),
    to("nat", `nat-0a${index}`),
    ...peerings.map((one) => to("peering", one.id)),
  ];
  const list = prefixLists[0]?.cidrs.some((cidr) => cidr.startsWith("10.")) ? [] : ["pl-0a4"];
  const destination = chance.pick(
    "93.184.216.0/24",
    "93.184.216.128/25",
    "93.184.0.0/16",
    "151.101.0.0/16",
    ...list,
  );
  return [{ destination, ...(targets[chance.below(targets.length)] ?? to("nat", `nat-0a${index}`)) }];
}

function generateInstances(chance: Chance, theme: Theme, subnet: Subnet, index: number): readonly Instance[] {
  const place = subnet.id.slice(-2);
  const isPublic = place.endsWith("0");
  return [0, 1]
    .filter((n) => n === 0 || chance.is(0.4))
    .map((n) => ({
      id: `i-0a${index}${n}`,
      card: `eni-0a${index}${n}`,
      subnet: subnet.id,
      vpc: subnet.vpc,
      groups: chance.is(0.7)
        ? [`sg-0a${place[0]}${chance.pick(0, 1)}`]
        : [`sg-0a${place[0]}0`, `sg-0a${place[0]}${chance.pick(1, 2)}`],
      address: `10.${place[0]}.${Number(place[1]) + 1}.${chance.pick(4, 10, 126, 128, 200) + n}`,
      ...(theme.hasIpv6 && { address6: `${sixes(Number(place[0]))}0${place[1]}::1${index}${n}` }),
      ...(isPublic === chance.is(theme.sound) && { publicAddress: `52.10.${index + 10}.${n + 4}` }),
      running: chance.is(0.5 + theme.sound / 2),
    }));
}

function generateQuestion(chance: Chance, theme: Theme, network: Network): Question {
  const [first] = network.instances;
  const from = network.instances[chance.below(network.instances.length)] ?? first;
  const others = network.instances.filter((one) => one !== from);
  const to = others[chance.below(others.length)] ?? from;
  const protocol = chance.is(0.9) ? theme.protocol : chance.pick("tcp", "udp", "icmp");
  const port = chance.is(0.9) ? theme.port : chance.pick(theme.port - 1, theme.port + 1, 80);
  const traffic = { protocol, ...(protocol !== "icmp" && { port }) };
  if (!from || !to) return { from: "internet", to: "internet", ...traffic };
  const inside = (one: Instance): string => chance.pick(one.id, one.id, one.card);
  const isSix = theme.hasIpv6 && chance.is(0.6);
  const outside = isSix
    ? chance.pick("2a00:1450:4001::25", "2a00:1450::/32")
    : chance.pick("internet", "internet", "93.184.216.34", "93.184.216.200", "93.184.216.0/24", "8.8.8.8");
  if (chance.is(0.15)) return { ...generateRanges(chance, network, inside(from), inside(to)), ...traffic };
  const hasPublic = network.instances.filter((one) => one.publicAddress !== undefined);
  const server = chance.is(0.8) ? (hasPublic[chance.below(hasPublic.length)] ?? to) : to;
  if (from !== to && chance.is(0.4))
    return {
      from: inside(from),
      to: isSix && chance.is(0.5) ? (to.address6 ?? to.id) : inside(to),
      ...traffic,
    };
  return chance.is(0.5)
    ? { from: inside(from), to: outside, ...traffic }
    : { from: outside, to: inside(server), ...traffic };
}

/** Ends that are blocks of a subnet: all of its addresses, or one half. */
function generateRanges(
  chance: Chance,
  network: Network,
  from: string,
  to: string,
): Pick<Question, "from" | "to"> {
  const places = network.subnets.filter((one) =>
    network.instances.some((instance) => instance.subnet === one.id),
  );
  const block = (): string => {
    const [whole = "10.0.1.0/24"] = places[chance.below(places.length)]?.blocks ?? [];
    return chance.pick(whole, whole.replace("0/24", "0/25"), whole.replace("0/24", "128/25"));
  };
  return chance.pick({ from: block(), to }, { from, to: block() }, { from: block(), to: block() });
}

/** The first digits of a VPC's IPv6 block, to be followed by two more. */
function sixes(index: number): string {
  return `2600:1f00:0:${index === 0 ? "" : index}a`;
}
