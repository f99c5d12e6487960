import type { Facts, Resource } from "../../core/facts.ts";
import type { Json } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { blame } from "../../diagnose/blame.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../diagnose/check.ts";
import { forwardsTo } from "../../diagnose/reachability/load-balancer-targets.ts";
import { explainPath, pathProbes } from "../../diagnose/reachability/reachability.ts";

const groupType = "AWS::ElasticLoadBalancingV2::TargetGroup";
const balancerType = "AWS::ElasticLoadBalancingV2::LoadBalancer";

/** Why targets are unhealthy, from the reasons that the load balancer gives (ELB guides, Health check reason codes). */
export const targetHealth: Check = {
  id: "elbv2.target-health",
  title: "health of the targets behind the load balancer",
  run: (context) => {
    const { facts, subjects } = context;
    if (
      !subjects.some(
        ({ ref }) =>
          ref.type === groupType ||
          ref.type === balancerType ||
          ref.type === "AWS::EC2::Instance" ||
          (behind.has(ref.type) && concernsHealth(context)),
      )
    )
      return { kind: "apart" };
    if (
      facts.reads("elbv2", "DescribeTargetGroups").length === 0 ||
      (facts.reads("elbv2", "DescribeTargetHealth").length === 0 && facts.all(groupType).length > 0)
    ) {
      if (!subjects.some(({ ref }) => ref.type !== "AWS::EC2::Instance")) return { kind: "apart" };
      return {
        kind: "needs",
        probes: [
          {
            probe: "elbv2/load-balancers",
            variables: {},
            reason: "target groups and the health of their targets",
          },
        ],
      };
    }
    const groups = groupsOf(context);
    return groups.length === 0 ? { kind: "apart" } : judged(context, groups);
  },
};

/** Target groups that the question names, that stand behind a named load balancer or that a named instance is in. */
function groupsOf(context: CheckContext): readonly Resource[] {
  const { facts, subjects } = context;
  const found = subjects.flatMap(({ ref }) => {
    if (ref.type === groupType) return facts.get(groupType, ref.id) ?? [];
    if (ref.type === balancerType)
      return facts
        .all(groupType)
        .filter(
          (group) =>
            strings(group.data, "LoadBalancerArns").includes(ref.id) ||
            forwardedBy(facts, ref.id).includes(group.id),
        );
    if (ref.type === "AWS::EC2::Instance")
      return facts
        .all(groupType)
        .filter((group) => targetsOf(facts, group).some((one) => text(one["Target"], "Id") === ref.id));
    return behind.has(ref.type) && concernsHealth(context) ? servedGroups(context, ref.type, ref.id) : [];
  });
  return [...new Map(found.map((group) => [group.id, group])).values()];
}

/** What registers its own targets: their groups are read where the question speaks of health. */
const behind = new Set([
  "AWS::ECS::Service",
  "AWS::ECS::TaskDefinition",
  "AWS::AutoScaling::AutoScalingGroup",
]);

function concernsHealth({ question }: CheckContext): boolean {
  return (question.symptoms ?? []).slice(0, 3).includes("target-health");
}

/** The groups that a service or an Auto Scaling group registers with; where it names none, those that are called after it. */
function servedGroups({ facts }: CheckContext, type: string, id: string): readonly Resource[] {
  const own = facts.get(type, id);
  const services =
    type === "AWS::ECS::TaskDefinition"
      ? facts.linking(type, own?.id ?? id).filter((one) => one.type === "AWS::ECS::Service")
      : own
        ? [own]
        : [];
  const arns = services.flatMap((one) => [
    ...objects(one.data, "loadBalancers").map((each) => text(each, "targetGroupArn")),
    ...strings(one.data, "TargetGroupARNs"),
  ]);
  const linked = arns.flatMap((arn) => facts.get(groupType, arn) ?? []);
  const name = (own?.name ?? id).toLowerCase().split(":")[0] ?? "";
  return linked.length > 0
    ? linked
    : facts.all(groupType).filter((group) =>
        (group.name ?? "")
          .toLowerCase()
          .split(/[-_]tg$|^tg[-_]/)
          .includes(name),
      );
}

function forwardedBy(facts: Facts, balancer: string): readonly string[] {
  return facts
    .all("AWS::ElasticLoadBalancingV2::Listener")
    .filter((one) => text(one.data, "LoadBalancerArn") === balancer)
    .flatMap((listener) => listener.links.filter((link) => link.type === groupType).map((link) => link.id));
}

/** A listener or rule forwards to it, with a weight that is not 0. Where no listener was read, its load balancer decides. */
function getsTraffic(facts: Facts, group: Resource): boolean {
  const balancers = strings(group.data, "LoadBalancerArns");
  const listeners = facts
    .all("AWS::ElasticLoadBalancingV2::Listener")
    .filter((one) => balancers.includes(text(one.data, "LoadBalancerArn")));
  if (listeners.length === 0) return balancers.length > 0;
  return listeners.some((listener) => forwardsTo(facts, listener).includes(group.id));
}

