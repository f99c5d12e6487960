import type { Resource } from "../../core/facts.ts";
import { isObject, toPointer } from "../../core/json/json.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { objects, strings, text } from "../../facts/reader.ts";

const costs = ({ question }: CheckContext): boolean =>
  /\bbill\b|\bbills\b|cost|spend|spent|expens|charge[ds]? (?:us|more)|usd|\$\d/i.test(question.text) &&
  /month|year|january|february|march|april|may\b|june|july|august|september|october|november|december|per service|which service|grew|increase|doubled|higher|went up|compare/i.test(
    question.text,
  );

/** Compares the last two whole months service by service. */
export const monthlyGrowth: Check = {
  id: "ce.monthly-growth",
  title: "cost of each service, month over month",
  run: (context) => {
    const { facts, now } = context;
    if (!costs(context)) return { kind: "apart" };
    const read = facts.reads("ce", "GetCostAndUsage").at(-1);
    if (!read)
      return {
        kind: "needs",
        probes: [
          {
            probe: "ce/monthly-cost",
            variables: { since: monthStart(now, -3), until: monthStart(now, 0) },
            reason: "what each service cost in the last months",
          },
        ],
      };
    if (read.error)
      return { kind: "gap", gaps: [`ce:GetCostAndUsage: ${read.error.code}; allow ce:GetCostAndUsage`] };
    const [before, after] = facts
      .all("AWS::CE::Period")
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(-2);
    if (!before || !after) return { kind: "gap", gaps: ["Cost Explorer shows fewer than two months"] };
    const growth = growthOf(before, after);
    const total = growth.reduce((sum, one) => sum + one.from, 0);
    const [most] = growth;
    if (!most || most.to - most.from < Math.max(10, total * 0.05))
      return {
        kind: "fine",
        text: "no service grew by more than 5 % of the bill",
        evidence: [facts.cite(after)],
      };
    const grown = most.to - most.from;
    return {
      kind: "fault",
      faults: [
        blame(
          { type: "AWS::CE::Service", id: most.service, name: most.service, account: facts.account },
          {
            property: "UnblendedCost",
            observed: `${most.from} -> ${most.to} USD (+${Math.round(grown)})`,
            expected: `about ${most.from} USD, as the month before`,
            title: `${most.service} grew from ${most.from} to ${most.to} USD`,
            explanation:
              `The service ${most.service} has UnblendedCost ${most.from} -> ${most.to} USD (+${Math.round(grown)}) from ${text(before.data["TimePeriod"], "Start").slice(0, 7)} to ${text(after.data["TimePeriod"], "Start").slice(0, 7)}: that is most of the difference. The next largest change is ${growth[1] ? `${growth[1].service} ${Math.round(growth[1].to - growth[1].from)} USD` : "none"}.`.slice(
                0,
                300,
              ),
            evidence: [facts.cite(before, most.before), facts.cite(after, most.after)],
            severity: "medium",
            pillars: ["cost optimization"],
          },
        ),
      ],
    };
  },
};

function growthOf(before: Resource, after: Resource) {
  const earlier = new Map(amounts(before).map((one) => [one.service, one]));
  return amounts(after)
    .map(({ service, amount, pointer }) => ({
      service,
      from: earlier.get(service)?.amount ?? 0,
      to: amount,
      after: pointer,
      before: earlier.get(service)?.pointer ?? "/Groups",
    }))
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
}

function amounts({ data }: Resource) {
  return objects(data, "Groups").map((group, index) => {
    const metrics = group["Metrics"];
    return {
      service: strings(group, "Keys")[0] ?? "",
      amount:
        Math.round(Number(text(isObject(metrics) ? metrics["UnblendedCost"] : undefined, "Amount")) * 100) /
        100,
      pointer: toPointer("Groups", index),
    };
  });
}

function monthStart(now: string, months: number): string {
  const date = new Date(now);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
}

/** What grew on the bill. */
export const checks: readonly Check[] = [monthlyGrowth];
