import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";

/** "Working with log groups": without retentionInDays events never expire. A question with a number of days asks for those that keep less. */
export const retentions: Check = listingCheck({
  id: "logs.list-retention",
  title: "retention of the log groups",
  type: "AWS::Logs::LogGroup",
  asks: (words) =>
    /log ?groups?|cloudwatch logs|\blogs\b/i.test(words) &&
    /never expires?|no retention|without (?:a |any )?retention|retention (?:is )?(?:not set|missing|unset)|expire\b|keep (?:logs |events )?for ?ever|infinite|(?:less|shorter|fewer|under|below) than \d+ days?|retention (?:of )?(?:less|shorter|under|below)|no expir/i.test(
      words,
    ),
  probe: { probe: "logs/groups", variables: {} },
  list: { service: "logs", operation: "DescribeLogGroups" },
  judge: (group, facts, { question }) => {
    const days = group.data["retentionInDays"];
    const least = /(?:less|shorter|fewer|under|below) (?:than )?(\d+) days?/i.exec(question.text)?.[1];
    if (least !== undefined)
      return typeof days === "number" && days < Number(least)
        ? {
            property: "retentionInDays",
            observed: days,
            expected: `at least ${least}`,
            says: `keeps its events only ${days} days (retentionInDays)`,
            evidence: [facts.cite(group, "/retentionInDays")],
          }
        : undefined;
    return typeof days === "number"
      ? undefined
      : {
          property: "retentionInDays",
          observed: null,
          expected: "a number of days",
          says: "never expires (no retentionInDays)",
          evidence: [facts.cite(group)],
        };
  },
  severity: "low",
  pillars: ["cost optimization"],
});

export const everyGroup: Check = allOfKind({
  id: "logs.list-all-groups",
  type: "AWS::Logs::LogGroup",
  nouns: "(?:cloudwatch )?log groups",
  probe: { probe: "logs/inventory", variables: {} },
  list: { service: "logs", operation: "DescribeLogGroups" },
});

export const checks: readonly Check[] = [everyGroup, retentions];
