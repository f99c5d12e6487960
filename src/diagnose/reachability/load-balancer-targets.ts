import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import type { Endpoint } from "./endpoint.ts";
import { judgeEnds } from "./judge-ends.ts";
import type { Verdict } from "./judge-ends.ts";
import { completeRead, missingRead } from "./known.ts";
import { locateEndpoint } from "./locate-endpoint.ts";
import { blocks, passes, stages, unknown } from "./step.ts";
import type { Cause, Step } from "./step.ts";
import type { Packet, Protocol } from "./traffic.ts";

export interface Onward {
  readonly facts: Facts;
  readonly balancer: Endpoint;
  /** The client, whose address a Network Load Balancer may preserve. */
  readonly from: Endpoint;
  readonly request: Packet;
}

/** From a load balancer to what stands behind its listener. Health does not matter, the network in between does. */
export function targetSteps({ facts, balancer, from, request }: Onward): Verdict {
  const resource = balancer.resource;
  if (!resource) return { steps: [], reachable: "unknown", missing: [] };
  if (resource.type === "AWS::ElasticLoadBalancing::LoadBalancer")
    return classicTargets(facts, balancer, resource, request);
  const listener = facts
    .all("AWS::ElasticLoadBalancingV2::Listener")
    .find(
      (one) => text(one.data, "LoadBalancerArn") === resource.id && one.data["Port"] === request.ports.from,
    );
  if (!listener) return { steps: [], reachable: "yes", missing: [] };
  const arns = forwardsTo(facts, listener);
  if (arns.length === 0)
    return {
      steps: [
        passes({
          component: listener,
          direction: "in",
          stage: stages.targets,
          why: "it answers by itself",
          evidence: [facts.cite(listener, "/DefaultActions")],
        }),
      ],
      reachable: "yes",
      missing: [],
    };
  return among(arns.map((arn) => groupVerdict({ facts, balancer, from, request }, arn)));
}

function noTargets({ places }: Endpoint): Cause {
  const [place] = places;
  return place ? { kind: "subject", problem: "no-targets", place, pointer: "" } : { kind: "other" };
}

/** Target groups that the listener and its rules forward to; one of weight 0 gets nothing (Application Load Balancer Guide, Forward actions). */
export function forwardsTo(facts: Facts, listener: Resource): readonly string[] {
  const rules = facts
    .all("AWS::ElasticLoadBalancingV2::ListenerRule")
    .filter((rule) => rule.id.startsWith(listener.id.replace(":listener/", ":listener-rule/")));
  const actions = [
    ...objects(listener.data, "DefaultActions"),
    ...rules.flatMap((rule) => objects(rule.data, "Actions")),
  ];
  const arns = actions.flatMap((action) => [
    objects(action["ForwardConfig"], "TargetGroups").length > 0 ? "" : text(action, "TargetGroupArn"),
    ...objects(action["ForwardConfig"], "TargetGroups")
      .filter((group) => group["Weight"] !== 0)
      .map((group) => text(group, "TargetGroupArn")),
  ]);
  return [...new Set(arns.filter((arn) => arn !== ""))];
}

function groupVerdict(onward: Onward, arn: string): Verdict {
  const { facts, balancer, request } = onward;
  const group = facts.get("AWS::ElasticLoadBalancingV2::TargetGroup", arn);
  const component = group ?? { type: "AWS::ElasticLoadBalancingV2::TargetGroup", id: arn };
  const input = { component, direction: "in" as const, stage: stages.targets };
  const read = completeRead(facts, "DescribeTargetHealth", "elbv2", { TargetGroupArn: arn });
  if (!group || !read)
    return verdict([
      unknown(
        { ...input, why: "its targets are not known", evidence: [] },
        missingRead(facts, "DescribeTargetHealth", "elbv2", { TargetGroupArn: arn }),
      ),
    ]);
  const targets = read.pages.flatMap(({ response }) =>
    objects(response, "TargetHealthDescriptions").map((one) =>
      isObject(one["Target"]) ? one["Target"] : {},
    ),
  );
  if (targets.length === 0) {
    const step = blocks(
      {
        ...input,
        why: "no target is registered in it",
        evidence: facts.citeAbsence(read, "/TargetHealthDescriptions", "[].Target"),
      },
      noTargets(balancer),
    );
    return verdict([step]);
  }
  const kind = text(group.data, "TargetType");
  const here = passes({
    ...input,
    why: `it has ${targets.length} registered target(s)`,
    evidence: [facts.cite(group, "/TargetType")],
  });
  if (kind === "lambda") return verdict([here]);
  const verdicts = targets.map((target) =>
    targetVerdict(
      onward,
      group,
      text(target, "Id"),
      typeof target["Port"] === "number" ? target["Port"] : Number(group.data["Port"] ?? request.ports.from),
    ),
  );
  const all = among(verdicts);
  return { ...all, steps: [here, ...all.steps] };
}

