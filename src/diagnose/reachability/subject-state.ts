import type { Facts, Resource } from "../../core/facts.ts";
import { objects, text } from "../../facts/reader.ts";
import { citeQuery, completeRead, missingRead } from "./known.ts";
import type { Place } from "./place.ts";
import { blocks, passes, stages, unknown } from "./step.ts";
import type { Step, SubjectProblem } from "./step.ts";
import { formatPacket } from "./traffic.ts";
import type { Packet } from "./traffic.ts";

interface State {
  readonly pointer: string;
  readonly text: string;
  readonly works: boolean;
}

/** The state in which a subject sends or answers nothing, by type. */
function stateOf(resource: Resource): State | undefined {
  const { data, type } = resource;
  if (type === "AWS::EC2::Instance")
    return worksWhen("/State", text(data["State"], "Name"), (state) => state === "running" || state === "");
  if (type === "AWS::EC2::NetworkInterface") {
    const loose =
      text(data, "Status") === "available" &&
      text(data, "InterfaceType") === "interface" &&
      data["RequesterManaged"] !== true &&
      data["Attachment"] === undefined;
    return { pointer: "/Status", text: loose ? "attached to nothing" : text(data, "Status"), works: !loose };
  }
  if (type === "AWS::ElasticLoadBalancingV2::LoadBalancer")
    return worksWhen(
      "/State",
      text(data["State"], "Code"),
      (state) => !["provisioning", "failed"].includes(state),
    );
  if (type === "AWS::RDS::DBInstance")
    return worksWhen(
      "/DBInstanceStatus",
      text(data, "DBInstanceStatus"),
      (status) => !deadDatabase.test(status),
    );
  if (type === "AWS::RDS::DBCluster")
    return worksWhen("/Status", text(data, "Status"), (status) => !deadDatabase.test(status));
  if (type === "AWS::EC2::VPCEndpoint")
    return worksWhen(
      "/State",
      text(data, "State"),
      (state) => /^(available|partial)$/i.test(state) || state === "",
    );
  if (type === "AWS::EC2::NatGateway")
    return worksWhen("/State", text(data, "State"), (state) => state === "available");
  if (type === "AWS::Lambda::Function")
    return worksWhen("/State", text(data, "State"), (state) => !["Failed", "Pending"].includes(state));
  return undefined;
}

const deadDatabase =
  /^(stopped|stopping|creating|deleting|failed|starting|incompatible-network|incompatible-restore|inaccessible-encryption-credentials.*)$/;

function worksWhen(pointer: string, value: string, works: (value: string) => boolean): State {
  return { pointer, text: value, works: works(value) };
}

/** The source must be able to send. */
export function sourceSteps(facts: Facts, place: Place): readonly Step[] {
  return stateSteps(facts, place, "out", stages.sourceSubject);
}

function stateSteps(facts: Facts, place: Place, direction: "out" | "in", stage: number): readonly Step[] {
  const subjects = [place.owner, attachedInstance(facts, place.owner)].flatMap((one) => one ?? []);
  return subjects.flatMap((subject) => {
    const state = stateOf(subject);
    if (!state) return [];
    if (state.text === "") return [];
    const input = {
      component: subject,
      direction,
      stage,
      why: `it is ${state.text}`,
      evidence: [facts.cite(subject, state.pointer)],
    };
    if (state.works) return [passes(input)];
    return [blocks(input, { kind: "subject", problem: "not-running", place, pointer: state.pointer })];
  });
}

function attachedInstance(facts: Facts, owner: Resource | undefined): Resource | undefined {
  if (owner?.type !== "AWS::EC2::NetworkInterface") return undefined;
  return facts.get("AWS::EC2::Instance", text(owner.data["Attachment"], "InstanceId"));
}

