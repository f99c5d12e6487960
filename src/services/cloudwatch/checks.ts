import type { Facts, Resource } from "../../core/facts.ts";
import type { Question } from "../../core/question.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import type { Series } from "../../diagnose/metrics/series.ts";
import { median } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { alarmRead } from "./alarm-read.ts";

const type = "AWS::CloudWatch::Alarm";

/** An alarm in ALARM notifies only with its actions enabled, with an action, and with somebody behind it. */
export const alarmActions: Check = resourceCheck({
  id: "cloudwatch.alarm-actions",
  title: "actions of the alarm and who gets them",
  type,
  reach: 0,
  needed: ({ id }, context) => alarmRead(id, context),
  judge: (alarm, { facts, question }) => judgeActions(alarm, facts, question),
});

/** The question is about who is told, not about what the alarm watches. */
function silence({ symptoms, text: words }: Question): boolean {
  return (
    (symptoms ?? []).slice(0, 2).includes("alarm") &&
    /notif|mail|page[dr]?\b|pager|nobody|no one|not? (?:\S+ ){0,2}(?:told|called)|never (?:\S+ ){0,2}(?:told|heard|called|got|knew)|sms|slack|inform|silent|actions?\b|wake|woken|ring|rang|heard|told/i.test(
      words,
    ) &&
    !/keeps? (?:paging|notifying|mailing)|too (?:many|often)|spam|flapp/i.test(words)
  );
}

function judgeActions(alarm: Resource, facts: Facts, question: Question): Judgement {
  const enabled = alarm.data["ActionsEnabled"] !== false;
  const actions = strings(alarm.data, "AlarmActions");
  // An alarm's silence explains why nobody knew; it never explains why the alarm is red.
  const asked = silence(question);
  const role = asked ? ("root" as const) : ("bystander" as const);
  if (!enabled) {
    return {
      faults: [
        blame(alarm, {
          property: "ActionsEnabled",
          observed: false,
          expected: true,
          title: `Actions of alarm ${alarm.id} are off (ActionsEnabled false)`,
          explanation: `Alarm ${alarm.id} is ${text(alarm.data, "StateValue")}, but has ActionsEnabled false: it changes state and notifies nobody.`,
          evidence: [facts.cite(alarm, "/ActionsEnabled"), facts.cite(alarm, "/StateValue")],
          role,
          change: {
            summary: `Enable the actions of ${alarm.id}`,
            commands: [["aws", "cloudwatch", "enable-alarm-actions", "--alarm-names", alarm.id]],
            risk: "The next change of state notifies; somebody may have silenced it on purpose.",
            rollback: shellCommand`aws cloudwatch disable-alarm-actions --alarm-names ${alarm.id}`,
            edits: [{ op: "replace", type, id: alarm.id, path: "/ActionsEnabled", value: true }],
          },
        }),
      ],
    };
  }
  if (actions.length === 0) {
    return {
      faults: [
        blame(alarm, {
          property: "AlarmActions",
          observed: [],
          expected: "an action, for instance an SNS topic",
          title: `Alarm ${alarm.id} has no action`,
          explanation: `Alarm ${alarm.id} has an empty AlarmActions list: it goes to ALARM and notifies nobody.`,
          evidence: [facts.cite(alarm, "/AlarmActions")],
          role,
        }),
      ],
    };
  }
  const deaf = actions
    .filter((arn) => arn.includes(":sns:"))
    .find((arn) => {
      const read = facts.read("sns", "ListSubscriptionsByTopic", { TopicArn: arn });
      return (
        read?.complete === true &&
        facts
          .all("AWS::SNS::Subscription")
          .every(
            (one) =>
              text(one.data, "TopicArn") !== arn || /^Pending/i.test(text(one.data, "SubscriptionArn")),
          )
      );
    });
  const deafRead =
    deaf === undefined ? undefined : facts.read("sns", "ListSubscriptionsByTopic", { TopicArn: deaf });
  if (deaf !== undefined && deafRead) {
    const topic = { type: "AWS::SNS::Topic", id: deaf, name: deaf.split(":").at(-1) ?? deaf, arn: deaf };
    return {
      faults: [
        blame(topic, {
          property: "Subscriptions",
          observed: [],
          expected: "a confirmed subscription",
          title: `Topic ${topic.name}, which alarm ${alarm.id} notifies, has no confirmed subscription`,
          explanation: `Alarm ${alarm.id} publishes to topic ${topic.name}, whose Subscriptions are empty or pending confirmation: the notification reaches nobody.`,
          evidence: [
            facts.cite(alarm, "/AlarmActions"),
            ...facts.citeAbsence(deafRead, "/Subscriptions", "[?starts_with(SubscriptionArn, 'arn:')]"),
          ],
          role,
        }),
      ],
    };
  }
  return {
    fine: `alarm ${alarm.id} has its actions enabled`,
    evidence: [facts.cite(alarm, "/ActionsEnabled"), facts.cite(alarm, "/AlarmActions")],
  };
}

function metricOf(facts: Facts, alarm: Resource): Series | undefined {
  const dimensions = Object.fromEntries(
    objects(alarm.data, "Dimensions").map((one) => [text(one, "Name"), text(one, "Value")]),
  );
  return seriesFor(facts, {
    namespace: text(alarm.data, "Namespace"),
    metric: text(alarm.data, "MetricName"),
    dimensions,
  });
}

function dimensionsText(pairs: readonly { readonly [member: string]: unknown }[]): string {
  return pairs.map((one) => `${String(one["Name"])}=${String(one["Value"])}`).join(", ");
}

