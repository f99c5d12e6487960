import type { Facts, Resource } from "../../core/facts.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { linesOf } from "../../diagnose/logs/log-event.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { lookback } from "../../diagnose/window.ts";
import { objects, text } from "../../facts/reader.ts";
import { matchesPattern } from "./filter-pattern.ts";

const type = "AWS::Logs::MetricFilter";
const alarmType = "AWS::CloudWatch::Alarm";

/** A metric filter counts only what its pattern matches, letter by letter ("Filter pattern syntax"); its alarm sees nothing else. */
export const metricFilter: Check = {
  id: "logs.metric-filter",
  title: "patterns of the metric filters against the lines that were written",
  run: (context) => {
    const { facts, subjects } = context;
    const groups = subjects.flatMap(({ ref }) => (ref.type === "AWS::Logs::LogGroup" ? [ref.id] : []));
    const alarms = subjects
      .flatMap(({ ref }) => (ref.type === alarmType ? (facts.get(alarmType, ref.id) ?? []) : []))
      .filter((one) => text(one.data, "Namespace") !== "" && !text(one.data, "Namespace").startsWith("AWS/"));
    const about =
      alarms.length > 0 ||
      (groups.length > 0 && /metric|filter|alarm|count|pattern/i.test(context.question.text));
    if (!about) return { kind: "apart" };
    const span = lookback(context);
    if (
      facts.reads("logs", "DescribeMetricFilters").length === 0 ||
      filtersOf(context, groups, alarms).some((filter) =>
        facts
          .reads("logs", "FilterLogEvents")
          .every((read) => text(read.params, "logGroupName") !== text(filter.data, "logGroupName")),
      )
    )
      return {
        kind: "needs",
        probes: [
          {
            probe: "logs/filters",
            variables: { ...span },
            reason: "metric filters and the lines that they look at",
          },
        ],
      };
    const filters = filtersOf(context, groups, alarms);
    return filters.length === 0 ? { kind: "apart" } : combined(filters.map((filter) => judge(filter, facts)));
  },
};

/** The filters of the named groups, or those that feed a named alarm's metric. */
function filtersOf(
  { facts }: CheckContext,
  groups: readonly string[],
  alarms: readonly Resource[],
): readonly Resource[] {
  return facts
    .all(type)
    .filter(
      (filter) =>
        groups.includes(text(filter.data, "logGroupName")) ||
        objects(filter.data, "metricTransformations").some((one) =>
          alarms.some(
            (alarm) =>
              text(alarm.data, "MetricName") === text(one, "metricName") &&
              text(alarm.data, "Namespace") === text(one, "metricNamespace"),
          ),
        ),
    );
}

function judge(filter: Resource, facts: Facts): Judgement {
  const group = text(filter.data, "logGroupName");
  const pattern = text(filter.data, "filterPattern");
  const lines = linesOf(facts, group);
  const verdicts = lines.map((line) => ({ line, matches: matchesPattern(pattern, line.message) }));
  const name = filter.name ?? filter.id;
  if (verdicts.some(({ matches }) => matches === undefined))
    return { gaps: [`the pattern ${pattern} of metric filter ${name} is of a kind that is not judged here`] };
  if (verdicts.some(({ matches }) => matches))
    return {
      fine: `metric filter ${name} matches lines of ${group}`,
      evidence: [facts.cite(filter, "/filterPattern")],
    };
  const words = [...pattern.matchAll(/[A-Za-z]{3,}/g)]
    .map((match) => match[0].toLowerCase())
    .filter((word) => !["level", "message", "msg"].includes(word));
  const near = verdicts.find(({ line }) => words.some((word) => line.message.toLowerCase().includes(word)));
  if (!near) return {};
  return {
    faults: [
      blame(filter, {
        property: "filterPattern",
        observed: pattern,
        expected: `a pattern that matches "${near.line.message.slice(0, 100)}"`,
        title: `Metric filter ${name} of ${group} matches none of the lines: its filterPattern is ${pattern}`,
        explanation: `Metric filter ${name} of log group ${group} has filterPattern ${pattern}, which matches none of ${lines.length} lines; lines look like "${near.line.message.slice(0, 90)}". Patterns are case-sensitive, so its metric stays without data.`,
        evidence: [facts.cite(filter, "/filterPattern"), facts.cite(near.line.resource)],
        standing: "supported",
      }),
    ],
  };
}

export const checks: readonly Check[] = [metricFilter];
