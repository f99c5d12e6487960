import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import type { Series } from "../../diagnose/metrics/series.ts";
import { levelShift } from "../../diagnose/metrics/trend.ts";
import type { Shift } from "../../diagnose/metrics/trend.ts";
import { lookback } from "../../diagnose/window.ts";
import { text } from "../../facts/reader.ts";

/** Which log group's ingestion rose, and what writes to it. */
export const volume: Check = {
  id: "logs.volume",
  title: "bytes written to the log groups, day by day",
  run: (context) => {
    const { facts, question } = context;
    if (
      !/\blogs?\b|cloudwatch/i.test(question.text) ||
      !/cost|bill|ingest|doubl|expens|volume|paying|grew|write[s]? (?:so|that) much|that much/i.test(
        question.text,
      )
    )
      return { kind: "apart" };
    const series = facts.all("AWS::Logs::LogGroup").map((group) => ({
      group,
      daily: seriesFor(facts, {
        namespace: "AWS/Logs",
        metric: "IncomingBytes",
        dimensions: { LogGroupName: group.id },
        shortest: 86_400,
      }),
    }));
    if (series.every(({ daily }) => daily === undefined)) {
      if (
        facts.reads("cloudwatch", "GetMetricData").length > 0 &&
        facts.reads("logs", "DescribeLogGroups").length > 1
      )
        return { kind: "gap", gaps: ["no IncomingBytes of any log group"] };
      return {
        kind: "needs",
        probes: [
          {
            probe: "logs/group",
            variables: { ...lookback(context, 14 * 24) },
            reason: "what is written to each log group, day by day",
          },
          { probe: "lambda/functions", variables: {}, reason: "log levels of the functions" },
        ],
      };
    }
    const risen = series.flatMap(({ group, daily }) => {
      const shift = daily && levelShift(daily.points, { atLeast: 2, factor: 1.5 });
      return daily && shift && shift.after > shift.before ? [{ group, daily, shift }] : [];
    });
    const [worst] = risen.toSorted(
      (a, b) => b.shift.after - b.shift.before - (a.shift.after - a.shift.before),
    );
    if (!worst)
      return {
        kind: "fine",
        text: "no log group takes more than before",
        evidence: series.slice(0, 3).flatMap(({ daily }) => citeSeries(facts, daily)),
      };
    return { kind: "fault", faults: [risenFault(worst, facts)] };
  },
};

function risenFault({ group, daily, shift }: { group: Resource; daily: Series; shift: Shift }, facts: Facts) {
  const lambda = group.id.startsWith("/aws/lambda/")
    ? facts.get("AWS::Lambda::Function", group.id.slice("/aws/lambda/".length))
    : undefined;
  const variables = isObject(lambda?.data["Environment"])
    ? lambda.data["Environment"]["Variables"]
    : undefined;
  const level = Object.entries(isObject(variables) ? variables : {}).find(
    ([name, value]) =>
      /LOG|DEBUG|VERBOS/i.test(name) && /^(?:debug|trace|all|verbose|true|1)$/i.test(String(value)),
  );
  const gb = (bytes: number): string => `${Math.round(bytes / 1e8) / 10} GB`;
  const kept = group.data["retentionInDays"];
  const says = `IncomingBytes ${gb(shift.after)} a day since ${shift.at.slice(0, 10)}, was ${gb(shift.before)}`;
  return blame(group, {
    property: level ? `IncomingBytes / ${level[0]}` : "IncomingBytes",
    observed: {
      IncomingBytes: shift.after,
      before: shift.before,
      ...(level && { [level[0]]: String(level[1]) }),
    },
    expected: `about ${gb(shift.before)} a day`,
    title: `Log group ${group.id} takes ${gb(shift.after)} a day, was ${gb(shift.before)}`,
    explanation: `Log group ${group.id} has ${says}${level ? `: function ${lambda?.id} has ${level[0]}=${String(level[1])}` : ""}${typeof kept === "number" ? "" : ", and its retention never expires"}.`,
    evidence: [
      ...citeSeries(facts, daily),
      facts.cite(group),
      ...(lambda && level ? [facts.cite(lambda, `/Environment/Variables/${level[0]}`)] : []),
    ],
    severity: "medium",
    pillars: ["cost optimization"],
    change: {
      summary: `Give ${group.id} a retention${level && lambda ? ` and set ${level[0]} of ${text(lambda.data, "FunctionName")} to INFO` : ""}`,
      commands: [
        ["aws", "logs", "put-retention-policy", "--log-group-name", group.id, "--retention-in-days", "30"],
      ],
      risk: "Events older than that are deleted for good.",
      rollback: shellCommand`aws logs delete-retention-policy --log-group-name ${group.id}`,
      edits: [],
    },
  });
}
