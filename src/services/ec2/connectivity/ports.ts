import type { Facts, Resource } from "../../../core/facts.ts";
import type { Question } from "../../../core/question.ts";
import { atPointer, isObject } from "../../../core/json/json.ts";
import type { JsonObject } from "../../../core/json/json.ts";
import { covers, isPublic, parseRange, publicIpv4 } from "../../../diagnose/reachability/address-range.ts";
import { objects, strings, text } from "../../../facts/reader.ts";

/** A few ports are enough to see what is wrong with a way. */
const most = 3;

/** The ports to try at a target: those that the question names, else those that the target itself shows. */
export function portsOf(
  facts: Facts,
  target: Resource,
  question: Pick<Question, "ports" | "symptoms">,
  fromInternet: boolean,
): readonly number[] {
  const own = portOfDatabase(target);
  if (own !== undefined) return [own];
  const asked = question.ports;
  if (target.type.startsWith("AWS::ElasticLoadBalancing"))
    return portsOfBalancer(listenerPorts(facts, target), question).slice(0, most);
  if (asked.length > 0) return asked.slice(0, most);
  if (target.type === "AWS::EC2::VPCEndpoint") return [443];
  const admitted = admittedPorts(facts, target, fromInternet);
  const meant = admitted.filter((port) => port !== 22 && port !== 3389);
  return (meant.length > 0 ? meant : admitted.length > 0 ? admitted : [443]).slice(0, most);
}

/** A port of the question that no listener has is a fault only where the question is about reaching it; otherwise it is the targets' port. */
function portsOfBalancer(
  listeners: readonly number[],
  { ports, symptoms }: Pick<Question, "ports" | "symptoms">,
): readonly number[] {
  const both = ports.filter((port) => listeners.includes(port));
  const [first] = ports;
  if (symptoms?.[0] === "connectivity" && first !== undefined && !listeners.includes(first)) return [first];
  return both.length > 0 ? both : listeners;
}

/** What a database, cache or file system listens on, by its own answer or, where that does not say, by its product. */
export function portOfDatabase(target: Resource): number | undefined {
  if (target.type.startsWith("AWS::EFS::")) return 2049;
  if (target.type.startsWith("AWS::ElastiCache::")) return portOfCache(target);
  if (!target.type.startsWith("AWS::RDS::")) return undefined;
  const port = atPointer(target.data, "/Endpoint/Port") ?? target.data["Port"];
  return typeof port === "number" ? port : undefined;
}

function portOfCache({ data }: Resource): number {
  const told = [
    atPointer(data, "/ConfigurationEndpoint/Port"),
    atPointer(data, "/CacheNodes/0/Endpoint/Port"),
    atPointer(data, "/NodeGroups/0/PrimaryEndpoint/Port"),
  ].find((port) => typeof port === "number" && port > 0);
  if (typeof told === "number") return told;
  return text(data, "Engine") === "memcached" ? 11_211 : 6379;
}

function listenerPorts(facts: Facts, target: Resource): readonly number[] {
  const classic = objects(target.data, "ListenerDescriptions").map((one) =>
    atPointer(one, "/Listener/LoadBalancerPort"),
  );
  const own = facts
    .all("AWS::ElasticLoadBalancingV2::Listener")
    .flatMap((one) => (text(one.data, "LoadBalancerArn") === target.id ? [one.data["Port"]] : []));
  return [...classic, ...own].filter((port) => typeof port === "number");
}

/** Single ports that the target's groups admit, from public addresses where the internet is the source. */
function admittedPorts(facts: Facts, target: Resource, fromInternet: boolean): readonly number[] {
  const ports = permissionsOf(facts, target).flatMap((permission) => {
    const from = permission["FromPort"];
    if (typeof from !== "number" || from !== permission["ToPort"] || from < 1) return [];
    return !fromInternet || publicSources(permission).length > 0 ? [from] : [];
  });
  return [...new Set(ports)];
}

function permissionsOf(facts: Facts, target: Resource): readonly JsonObject[] {
  return groupIdsOf(target).flatMap((id) =>
    objects(facts.get("AWS::EC2::SecurityGroup", id)?.data, "IpPermissions"),
  );
}

export function groupIdsOf(target: Resource): readonly string[] {
  const listed = [...objects(target.data, "SecurityGroups"), ...objects(target.data, "Groups")].map((group) =>
    text(group, "GroupId"),
  );
  const rds = objects(target.data, "VpcSecurityGroups").map((group) => text(group, "VpcSecurityGroupId"));
  return [
    ...listed,
    ...rds,
    ...strings(target.data, "SecurityGroups"),
    ...strings(target.data["VpcConfig"], "SecurityGroupIds"),
  ].filter((id) => id !== "");
}

function publicSources(permission: JsonObject): readonly string[] {
  return objects(permission, "IpRanges")
    .map((range) => text(range, "CidrIp"))
    .filter((cidr) => {
      const range = parseRange(cidr);
      return range !== undefined && (covers([range], publicIpv4) || isPublic([range]));
    });
}

/** Who on the internet is meant to reach a port: everyone, unless the target's groups admit only certain public ranges there. */
export function meantSource(facts: Facts, target: Resource, port: number): string {
  const sources = permissionsOf(facts, target)
    .filter((permission) => admits(permission, port))
    .flatMap(publicSources);
  const [first] = sources;
  return first === undefined || sources.includes("0.0.0.0/0") ? "internet" : first;
}

/** The groups of a machine admit some public address on the port: it is meant to be reached from outside. */
export function admitsPublic(facts: Facts, target: Resource, port: number): boolean {
  return permissionsOf(facts, target).some(
    (permission) => admits(permission, port) && publicSources(permission).length > 0,
  );
}

function admits(permission: JsonObject, port: number): boolean {
  if (text(permission, "IpProtocol") === "-1") return true;
  const { FromPort: from, ToPort: to } = permission;
  return typeof from === "number" && typeof to === "number" && from <= port && port <= to;
}

/** The port that a client's environment gives for its database: a variable called so, or a port in an address. */
export function configuredPort(
  client: Resource | undefined,
): { readonly variable: string; readonly port: number } | undefined {
  const variables = client && atPointer(client.data, "/Environment/Variables");
  if (!isObject(variables)) return undefined;
  const named = Object.entries(variables).flatMap(([variable, value]) => {
    if (typeof value !== "string") return [];
    if (/port$/i.test(variable) && /^\d{2,5}$/.test(value)) return [{ variable, port: Number(value) }];
    const inAddress = /^(?:[a-z+]+:\/\/)?(?:[^@/\s]*@)?[\w.-]+:(\d{2,5})(?:[/?]|$)/i.exec(value)?.[1];
    return inAddress === undefined ? [] : [{ variable, port: Number(inAddress) }];
  });
  return (
    named.find(({ variable }) => /db|database|pg|sql|postgres|rds|host|redis|cache/i.test(variable)) ??
    named[0]
  );
}
