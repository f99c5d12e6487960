import type { Facts, Resource } from "../../core/facts.ts";
import type { Question } from "../../core/question.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing } from "../../diagnose/metrics/trend.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { groupRead } from "./group-read.ts";

const type = "AWS::AutoScaling::AutoScalingGroup";
const policyType = "AWS::AutoScaling::ScalingPolicy";

/** Which way the question wants the group to go. */
function direction({ text: words }: Question): "out" | "in" | undefined {
  if (
    /scale[sd]?[ -]?(?:in|down)\b|scaling[ -](?:in|down)|shrinks?|too many|fewer|goes? (?:back )?down|smaller|at night/i.test(
      words,
    )
  )
    return "in";
  return /scale[sd]?[ -]?(?:out|up)\b|scaling|grow|overload|cpu|busy|hot\b|more instances|stuck/i.test(words)
    ? "out"
    : undefined;
}

/** A group grows by itself only where an enabled policy tells it to. */
export const scalingPolicies: Check = resourceCheck({
  id: "autoscaling.scaling-policies",
  title: "scaling policies of the group",
  type,
  reach: 0,
  needed: groupRead,
  judge: (group, { facts, question }) => judgePolicies(group, facts, question),
});

function judgePolicies(group: Resource, facts: Facts, question: Question): Judgement {
  const read = facts.read("autoscaling", "DescribePolicies", { AutoScalingGroupName: group.id });
  const policies = facts.all(policyType).filter((one) => one.id.startsWith(`${group.id}/`));
  const [least, desired, most] = ["MinSize", "DesiredCapacity", "MaxSize"].map((member) =>
    Number(group.data[member]),
  );
  if (least === undefined || desired === undefined || most === undefined) return {};
  if (direction(question) === "in" && desired <= least && least > 0)
    return { faults: [floor(group, facts, least)] };
  const cpu = seriesFor(facts, {
    namespace: "AWS/EC2",
    metric: "CPUUtilization",
    dimensions: { AutoScalingGroupName: group.id },
  });
  const hot = ongoing(cpu, (value) => value >= 70);
  const disabled = policies.filter((one) => one.data["Enabled"] === false);
  const wantsOut =
    direction(question) === "out" &&
    desired < most &&
    (hot !== undefined || (question.symptoms ?? [])[0] === "scaling");
  if (wantsOut && disabled[0] && disabled.length === policies.length)
    return { faults: [disabledPolicy(group, disabled[0], facts)] };
  if (wantsOut && policies.length === 0 && read?.complete === true && hot)
    return {
      faults: [
        blame(group, {
          property: "ScalingPolicies",
          observed: [],
          expected: "a scaling policy",
          title: `${group.id} has no scaling policy`,
          explanation: `Auto Scaling group ${group.id} has no scaling policy: nothing tells it to grow beyond its desired capacity ${desired} (MaxSize ${most}), though CPU is at ${Math.round(hot.worst)} %.`,
          evidence: [
            ...facts.citeAbsence(read, "/ScalingPolicies", "[].PolicyName"),
            facts.cite(group, "/DesiredCapacity"),
            ...citeSeries(facts, cpu),
          ],
        }),
      ],
    };
  return policies[0]
    ? {
        fine: `${group.id} has ${policies.length} scaling polic${policies.length === 1 ? "y" : "ies"}`,
        evidence: policies.slice(0, 3).map((one) => facts.cite(one)),
      }
    : {};
}

function floor(group: Resource, facts: Facts, least: number) {
  return blame(group, {
    property: "MinSize",
    observed: least,
    expected: "less than the desired capacity",
    title: `${group.id} is at its MinSize ${least} and cannot scale in`,
    explanation: `Auto Scaling group ${group.id} has MinSize ${least}, equal to its current desired capacity: it never scales in below that, whatever its load.`,
    evidence: [facts.cite(group, "/MinSize"), facts.cite(group, "/DesiredCapacity")],
  });
}

function disabledPolicy(group: Resource, policy: Resource, facts: Facts) {
  return blame(group, {
    property: `ScalingPolicy ${policy.name} Enabled`,
    observed: false,
    expected: true,
    title: `Scaling policy ${policy.name} of ${group.id} is disabled (Enabled false)`,
    explanation: `Auto Scaling group ${group.id} has scaling policy ${policy.name} with Enabled false, and no other: nothing scales it.`,
    evidence: [facts.cite(policy, "/Enabled")],
  });
}