function targetsOf(facts: Facts, group: Resource) {
  return objects(
    facts.get("AWS::ElasticLoadBalancingV2::TargetHealth", group.id)?.data,
    "TargetHealthDescriptions",
  );
}

function judged(context: CheckContext, groups: readonly Resource[]): CheckResult {
  const { facts } = context;
  const unread = groups.filter((group) => !facts.get("AWS::ElasticLoadBalancingV2::TargetHealth", group.id));
  const gaps = unread.map(
    (group) =>
      `elbv2:DescribeTargetHealth of ${group.name ?? group.id} could not be read; allow it to see why targets are unhealthy`,
  );
  const sick = groups.filter((group) => targetsOf(facts, group).some(isUnhealthy));
  const probes = sick.length > 0 ? pathProbes(facts, { from: "internet", to: "internet" }) : [];
  if (probes.length > 0) return { kind: "needs", probes };
  const concerned = (context.question.symptoms ?? [])
    .slice(0, 2)
    .some((symptom) => symptom === "target-health" || symptom === "connectivity");
  const faults = groups.flatMap((group) => faultsOf(facts, group, concerned));
  const more = gaps.length > 0 && { gaps };
  if (faults.length > 0) return { kind: "fault", faults, ...more };
  const healths = groups.flatMap(
    (group) => facts.get("AWS::ElasticLoadBalancingV2::TargetHealth", group.id) ?? [],
  );
  if (healths.length === 0) return { kind: "gap", gaps };
  return {
    kind: "fine",
    text: `no target of ${groups.map((group) => group.name ?? group.id).join(", ")} is unhealthy`,
    evidence: healths.map((health) => facts.cite(health)),
    ...more,
  };
}

function isUnhealthy(description: Json): boolean {
  const state = isObject(description) ? text(description["TargetHealth"], "State") : "";
  return state === "unhealthy" || state === "unhealthy.draining";
}

function faultsOf(facts: Facts, group: Resource, concerned: boolean): readonly Fault[] {
  const health = facts.get("AWS::ElasticLoadBalancingV2::TargetHealth", group.id);
  if (!health) return [];
  const descriptions = objects(health.data, "TargetHealthDescriptions");
  if (descriptions.length === 0 && getsTraffic(facts, group)) return [empty(facts, group, health, concerned)];
  const sick = descriptions.map((one, index) => ({ one, index })).filter(({ one }) => isUnhealthy(one));
  const byReason = Map.groupBy(sick, ({ one }) => text(one["TargetHealth"], "Reason"));
  return [...byReason].flatMap(([reason, targets]) => {
    const [first] = targets;
    if (!first) return [];
    const told: Told = {
      group,
      health,
      reason,
      description: text(first.one["TargetHealth"], "Description"),
      targets: targets.map(({ one }) => text(one["Target"], "Id")),
      pointer: `/TargetHealthDescriptions/${first.index}`,
      port: portOf(group, first.one),
    };
    return [faultOf(facts, told)];
  });
}

interface Told {
  readonly group: Resource;
  readonly health: Resource;
  readonly reason: string;
  readonly description: string;
  readonly targets: readonly string[];
  readonly pointer: string;
  /** The port that the health check asks. */
  readonly port: number | undefined;
}

function portOf(group: Resource, description: Json): number | undefined {
  const own = isObject(description) ? text(description, "HealthCheckPort") : "";
  const told = /^\d+$/.test(own) ? own : text(group.data, "HealthCheckPort");
  if (/^\d+$/.test(told)) return Number(told);
  const target =
    isObject(description) && isObject(description["Target"]) ? description["Target"]["Port"] : undefined;
  return typeof target === "number"
    ? target
    : typeof group.data["Port"] === "number"
      ? group.data["Port"]
      : undefined;
}

function empty(facts: Facts, group: Resource, health: Resource, concerned: boolean): Fault {
  const name = group.name ?? group.id;
  return blame(group, {
    property: "Targets",
    observed: "no registered target",
    expected: "at least one registered target",
    title: `Target group ${name} has no registered target`,
    explanation: `No target is registered in ${name}, so its load balancer answers 503.`,
    evidence: [facts.cite(health)],
    role: concerned ? "root" : "bystander",
  });
}

function faultOf(facts: Facts, told: Told): Fault {
  if (told.reason === "Target.ResponseCodeMismatch") return codeFault(facts, told);
  if (told.reason === "Target.Timeout" || told.reason === "Target.FailedHealthChecks")
    return networkFault(facts, told) ?? portFault(facts, told) ?? plainFault(facts, told);
  return plainFault(facts, told);
}

function evidence(facts: Facts, { group, health, pointer }: Told, ...members: readonly string[]) {
  return [
    facts.cite(health, pointer),
    ...members
      .filter((member) => group.data[member] !== undefined)
      .map((member) => facts.cite(group, `/${member}`)),
  ];
}

