import type { Facts, Read, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import type { Json } from "../../core/json/json.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext, Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest } from "../../diagnose/metrics/trend.ts";
import { related } from "../../diagnose/related.ts";
import type { Related } from "../../diagnose/related.ts";
import { combined, resourceCheck } from "../../diagnose/resource-check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import { strings, text } from "../../facts/reader.ts";
import { impossibleIn } from "./pattern.ts";

const type = "AWS::Events::Rule";

function ruleRead({ id, resource }: Related): Needed {
  const name = resource?.name ?? id.split("/").at(-1) ?? id;
  const bus =
    text(resource?.data, "EventBusName") || (id.includes("/") ? id.slice(0, id.lastIndexOf("/")) : "default");
  return {
    service: "events",
    operation: "DescribeRule",
    params: { Name: name },
    probe: {
      probe: "events/rule",
      variables: { rule_names: [name], event_bus: bus },
      reason: `state, pattern and targets of rule ${name}`,
    },
  };
}

/** A disabled rule neither matches nor runs its schedule. */
export const ruleState: Check = resourceCheck({
  id: "events.rule-state",
  title: "state of the rule",
  type,
  needed: ruleRead,
  judge: (rule, { facts }) => {
    const state = text(rule.data, "State");
    const schedule = text(rule.data, "ScheduleExpression");
    if (state !== "DISABLED")
      return { fine: `rule ${rule.id} is ${state}`, evidence: [facts.cite(rule, "/State")] };
    return {
      faults: [
        blame(rule, {
          property: "State",
          observed: state,
          expected: "ENABLED",
          title: `Rule ${rule.id} is DISABLED`,
          explanation: `EventBridge rule ${rule.id}${schedule === "" ? "" : ` (${schedule})`} has State DISABLED, so it ${schedule === "" ? "matches no event" : "does not run its schedule"} and invokes none of its targets.`,
          evidence: [
            facts.cite(rule, "/State"),
            ...(schedule === "" ? [] : [facts.cite(rule, "/ScheduleExpression")]),
          ],
          severity: "critical",
          change: {
            summary: `Enable rule ${rule.id}`,
            commands: [["aws", "events", "enable-rule", "--name", rule.name ?? rule.id]],
            risk: "The next scheduled run or matching event invokes the targets. Ask first whether somebody disabled it on purpose.",
            rollback: shellCommand`aws events disable-rule --name ${rule.name ?? rule.id}`,
            edits: [{ op: "replace", type, id: rule.id, path: "/State", value: "ENABLED" }],
          },
        }),
      ],
    };
  },
});

/** "Event patterns": matching is exact, character by character. */
export const rulePattern: Check = resourceCheck({
  id: "events.rule-pattern",
  title: "pattern of the rule against the values that events carry",
  type,
  needed: (one, context) => [
    ruleRead(one),
    metricsRead(context, {
      namespace: "AWS/Events",
      dimensions: { RuleName: one.resource?.name ?? one.id },
      metrics: ["MatchedEvents:Sum", "TriggeredRules:Sum", "FailedInvocations:Sum"],
    }),
  ],
  judge: (rule, { facts, question }) => {
    const pattern = parsed(rule.data["EventPattern"]);
    if (!isObject(pattern)) return {};
    const [impossible] = impossibleIn(pattern);
    const own = strings(pattern, "source").filter((source) => !source.startsWith("aws."));
    const matched = ["MatchedEvents", "TriggeredRules"].some(
      (metric) =>
        highest(
          seriesFor(facts, {
            namespace: "AWS/Events",
            metric,
            dimensions: { RuleName: rule.name ?? rule.id },
          })?.points ?? [],
        ) > 0,
    );
    // Values of one's own events stand in no schema: only a match shows that the pattern fits them.
    if (!impossible && own.length > 0 && !matched && question.symptoms?.[0] === "delivery")
      return {
        gaps: [
          `rule ${rule.id} wants source ${own.join(" or ")} and matched no event in the period; whether its producer sends exactly that, by case too, stands in no API: compare it with what the producer puts`,
        ],
      };
    if (!impossible)
      return {
        fine: `the pattern of ${rule.id} contains no value that its events cannot have`,
        evidence: [facts.cite(rule, "/EventPattern")],
      };
    const { path, says, means, values } = impossible;
    return {
      faults: [
        blame(rule, {
          property: `EventPattern ${path}`,
          observed: says,
          expected: means ?? `one of ${values.join(", ")}`,
          title: `The pattern of rule ${rule.id} wants ${path} "${says}", which no event has`,
          explanation: `Rule ${rule.id} has in its EventPattern ${path} "${says}". Matching is exact, by case too, and events carry ${means === undefined ? values.join(", ") : `"${means}"`} there: the rule can never match.`,
          evidence: [facts.cite(rule, "/EventPattern")],
          change: {
            summary: `Correct ${path} in the pattern of ${rule.id}`,
            commands:
              means === undefined
                ? []
                : [
                    [
                      "aws",
                      "events",
                      "put-rule",
                      "--name",
                      rule.name ?? rule.id,
                      "--event-pattern",
                      JSON.stringify(pattern).replaceAll(`"${says}"`, `"${means}"`),
                    ],
                  ],
            risk: "The targets are invoked from then on.",
            rollback: shellCommand`aws events put-rule --name ${rule.name ?? rule.id} --event-pattern ${JSON.stringify(pattern)}`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** A rule without targets does nothing. */
export const ruleTargets: Check = resourceCheck({
  id: "events.rule-targets",
  title: "targets of the rule",
  type,
  reach: 1,
  needed: ruleRead,
  judge: (rule, { facts }) => {
    const read = facts.read("events", "ListTargetsByRule", { Rule: rule.name ?? rule.id });
    if (!read || read.error || !read.complete) return {};
    const targets = facts.all("AWS::Events::Target").filter((target) => target.name === rule.id);
    const [first] = targets;
    const gone = targets.find((target) => missingTarget(target, facts));
    const refused = gone && missingTarget(gone, facts);
    if (gone && refused)
      return { faults: [goneFault(rule, gone, [facts.cite(gone, "/Arn"), ...facts.citeRefusal(refused)])] };
    if (first)
      return {
        fine: `rule ${rule.id} has ${targets.length} target${targets.length === 1 ? "" : "s"}`,
        evidence: [facts.cite(first, "/Arn")],
      };
    return {
      faults: [
        blame(rule, {
          property: "Targets",
          observed: [],
          expected: "at least one target",
          title: `Rule ${rule.id} has no target`,
          explanation: `EventBridge rule ${rule.id} has no Targets: it matches or runs its schedule, and nothing happens.`,
          evidence: facts.citeAbsence(read, "/Targets", "[].Arn"),
        }),
      ],
    };
  },
});

function missingTarget(target: Resource, facts: Facts): Read | undefined {
  const [link] = target.links.filter(({ kind }) => kind === "delivers-to");
  return link && missingRead(facts, link);
}

function goneFault(rule: Resource, target: Resource, evidence: readonly Evidence[]): Fault {
  const arn = text(target.data, "Arn");
  const name = arn.split(":").at(-1) ?? arn;
  return blame(rule, {
    property: `Targets.${text(target.data, "Id")}.Arn`,
    observed: arn,
    expected: "a target that exists",
    title: `The target ${name} of rule ${rule.id} does not exist`,
    explanation: `EventBridge rule ${rule.id} has target Arn ${arn}, but ${name} does not exist: what the rule sends there is lost (FailedInvocations).`,
    evidence,
    severity: "critical",
  });
}

/** The rules that invoke a function of the question are found by their target. */
export const rulesOfFunction: Check = {
  id: "events.rules-of-function",
  title: "rules that invoke the function",
  run: (context) => {
    const functions = related(context, "AWS::Lambda::Function", 0).flatMap(
      ({ resource }) => resource?.arn ?? [],
    );
    const unread = functions.filter(
      (arn) => !context.facts.read("events", "ListRuleNamesByTarget", { TargetArn: arn }),
    );
    if (unread.length === 0 || !asksForInvocations(context)) return { kind: "apart" };
    return combined(
      unread.map((arn) => ({
        probes: [
          { probe: "events/rule", variables: { target_arns: [arn] }, reason: `which rules invoke ${arn}` },
        ],
      })),
    );
  },
};

function asksForInvocations({ question, subjects }: CheckContext): boolean {
  return (
    /schedul|cron|night|daily|hourly|every|invok|trigger|event ?bridge|\brule\b|run\b|fire/i.test(
      spokenWords(question),
    ) && subjects.length > 0
  );
}

function parsed(pattern: Json | undefined): Json | undefined {
  if (typeof pattern !== "string") return pattern;
  try {
    const value: unknown = JSON.parse(pattern);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJsonObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Faults of EventBridge rules: off, unable to match, without a target. */
export const checks: readonly Check[] = [ruleState, rulePattern, ruleTargets, rulesOfFunction];