/** With HealthCheckType EC2 a group replaces what the hypervisor calls broken, not what the load balancer does ("Health checks for instances in an Auto Scaling group"). */
export const healthCheckType: Check = resourceCheck({
  id: "autoscaling.health-check-type",
  title: "whose health checks the group listens to",
  type,
  needed: groupRead,
  judge: (group, { facts, question }) => {
    const behind = [...strings(group.data, "TargetGroupARNs"), ...strings(group.data, "LoadBalancerNames")];
    const kind = text(group.data, "HealthCheckType");
    const asked =
      /replac|unhealthy|terminat|dead|broken|stays|in service|keeps?/i.test(question.text) &&
      /unhealthy|health|dead|sick|broken/i.test(question.text);
    if (behind.length === 0 || kind === "") return {};
    if (kind !== "EC2")
      return {
        fine: `${group.id} listens to ${kind} health checks`,
        evidence: [facts.cite(group, "/HealthCheckType")],
      };
    const noticed = objects(group.data, "Instances").some((one) => text(one, "HealthStatus") === "Unhealthy");
    if (noticed) return {};
    return {
      faults: [
        blame(group, {
          property: "HealthCheckType",
          observed: "EC2",
          expected: "ELB",
          title: `${group.id} has HealthCheckType EC2, so it does not replace what its load balancer finds unhealthy`,
          explanation: `Auto Scaling group ${group.id} has HealthCheckType EC2 though it stands behind a load balancer: instances that fail the load balancer's health check stay Healthy to the group and are not replaced.`,
          evidence: [facts.cite(group, "/HealthCheckType"), facts.cite(group, "/TargetGroupARNs")],
          role: asked ? "root" : "bystander",
          change: {
            summary: `Let ${group.id} listen to the load balancer's health checks`,
            commands: [
              [
                "aws",
                "autoscaling",
                "update-auto-scaling-group",
                "--auto-scaling-group-name",
                group.id,
                "--health-check-type",
                "ELB",
                "--health-check-grace-period",
                String(Math.max(300, Number(group.data["HealthCheckGracePeriod"] ?? 300))),
              ],
            ],
            risk: "Unhealthy instances are replaced at once: a failing health check of all of them replaces the whole group again and again.",
            rollback: shellCommand`aws autoscaling update-auto-scaling-group --auto-scaling-group-name ${group.id} --health-check-type EC2`,
            edits: [{ op: "replace", type, id: group.id, path: "/HealthCheckType", value: "ELB" }],
          },
        }),
      ],
    };
  },
});