function targetVerdict(
  { facts, balancer, from, request }: Onward,
  group: Resource,
  id: string,
  port: number,
): Verdict {
  const located = locateEndpoint(facts, id, { near: balancer });
  if (located.kind !== "found")
    return verdict([
      unknown(
        {
          component: group,
          direction: "in",
          stage: stages.targets,
          why: `target ${id} was not found`,
          evidence: [],
        },
        { key: id, why: "the target was not found" },
      ),
    ]);
  const protocol: Protocol =
    text(group.data, "Protocol") === "UDP" ||
    (request.protocol === "udp" && text(group.data, "Protocol") === "TCP_UDP")
      ? "udp"
      : "tcp";
  const kind = text(group.data, "TargetType");
  if (kind === "alb")
    return judgeEnds({ facts, from: balancer, to: located.endpoint, protocol, port, through: true });
  const type = text(balancer.resource?.data, "Type");
  const sender =
    type === "network" && keepsClient(facts, group, kind, protocol) ? clientSeen(balancer, from) : balancer;
  const { steps, reachable, missing } = judgeEnds({
    facts,
    from: sender,
    to: located.endpoint,
    protocol,
    port,
    through: false,
  });
  return {
    reachable,
    missing,
    steps: steps.map((step) => ({ ...step, stage: stages.targets + 1 + step.stage })),
  };
}

/** Instance targets and UDP see the client's address unless the attribute says otherwise (Network Load Balancer Guide, Client IP preservation). */
function keepsClient(facts: Facts, group: Resource, kind: string, protocol: Protocol): boolean {
  const attributes = facts.get("AWS::ElasticLoadBalancingV2::TargetGroupAttributes", group.id);
  const told = objects(attributes?.data, "Attributes").find(
    (one) => text(one, "Key") === "preserve_client_ip.enabled",
  );
  if (told) return text(told, "Value") === "true";
  return kind === "instance" || protocol === "udp";
}

/** The target sees the client's addresses but the packets come from, and go back to, the load balancer's subnets: routes need nothing else. */
function clientSeen(balancer: Endpoint, from: Endpoint): Endpoint {
  const [client] = from.places;
  if (!client) return balancer;
  const places = balancer.places.map((place) => {
    const { groups: _, groupsUnread: __, ...rest } = place;
    return {
      ...rest,
      addresses: client.addresses,
      routedAs: place.addresses,
      all: client.all,
      client: client.client,
      ...(client.groups && { groups: client.groups }),
    };
  });
  return { ...balancer, places };
}

function classicTargets(facts: Facts, balancer: Endpoint, resource: Resource, request: Packet): Verdict {
  const listener = objects(resource.data, "ListenerDescriptions")
    .map((one) => one["Listener"])
    .find((one) => isObject(one) && one["LoadBalancerPort"] === request.ports.from);
  const port = isObject(listener) ? listener["InstancePort"] : undefined;
  if (typeof port !== "number") return { steps: [], reachable: "yes", missing: [] };
  const ids = objects(resource.data, "Instances").map((one) => text(one, "InstanceId"));
  if (ids.length === 0)
    return verdict([
      blocks(
        {
          component: resource,
          direction: "in",
          stage: stages.targets,
          why: "no instance is registered with it",
          evidence: [facts.cite(resource, "/Instances")],
        },
        noTargets(balancer),
      ),
    ]);
  return among(
    ids.map((id) => {
      const located = locateEndpoint(facts, id, { near: balancer });
      if (located.kind !== "found")
        return verdict([
          unknown(
            {
              component: resource,
              direction: "in",
              stage: stages.targets,
              why: `instance ${id} was not found`,
              evidence: [],
            },
            { key: id, why: "not found" },
          ),
        ]);
      const judged = judgeEnds({
        facts,
        from: balancer,
        to: located.endpoint,
        protocol: "tcp",
        port,
        through: false,
      });
      return {
        ...judged,
        steps: judged.steps.map((step) => ({ ...step, stage: stages.targets + 1 + step.stage })),
      };
    }),
  );
}

function verdict(steps: readonly Step[]): Verdict {
  const blocked = steps.some((step) => step.hop.verdict === "blocks");
  const open = steps.some((step) => step.hop.verdict === "unknown");
  return { steps, reachable: blocked ? "no" : open ? "unknown" : "yes", missing: [] };
}

/** Any of them may be chosen: only unanimity decides. */
function among(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  const missing: readonly Missing[] = verdicts.flatMap((one) => one.missing);
  const same = first !== undefined && verdicts.every((one) => one.reachable === first.reachable);
  return {
    steps: verdicts.flatMap((one) => one.steps),
    reachable: same ? first.reachable : "unknown",
    missing,
  };
}
