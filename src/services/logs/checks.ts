import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import type { Related } from "../../diagnose/related.ts";
import { volume } from "./volume-check.ts";
import { lookback } from "../../diagnose/window.ts";
import type { CheckContext } from "../../diagnose/check.ts";

const type = "AWS::Logs::LogGroup";

function groupRead({ id }: Related, context: CheckContext): Needed {
  return {
    service: "logs",
    operation: "DescribeLogGroups",
    params: { logGroupNamePrefix: id },
    probe: {
      probe: "logs/group",
      variables: { log_groups: [id], ...lookback(context, 14 * 24) },
      reason: `retention and volume of log group ${id}`,
    },
  };
}

/** CloudWatch Logs deletes events when the retention of their group is over. */
export const retention: Check = resourceCheck({
  id: "logs.retention",
  title: "retention of the log group",
  type,
  reach: 0,
  needed: groupRead,
  judge: (group, { facts, question }) => {
    const days = group.data["retentionInDays"];
    if (typeof days !== "number")
      return { fine: `log group ${group.id} keeps its events for ever`, evidence: [facts.cite(group)] };
    const asked = (question.symptoms ?? []).slice(0, 2).includes("logs");
    if (days > 7 && !(asked && days < 30))
      return {
        fine: `log group ${group.id} keeps events ${days} days`,
        evidence: [facts.cite(group, "/retentionInDays")],
      };
    return {
      faults: [
        blame(group, {
          property: "retentionInDays",
          observed: days,
          expected: "as long as the logs are needed, for instance 30",
          title: `Log group ${group.id} keeps its events only ${days} day${days === 1 ? "" : "s"} (retentionInDays)`,
          explanation: `Log group ${group.id} has retentionInDays ${days}: CloudWatch Logs deletes older events, and they cannot be brought back.`,
          evidence: [facts.cite(group, "/retentionInDays")],
          role: asked ? "root" : "bystander",
          standing: days <= 7 ? "proved" : "supported",
          change: {
            summary: `Keep the events of ${group.id} 30 days`,
            commands: [
              [
                "aws",
                "logs",
                "put-retention-policy",
                "--log-group-name",
                group.id,
                "--retention-in-days",
                "30",
              ],
            ],
            risk: "More stored bytes are paid for. What was deleted stays deleted.",
            rollback: shellCommand`aws logs put-retention-policy --log-group-name ${group.id} --retention-in-days ${days}`,
            edits: [{ op: "replace", type, id: group.id, path: "/retentionInDays", value: 30 }],
          },
        }),
      ],
    };
  },
});

/** Faults of log groups. */
export const checks: readonly Check[] = [retention, volume];
