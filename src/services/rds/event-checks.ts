import type { Facts, Resource } from "../../core/facts.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { isArray } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { strings, text } from "../../facts/reader.ts";
import { instanceRead } from "./instance-read.ts";

const type = "AWS::RDS::DBInstance";
const dayMilliseconds = 86_400_000;

/** RDS tells of failovers, restarts and recoveries in its events ("Amazon RDS event categories and event messages"). */
const interruptions =
  /failover|restart|reboot|recovery|unhealthy|shut ?down|crash|patch|maintenance|unavailable|out of memory/i;

/** What interrupted a database that serves again: only an event can say so, and only to a question about a past interruption. */
export const interruption: Check = resourceCheck({
  id: "rds.interruption",
  title: "failovers, restarts and recoveries of the database",
  type,
  reach: 1,
  needed: ({ id }, context) => instanceRead(id, context),
  judge: (database, { facts, question, now }) => {
    const past =
      /fail(?:ed)? ?over|\boutage\b|interrupt\w*|\bblip\b|was (?:\w+ )?(?:away|down|gone|unavailable|unreachable|offline)|went (?:away|down)|restart\w*|reboot\w*|drop(?:ped)? (?:all )?connections?|connections? (?:were )?dropped|for a (?:minute|moment|few)|what happened/i.test(
        spokenWords(question),
      );
    if (!past || /param|setting|config/i.test(spokenWords(question))) return {};
    const read = facts.read("rds", "DescribeEvents", { SourceIdentifier: database.id });
    if (!read || read.error) return {};
    const events = facts
      .all("AWS::RDS::Event")
      .filter((one) => one.name === database.id && interruptions.test(text(one.data, "Message")))
      .toSorted((a, b) => Date.parse(text(a.data, "Date")) - Date.parse(text(b.data, "Date")));
    const recent = events.filter(
      (one) => Date.parse(now) - Date.parse(text(one.data, "Date")) < 2 * dayMilliseconds,
    );
    if (recent.length === 0)
      return {
        gaps: [`RDS tells of no failover, restart or recovery of ${database.id} in the last two days`],
      };
    return { faults: [interruptionFault(database, recent, facts)] };
  },
});

function interruptionFault(database: Resource, events: readonly Resource[], facts: Facts): Fault {
  const failover = events.some(
    (one) =>
      /failover/i.test(text(one.data, "Message")) ||
      (isArray(one.data["EventCategories"]) && strings(one.data, "EventCategories").includes("failover")),
  );
  const messages = events.map((one) => text(one.data, "Message"));
  const first = text(events[0]?.data, "Date");
  return blame(database, {
    property: failover ? "Events (failover)" : "Events",
    observed: messages.slice(-4),
    expected: "no interruption",
    title: `${database.id} had ${failover ? "a Multi-AZ failover" : "a restart or recovery"} at ${first}`,
    explanation: `Database ${database.id}: RDS events from ${first} on say: ${messages.slice(0, 4).join(" / ").slice(0, 240)}`,
    evidence: events.slice(-4).map((one) => facts.cite(one)),
    severity: "medium",
  });
}

/** "Working with automated backups": a retention period of 0 turns automated backups, and restores to a moment, off. */
export const backups: Check = resourceCheck({
  id: "rds.backups",
  title: "automated backups of the database",
  type,
  reach: 0,
  needed: ({ id }, context) => instanceRead(id, context),
  judge: (database, { facts, question }) => {
    if (
      !/backups?|restor\w*|point[- ]in[- ]time|pitr|recover(?!y mode)\w*|roll(?:ed)? back to|snapshot/i.test(
        spokenWords(question),
      )
    )
      return {};
    const days = Number(database.data["BackupRetentionPeriod"]);
    if (!Number.isFinite(days)) return {};
    const evidence = [facts.cite(database, "/BackupRetentionPeriod")];
    if (days > 0) return { fine: `${database.id} keeps automated backups ${days} days`, evidence };
    return {
      faults: [
        blame(database, {
          property: "BackupRetentionPeriod",
          observed: 0,
          expected: "1 to 35 days",
          title: `Automated backups of ${database.id} are off (BackupRetentionPeriod 0)`,
          explanation: `Database ${database.id} has BackupRetentionPeriod 0: automated backups are disabled, so it cannot be restored to a moment in the past; only manual snapshots are left.`,
          evidence,
          change: {
            summary: `Keep automated backups of ${database.id} for 7 days`,
            commands: [
              [
                "aws",
                "rds",
                "modify-db-instance",
                "--db-instance-identifier",
                database.id,
                "--backup-retention-period",
                "7",
                "--apply-immediately",
              ],
            ],
            risk: "Changing the period from 0 interrupts the database shortly.",
            rollback: shellCommand`aws rds modify-db-instance --db-instance-identifier ${database.id} --backup-retention-period 0 --apply-immediately`,
            edits: [{ op: "replace", type, id: database.id, path: "/BackupRetentionPeriod", value: 7 }],
          },
        }),
      ],
    };
  },
});

/** What happened to a database, and whether it could be brought back. */
export const checks: readonly Check[] = [interruption, backups];