interface Template {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

function templateOf(group: Resource): Template | undefined {
  const mixed = group.data["MixedInstancesPolicy"];
  const own =
    isObject(mixed) && isObject(mixed["LaunchTemplate"])
      ? mixed["LaunchTemplate"]["LaunchTemplateSpecification"]
      : group.data["LaunchTemplate"];
  return isObject(own)
    ? {
        id: text(own, "LaunchTemplateId"),
        name: text(own, "LaunchTemplateName"),
        version: text(own, "Version"),
      }
    : undefined;
}

/** A group with a fixed version of its launch template does not follow new ones, and $Default follows only the default ("Launch templates"). */
export const templateVersion: Check = {
  id: "autoscaling.template-version",
  title: "version of the launch template that the group uses",
  run: (context) => {
    const { facts } = context;
    const groups = context.subjects
      .flatMap(({ ref }) => (ref.type === type ? (facts.get(type, ref.id) ?? []) : []))
      .filter((one) => templateOf(one));
    if (groups.length === 0 || !asksForVersion(context)) return { kind: "apart" };
    const read = facts.read("ec2", "DescribeLaunchTemplates");
    if (!read)
      return {
        kind: "needs",
        probes: [
          {
            probe: "ec2/inventory",
            variables: { kinds: ["launch-templates"] },
            reason: "newest and default versions of the launch templates",
          },
        ],
      };
    const judged = groups.flatMap((group): readonly Judgement[] => {
      const used = templateOf(group);
      const template =
        used &&
        facts.all("AWS::EC2::LaunchTemplate").find((one) => one.id === used.id || one.name === used.name);
      return used && template ? [judgeVersion(group, used, template, facts)] : [];
    });
    const faults = judged.flatMap((one) => one.faults ?? []);
    if (faults.length > 0) return { kind: "fault", faults };
    const [fine] = judged;
    return fine?.fine === undefined
      ? { kind: "apart" }
      : { kind: "fine", text: fine.fine, evidence: fine.evidence ?? [] };
  },
};

function asksForVersion({ question }: CheckContext): boolean {
  return /\bami\b|image|template|version|old|new|roll(?:ed|out)?|update|deploy|release|still/i.test(
    question.text,
  );
}

function judgeVersion(group: Resource, used: Template, template: Resource, facts: Facts): Judgement {
  const [latest, normal] = [
    Number(template.data["LatestVersionNumber"]),
    Number(template.data["DefaultVersionNumber"]),
  ];
  const version =
    used.version === "$Latest"
      ? latest
      : used.version === "$Default" || used.version === ""
        ? normal
        : Number(used.version);
  const name = template.name ?? template.id;
  const evidence = [
    facts.cite(group, "LaunchTemplate" in group.data ? "/LaunchTemplate" : "/MixedInstancesPolicy"),
    facts.cite(template, "/LatestVersionNumber"),
    facts.cite(template, "/DefaultVersionNumber"),
  ];
  const running = objects(group.data, "Instances").filter(
    (one) =>
      isObject(one["LaunchTemplate"]) &&
      text(one["LaunchTemplate"], "Version") !== "" &&
      Number(text(one["LaunchTemplate"], "Version")) < version,
  );
  if (version >= latest && running.length > 0)
    return {
      faults: [
        blame(group, {
          property: "Instances LaunchTemplate Version",
          observed: running.map(
            (one) =>
              `${text(one, "InstanceId")}: ${isObject(one["LaunchTemplate"]) ? text(one["LaunchTemplate"], "Version") : ""}`,
          ),
          expected: `version ${version}`,
          title: `${running.length} instance(s) of ${group.id} were launched from an older version of ${name} than ${version}`,
          explanation: `Auto Scaling group ${group.id} uses version ${version} of launch template ${name}, but ${running.length} of its instances were launched before it: a new version reaches only new instances, without an instance refresh.`,
          evidence: [...evidence, facts.cite(group, "/Instances")],
          change: {
            summary: `Replace the instances of ${group.id} step by step`,
            commands: [
              ["aws", "autoscaling", "start-instance-refresh", "--auto-scaling-group-name", group.id],
            ],
            risk: "Instances are replaced; at least 90 % stay in service by default.",
            rollback: shellCommand`aws autoscaling cancel-instance-refresh --auto-scaling-group-name ${group.id}`,
            edits: [],
          },
        }),
      ],
    };
  if (version >= latest)
    return { fine: `${group.id} uses version ${version} of ${name}, the newest`, evidence };
  const follows = used.version === "$Default" || used.version === "";
  return {
    faults: [
      blame(group, {
        property: "LaunchTemplate.Version",
        observed: follows ? `$Default (${normal})` : used.version,
        expected: `${latest} or $Latest`,
        title: `${group.id} uses version ${follows ? `$Default (${normal})` : version} of launch template ${name}, though ${latest} is the newest`,
        explanation: `Auto Scaling group ${group.id} has LaunchTemplate.Version ${follows ? "$Default" : used.version} of ${name}${follows ? `, whose DefaultVersionNumber is ${normal}` : ""}; version ${latest} was made later, so new instances start from the old one.`,
        evidence,
        change: {
          summary: `Let ${group.id} use version ${latest}`,
          commands: [
            [
              "aws",
              "autoscaling",
              "update-auto-scaling-group",
              "--auto-scaling-group-name",
              group.id,
              "--launch-template",
              `LaunchTemplateId=${template.id},Version=${latest}`,
            ],
          ],
          risk: "Only new instances get it; start an instance refresh for the others.",
          rollback: shellCommand`aws autoscaling update-auto-scaling-group --auto-scaling-group-name ${group.id} --launch-template LaunchTemplateId=${template.id},Version=${used.version || "$Default"}`,
          edits: [],
        },
      }),
    ],
  };
}

export const checks: readonly Check[] = [templateVersion, healthCheckType, scalingPolicies];
