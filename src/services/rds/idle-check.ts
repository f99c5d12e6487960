import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { instanceRead } from "./instance-read.ts";

/** A database without a connection for a week or more is used by nobody (Trusted Advisor, "Amazon RDS idle DB instances": 7 days). */
export const idle: Check = resourceCheck({
  id: "rds.idle",
  title: "connections of the database over two weeks",
  type: "AWS::RDS::DBInstance",
  reach: 0,
  needed: ({ id }, context) => [
    instanceRead(id, context),
    metricsRead(context, {
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: id },
      metrics: ["DatabaseConnections:Maximum"],
      hours: 14 * 24,
      period: 86_400,
    }),
  ],
  judge: (database, { facts, question }) => {
    if (!(question.symptoms ?? []).includes("cost")) return {};
    const daily = seriesFor(facts, {
      namespace: "AWS/RDS",
      metric: "DatabaseConnections",
      dimensions: { DBInstanceIdentifier: database.id },
      shortest: 86_400,
    });
    const days = daily?.points.length ?? 0;
    if (days < 7 || highest(daily?.points ?? []) > 0)
      return {
        fine: `${database.id} had connections`,
        evidence: [facts.cite(database, "/DBInstanceClass"), ...citeSeries(facts, daily)],
      };
    const kind = `${text(database.data, "DBInstanceClass")}${database.data["MultiAZ"] === true ? " Multi-AZ" : ""}`;
    return {
      faults: [
        blame(database, {
          property: "DatabaseConnections",
          observed: `0 for ${days} days`,
          expected: "connections, or no instance",
          title: `Database ${database.id} (${kind}) is idle: DatabaseConnections 0 for ${days} days`,
          explanation: `Database ${database.id}, an idle ${kind}, has DatabaseConnections 0 for ${days} days: nobody uses it, and it is paid for by the hour.`,
          evidence: [facts.cite(database, "/DBInstanceClass"), ...citeSeries(facts, daily)],
          severity: "medium",
          pillars: ["cost optimization"],
          change: {
            summary: `Keep a snapshot of ${database.id} and delete it`,
            commands: [
              [
                "aws",
                "rds",
                "delete-db-instance",
                "--db-instance-identifier",
                database.id,
                "--final-db-snapshot-identifier",
                `${database.id}-final`,
              ],
            ],
            risk: "A job that runs less than every two weeks may still need it: stop it first (it starts again by itself after seven days).",
            rollback: shellCommand`aws rds restore-db-instance-from-db-snapshot --db-instance-identifier ${database.id} --db-snapshot-identifier ${database.id}-final`,
            edits: [],
          },
        }),
      ],
    };
  },
});
