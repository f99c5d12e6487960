import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { objects, strings, text } from "../../facts/reader.ts";

const type = "AWS::ElasticLoadBalancingV2::LoadBalancer";

/** A load balancer without any registered target serves nobody and is paid for by the hour (Trusted Advisor, "Idle load balancers"). */
export const idleLoadBalancers: Check = {
  id: "elbv2.idle-load-balancers",
  title: "load balancers without targets",
  run: ({ facts, question }) => {
    if (!/load ?balancers?|\balbs?\b|\bnlbs?\b|\belbs?\b/i.test(question.text)) return { kind: "apart" };
    if (
      !/idle|unused|not used|orphan|wast|paying|cost|nobody|without (?:targets?|traffic)|empty|clean ?up|need/i.test(
        question.text,
      ) ||
      !["cost", "exposure"].some((one) => question.symptoms?.[0] === one)
    )
      return { kind: "apart" };
    const read = facts.read("elbv2", "DescribeLoadBalancers");
    const groups = facts.read("elbv2", "DescribeTargetGroups");
    if (!read || !groups)
      return {
        kind: "needs",
        probes: [
          { probe: "elbv2/load-balancers", variables: {}, reason: "load balancers and their targets" },
        ],
      };
    if (!read.complete || !groups.complete)
      return { kind: "gap", gaps: ["the list of load balancers or target groups is not complete"] };
    const idle = facts.all(type).flatMap((balancer) => {
      const own = facts
        .all("AWS::ElasticLoadBalancingV2::TargetGroup")
        .filter((group) => strings(group.data, "LoadBalancerArns").includes(balancer.id));
      const healths = own.flatMap(
        (group) => facts.get("AWS::ElasticLoadBalancingV2::TargetHealth", group.id) ?? [],
      );
      if (
        healths.length < own.length ||
        healths.some((health) => objects(health.data, "TargetHealthDescriptions").length > 0)
      )
        return [];
      // A listener may redirect or answer by itself: then it needs no target.
      const fixed = facts
        .all("AWS::ElasticLoadBalancingV2::Listener")
        .some(
          (one) =>
            text(one.data, "LoadBalancerArn") === balancer.id &&
            objects(one.data, "DefaultActions").some((action) => text(action, "Type") !== "forward"),
        );
      return fixed ? [] : [{ balancer, healths }];
    });
    if (idle.length === 0)
      return {
        kind: "fine",
        text: "every load balancer has targets",
        evidence: facts.citeAbsence(read, "/LoadBalancers", "[].LoadBalancerName"),
      };
    return {
      kind: "fault",
      faults: idle.map(({ balancer, healths }) =>
        blame(balancer, {
          property: "Targets",
          observed: "no registered target",
          expected: "targets, or no load balancer",
          title: `Load balancer ${balancer.name} is idle: it has no registered target`,
          explanation: `Load balancer ${balancer.name} has no registered target in any target group: it serves nobody, is idle, and is paid for by the hour.`,
          evidence: [
            facts.cite(balancer),
            ...healths.map((health) => facts.cite(health)),
            ...facts.citeAbsence(
              groups,
              "/TargetGroups",
              `[?contains(LoadBalancerArns, '${balancer.id}')].TargetGroupName`,
            ),
          ],
          severity: "medium",
          pillars: ["cost optimization"],
          change: {
            summary: `Delete ${balancer.name}`,
            commands: [["aws", "elbv2", "delete-load-balancer", "--load-balancer-arn", balancer.id]],
            risk: "Its DNS name is lost: see that no record points to it.",
            rollback: "create the load balancer and its listeners again",
            edits: [{ op: "delete", type, id: balancer.id }],
          },
        }),
      ),
    };
  },
};

export const checks: readonly Check[] = [idleLoadBalancers];