/** An alarm on a metric that nobody reports stays in INSUFFICIENT_DATA, or in OK where missing data count as good. */
export const alarmMetric: Check = resourceCheck({
  id: "cloudwatch.alarm-metric",
  title: "metric and dimensions that the alarm watches",
  type,
  reach: 0,
  needed: ({ id }, context) => alarmRead(id, context),
  judge: (alarm, { facts }) => {
    const metric = text(alarm.data, "MetricName");
    const series = metricOf(facts, alarm);
    if (metric === "" || !series) return {};
    if (series.points.length > 0)
      return {
        fine: `alarm ${alarm.id} watches a metric that is reported`,
        evidence: citeSeries(facts, series),
      };
    const listed = facts.read("cloudwatch", "ListMetrics", {
      Namespace: text(alarm.data, "Namespace"),
      MetricName: metric,
    });
    const others = facts
      .all("AWS::CloudWatch::Metric")
      .filter((one) => text(one.data, "Namespace") === text(alarm.data, "Namespace") && one.name === metric);
    const own = dimensionsText(objects(alarm.data, "Dimensions"));
    const better = others.map((one) => dimensionsText(objects(one.data, "Dimensions")));
    // A stopped resource also reports nothing: only where others report under this name is the alarm itself wrong.
    const wrong =
      !better.includes(own) && (better.length > 0 || text(alarm.data, "StateValue") === "INSUFFICIENT_DATA");
    // A metric that a metric filter makes has data only when the filter matches: the filter is judged, not the alarm.
    const filtered = facts
      .all("AWS::Logs::MetricFilter")
      .some((filter) =>
        objects(filter.data, "metricTransformations").some(
          (one) =>
            text(one, "metricName") === metric &&
            text(one, "metricNamespace") === text(alarm.data, "Namespace"),
        ),
      );
    if (!wrong || (filtered && better.length === 0)) return {};
    return {
      faults: [
        blame(alarm, {
          property: "Dimensions",
          observed: own,
          expected: better[0] ?? "a metric that is reported",
          title: `Alarm ${alarm.id} watches ${metric} of ${own || "no dimension"}, which nobody reports`,
          explanation: `Alarm ${alarm.id} watches MetricName ${metric} with Dimensions ${own || "none"}, but no data are reported for these${better[0] === undefined ? "" : `; they are for ${better[0]}`}. It is ${text(alarm.data, "StateValue")} and missing data count as ${text(alarm.data, "TreatMissingData") || "missing"}.`,
          evidence: [
            facts.cite(alarm),
            ...citeSeries(facts, series),
            ...(listed ? facts.citeAbsence(listed, "/Metrics", "[].Dimensions") : []),
          ],
          standing: listed?.complete === true ? "proved" : "supported",
        }),
      ],
    };
  },
});

/** A threshold inside the metric's usual range, evaluated on single points, makes an alarm go on and off without any change. */
export const alarmFlapping: Check = resourceCheck({
  id: "cloudwatch.alarm-flapping",
  title: "how often the alarm changes its state",
  type,
  reach: 0,
  needed: ({ id }, context) => alarmRead(id, context),
  judge: (alarm, { facts }) => {
    const changes = facts
      .all("AWS::CloudWatch::AlarmHistoryItem")
      .filter((item) => item.name === alarm.id && text(item.data, "HistoryItemType") === "StateUpdate");
    const threshold = Number(alarm.data["Threshold"]);
    const series = metricOf(facts, alarm);
    const values = series?.points.map((point) => point.value) ?? [];
    const crossings = values.filter(
      (value, index) => index > 0 && value > threshold !== (values[index - 1] ?? 0) > threshold,
    ).length;
    const level = median(series?.points ?? []);
    const near =
      values.length > 3 &&
      threshold !== 0 &&
      values.every((value) => Math.abs(value - threshold) <= Math.abs(threshold) * 0.15);
    const flaps = changes.length >= 4 || crossings >= 4;
    if (!flaps)
      return {
        fine: `alarm ${alarm.id} does not change to and fro`,
        evidence: [facts.cite(alarm, "/StateValue"), ...citeSeries(facts, series)],
      };
    const evaluations = Number(alarm.data["EvaluationPeriods"]);
    return {
      faults: [
        blame(alarm, {
          property: "Threshold / EvaluationPeriods",
          observed: { Threshold: threshold, EvaluationPeriods: evaluations },
          expected: "a threshold outside the usual range, on 3 of 5 datapoints",
          title: `Alarm ${alarm.id} is flapping: Threshold ${threshold} with EvaluationPeriods ${evaluations} lies inside what the metric usually is`,
          explanation: `Alarm ${alarm.id} has Threshold ${threshold} with EvaluationPeriods ${evaluations} while the metric oscillates around ${level}: it is flapping (${changes.length} changes of state)${near ? ", and the metric is stable: no degradation" : ""}.`,
          evidence: [
            facts.cite(alarm, "/Threshold"),
            facts.cite(alarm, "/EvaluationPeriods"),
            ...changes.slice(0, 4).map((item) => facts.cite(item)),
            ...citeSeries(facts, series),
          ],
          role: near || evaluations <= 1 ? "root" : "contributing",
          change: {
            summary: `Let ${alarm.id} need 3 of 5 datapoints beyond a threshold of about ${Math.round(threshold * 1.3 * 100) / 100} (put-metric-alarm replaces the whole alarm: give its other settings with it)`,
            commands: [],
            risk: "The alarm comes some minutes later.",
            rollback: `set EvaluationPeriods ${evaluations} and Threshold ${threshold} again`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** Faults of alarms: mute, blind, nervous. */
export const checks: readonly Check[] = [alarmActions, alarmMetric, alarmFlapping];