/** The destination must be up and take connections on the port. */
export function destinationSteps(facts: Facts, place: Place, request: Packet): readonly Step[] {
  const stage = stages.destinationSubject;
  const owner = place.owner;
  if (!owner) return [];
  const state = stateSteps(facts, place, "in", stage);
  const refuse = (
    problem: SubjectProblem,
    why: string,
    pointer: string,
    evidence = [facts.cite(owner, pointer)],
  ): Step =>
    blocks(
      { component: owner, direction: "in", stage, why, evidence },
      { kind: "subject", problem, place, pointer },
    );
  if (owner.type === "AWS::Lambda::Function")
    return [
      ...state,
      refuse(
        "takes-no-connections",
        "a function takes no connections at its network interfaces",
        "/FunctionName",
      ),
    ];
  if (owner.type.startsWith("AWS::ElasticLoadBalancing"))
    return [...state, ...listenerSteps(facts, place, owner, request)];
  if (owner.type.startsWith("AWS::RDS::") && request.protocol !== "icmp") {
    const pointer =
      owner.data["Endpoint"] !== undefined && typeof owner.data["Endpoint"] === "object"
        ? "/Endpoint/Port"
        : "/Port";
    const endpoint = owner.data["Endpoint"];
    const port =
      pointer === "/Port"
        ? owner.data["Port"]
        : typeof endpoint === "object" && endpoint !== null && "Port" in endpoint
          ? endpoint.Port
          : undefined;
    if (typeof port === "number" && (port !== request.ports.from || request.protocol !== "tcp"))
      return [
        ...state,
        refuse("other-port", `it listens on tcp/${port}, not on ${formatPacket(request)}`, pointer),
      ];
    if (typeof port === "number")
      return [
        ...state,
        passes({
          component: owner,
          direction: "in",
          stage,
          why: `it listens on tcp/${port}`,
          evidence: [facts.cite(owner, pointer)],
        }),
      ];
  }
  return state;
}

const transports: Readonly<Record<string, readonly string[]>> = {
  tcp: ["HTTP", "HTTPS", "TCP", "TLS", "SSL", "TCP_UDP"],
  udp: ["UDP", "TCP_UDP", "QUIC", "TCP_QUIC"],
};

/** A load balancer answers where it has a listener (ELB guides, Listeners). It answers no ping unless its group does, which is not told: left open. */
function listenerSteps(facts: Facts, place: Place, balancer: Resource, request: Packet): readonly Step[] {
  const stage = stages.destinationSubject;
  if (request.protocol === "icmp") return [];
  const known = transports[request.protocol] ?? [];
  const input = { component: balancer, direction: "in" as const, stage };
  const cause = { kind: "subject", problem: "no-listener", place, pointer: "" } as const;
  if (balancer.type === "AWS::ElasticLoadBalancing::LoadBalancer") {
    const has = objects(balancer.data, "ListenerDescriptions").some(
      (one) =>
        one["Listener"] !== undefined &&
        portOf(one["Listener"], "LoadBalancerPort") === request.ports.from &&
        known.includes("TCP") &&
        request.protocol === "tcp",
    );
    const evidence = [
      citeQuery(balancer, "/ListenerDescriptions", `[?Listener.LoadBalancerPort==\`${request.ports.from}\`]`),
    ];
    return has
      ? [passes({ ...input, why: `it has a listener on ${formatPacket(request)}`, evidence })]
      : [blocks({ ...input, why: `it has no listener on ${formatPacket(request)}`, evidence }, cause)];
  }
  const listeners = facts
    .all("AWS::ElasticLoadBalancingV2::Listener")
    .filter((one) => text(one.data, "LoadBalancerArn") === balancer.id);
  const listener = listeners.find(
    (one) => one.data["Port"] === request.ports.from && known.includes(text(one.data, "Protocol")),
  );
  if (listener)
    return [
      passes({
        ...input,
        why: `it has a listener on ${formatPacket(request)}`,
        evidence: [facts.cite(listener)],
      }),
    ];
  const read = completeRead(facts, "DescribeListeners", "elbv2", { LoadBalancerArn: balancer.id });
  if (!read)
    return [
      unknown(
        { ...input, why: "its listeners are not known", evidence: [] },
        missingRead(facts, "DescribeListeners", "elbv2", { LoadBalancerArn: balancer.id }),
      ),
    ];
  const evidence = facts.citeAbsence(read, "/Listeners", `[?Port==\`${request.ports.from}\`]`);
  return [blocks({ ...input, why: `it has no listener on ${formatPacket(request)}`, evidence }, cause)];
}

function portOf(value: Resource["data"][string] | undefined, member: string): number | undefined {
  if (typeof value !== "object" || value === null || !(member in value)) return undefined;
  const port = (value as Resource["data"])[member];
  return typeof port === "number" ? port : undefined;
}