function codeFault(facts: Facts, told: Told): Fault {
  const { group, description, targets } = told;
  const path = text(group.data, "HealthCheckPath");
  const matcher = text(group.data["Matcher"], "HttpCode") || text(group.data["Matcher"], "GrpcCode");
  const code = /\[([\d, ]+)\]/.exec(description)?.[1] ?? "another code";
  const name = group.name ?? group.id;
  return blame(group, {
    property: "HealthCheckPath / Matcher",
    observed: `${path} answers ${code}, while the matcher accepts only ${matcher}`,
    expected: `a path that answers ${matcher}, or a matcher that accepts ${code}`,
    title: `Target group ${name}: health check path ${path} answers ${code}, while Matcher accepts only ${matcher}`,
    explanation: `HealthCheckPath ${path} of ${name} answers ${code} and Matcher accepts only ${matcher}: ${targets.length} target(s) are unhealthy with Target.ResponseCodeMismatch (${description}). They answer, so the network is not the fault.`,
    evidence: evidence(facts, told, "HealthCheckPath", "Matcher"),
    change: {
      summary: `Accept ${code} in the health check of ${name}, or choose a path that answers ${matcher}`,
      commands: [
        [
          "aws",
          "elbv2",
          "modify-target-group",
          "--target-group-arn",
          group.id,
          "--matcher",
          `HttpCode=${matcher},${code}`,
        ],
      ],
      risk: "A redirect or error page then counts as healthy: a path made for health checks is better.",
      rollback: shellCommand`aws elbv2 modify-target-group --target-group-arn ${group.id} --matcher HttpCode=${matcher}`,
      edits: [
        {
          op: "replace",
          type: group.type,
          id: group.id,
          path: "/Matcher/HttpCode",
          value: `${matcher},${code}`,
        },
      ],
    },
  });
}

/** The targets do not answer: does a packet from the load balancer arrive at the health check's port? */
function networkFault(facts: Facts, told: Told): Fault | undefined {
  const { group, targets, port } = told;
  const [balancer] = strings(group.data, "LoadBalancerArns");
  const [target] = targets;
  if (balancer === undefined || target === undefined || port === undefined) return undefined;
  const answer = explainPath(facts, { from: balancer, to: target, protocol: "tcp", port });
  const [block] = answer.reachable === "no" ? answer.blockedBy : [];
  const component = block && facts.get(block.component.type ?? "", block.component.id ?? "");
  if (!block || !component) return undefined;
  const name = group.name ?? group.id;
  const list =
    component.type === "AWS::EC2::SecurityGroup"
      ? block.direction === "out"
        ? "IpPermissionsEgress"
        : "IpPermissions"
      : component.type === "AWS::EC2::NetworkAcl"
        ? "Entries"
        : "State";
  const ports =
    component.type === "AWS::EC2::SecurityGroup"
      ? objects(component.data, list).map((rule) => rule["FromPort"] ?? "all")
      : block.why;
  return blame(component, {
    property: list,
    observed: ports,
    expected: `tcp/${port} ${block.direction === "out" ? "to the targets" : "from the load balancer"}`,
    title: `${component.name ?? component.id} (${component.id}) stops the health check of ${name} on tcp/${port}: ${block.why}`,
    explanation: `The health check of ${name} asks ${target} on tcp/${port} and times out, for ${component.id}: ${block.why}.`,
    evidence: [...evidence(facts, told, "HealthCheckPort", "Port"), ...block.evidence],
  });
}

/** The health check asks another port than the one that traffic goes to. */
function portFault(facts: Facts, told: Told): Fault | undefined {
  const { group, port, targets, description } = told;
  const traffic = group.data["Port"];
  const override = text(group.data, "HealthCheckPort");
  if (!/^\d+$/.test(override) || Number(override) === traffic || port === undefined) return undefined;
  const name = group.name ?? group.id;
  return blame(group, {
    property: "HealthCheckPort",
    observed: override,
    expected: `traffic-port (${JSON.stringify(traffic ?? null)})`,
    title: `Target group ${name}: the health check asks port ${override}, while targets serve on ${JSON.stringify(traffic ?? null)}`,
    explanation: `HealthCheckPort of ${name} is ${override}, while its targets are registered on port ${JSON.stringify(traffic ?? null)}; ${targets.length} target(s) do not answer there (${description}).`,
    evidence: evidence(facts, told, "HealthCheckPort", "Port"),
    standing: "supported",
  });
}

function plainFault(facts: Facts, told: Told): Fault {
  const { group, reason, description, targets } = told;
  const name = group.name ?? group.id;
  return blame(group, {
    property: "TargetHealth.Reason",
    observed: `${reason}: ${description}`,
    expected: "healthy",
    title: `${targets.length} target(s) of ${name} are unhealthy: ${reason} (${description})`,
    explanation: `Targets ${targets.join(", ")} of ${name} are unhealthy with ${reason}: ${description}. The network between load balancer and target lets the check through, so the target itself does not answer as it should.`,
    evidence: evidence(facts, told, "HealthCheckPath", "HealthCheckPort"),
    standing: "supported",
  });
}
