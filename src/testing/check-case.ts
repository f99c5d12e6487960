import type { JsonObject } from "../core/json/json.ts";
import type { Question } from "../core/question.ts";
import type { Check, CheckContext, CheckResult } from "../diagnose/check.ts";
import { factsOf } from "../facts/fact-base.ts";
import type { FactReader } from "../facts/reader.ts";
import { recorded } from "./recorded.ts";
import type { Told } from "./recorded.ts";

export interface CheckCase {
  readonly check: Check;
  readonly calls: readonly Told[];
  readonly readers: readonly FactReader[];
  readonly subjects: readonly { readonly type: string; readonly id: string }[];
  readonly text: string;
  readonly symptoms?: readonly string[];
}

export const caseWindow = { from: "2026-11-21T00:00:00Z", to: "2026-11-21T03:00:00Z" };

/** Runs one check on what these calls told, as if the question had named these subjects. */
export function runCheck({ check, calls, readers, subjects, text, symptoms }: CheckCase): CheckResult {
  const question: Question = {
    text,
    mentions: subjects.map(({ id }) => ({ text: id, kind: "name" })),
    ports: [],
    actions: [],
    services: [],
    window: caseWindow,
    ...(symptoms && { symptoms: [...symptoms] }),
  };
  const context: CheckContext = {
    facts: factsOf(recorded(calls), readers, "123456789012"),
    question,
    subjects: subjects.map((ref) => ({ ref, role: "subject", text: ref.id })),
    now: caseWindow.to,
    region: "us-east-1",
  };
  return check.run(context);
}

/** What a check said in a word, with the property that it blames. */
export function said(result: CheckResult): string {
  if (result.kind !== "fault") return result.kind;
  return result.faults.map(({ role, property }) => `${role} ${property}`).join(", ");
}

/** The answer of GetMetricData for one metric, five minutes apart, ending with the window. */
export function metricCall(
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  metrics: Readonly<Record<string, readonly number[]>>,
): Told {
  const end = Date.parse(caseWindow.to);
  const named = Object.entries(metrics);
  const queries: JsonObject[] = named.map(([metric], index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: 300,
      Stat: "Sum",
    },
  }));
  return {
    service: "cloudwatch",
    operation: "GetMetricData",
    params: { MetricDataQueries: queries },
    response: {
      MetricDataResults: named.map(([metric, values], index) => ({
        Id: `m${index}`,
        Label: metric,
        Timestamps: values.map((_, at) => new Date(end - (values.length - at) * 300_000).toISOString()),
        Values: [...values],
      })),
    },
  };
}
