import { spokenWords } from "../../diagnose/spoken-words.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { tableRead } from "./table-read.ts";

const type = "AWS::DynamoDB::Table";

/** What the words of a question want of a table; without them a feature that is off is a choice and no fault. */
const wants = {
  expiry: /\bttl\b|time[- ]to[- ]live|expir\w+|never (?:get )?(?:removed|deleted|cleaned)|old items/i,
  recovery: /\bpitr\b|point[- ]in[- ]time|restore|recover|backups?|roll(?:ed)? back to/i,
  stream: /\bstreams?\b|trigger\w*|invok\w*|change (?:data|events?|feed)|project\w*|downstream|reach/i,
} as const;

/** DynamoDB removes expired items only where TTL is on, by an attribute that holds seconds since 1970 ("Using time to live (TTL)"). */
export const timeToLive: Check = resourceCheck({
  id: "dynamodb.time-to-live",
  title: "removal of expired items (TTL)",
  type,
  reach: 0,
  needed: ({ id }) => tableRead(id),
  judge: (table, { facts, question }) => {
    const setting = facts.get("AWS::DynamoDB::TimeToLive", table.id);
    if (!setting || !wants.expiry.test(spokenWords(question))) return {};
    const status = text(setting.data, "TimeToLiveStatus");
    if (status === "ENABLED" || status === "ENABLING")
      return {
        fine: `TTL of ${table.id} is ${status} on attribute ${text(setting.data, "AttributeName")}`,
        evidence: [facts.cite(setting)],
      };
    return {
      faults: [
        blame(table, {
          property: "TimeToLiveStatus",
          observed: status,
          expected: "ENABLED",
          title: `TTL of table ${table.id} is ${status} (TimeToLiveStatus)`,
          explanation: `Table ${table.id} has TimeToLiveStatus ${status}: DynamoDB removes no expired items from it.`,
          evidence: [facts.cite(setting)],
          severity: "medium",
        }),
      ],
    };
  },
});

/** "Point-in-time recovery for DynamoDB": only a table that has it on can be restored to a moment. */
export const pointInTimeRecovery: Check = resourceCheck({
  id: "dynamodb.point-in-time-recovery",
  title: "point-in-time recovery of the table",
  type,
  reach: 0,
  needed: ({ id }) => tableRead(id),
  judge: (table, { facts, question }) => {
    const backups = facts.get("AWS::DynamoDB::ContinuousBackups", table.id);
    if (!backups || !wants.recovery.test(spokenWords(question))) return {};
    const description = backups.data["PointInTimeRecoveryDescription"];
    const status = isObject(description) ? text(description, "PointInTimeRecoveryStatus") : "DISABLED";
    const evidence = [facts.cite(backups)];
    if (status === "ENABLED") return { fine: `point-in-time recovery of ${table.id} is ${status}`, evidence };
    return {
      faults: [
        blame(table, {
          property: "PointInTimeRecoveryStatus",
          observed: status,
          expected: "ENABLED",
          title: `Point-in-time recovery of table ${table.id} is ${status}`,
          explanation: `Table ${table.id} has PointInTimeRecoveryStatus ${status}: it cannot be restored to a moment in the past, only from an on-demand backup if one was taken.`,
          evidence,
          change: {
            summary: `Turn point-in-time recovery of ${table.id} on, for the next time`,
            commands: [
              [
                "aws",
                "dynamodb",
                "update-continuous-backups",
                "--table-name",
                table.id,
                "--point-in-time-recovery-specification",
                "PointInTimeRecoveryEnabled=true",
              ],
            ],
            risk: "Stored backups are paid for. What is lost already does not come back by this.",
            rollback: shellCommand`aws dynamodb update-continuous-backups --table-name ${table.id} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=false`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** A function learns of changes to a table only through the table's stream ("Change data capture for DynamoDB Streams"). */
export const stream: Check = resourceCheck({
  id: "dynamodb.stream",
  title: "stream of the table",
  type,
  reach: 0,
  needed: ({ id }) => tableRead(id),
  judge: (table, { facts, question, subjects }) => {
    const consumer = subjects.some(({ ref }) => ref.type === "AWS::Lambda::Function");
    if (!wants.stream.test(spokenWords(question)) || !consumer) return {};
    if (question.symptoms?.[0] !== "delivery" && !/\bstreams?\b|trigger/i.test(spokenWords(question)))
      return {};
    const specification = table.data["StreamSpecification"];
    const on = isObject(specification) && specification["StreamEnabled"] === true;
    const evidence = [
      "StreamSpecification" in table.data ? facts.cite(table, "/StreamSpecification") : facts.cite(table),
    ];
    if (on) return { fine: `table ${table.id} has a stream`, evidence };
    return {
      faults: [
        blame(table, {
          property: "StreamSpecification.StreamEnabled",
          observed: false,
          expected: true,
          title: `Table ${table.id} has no stream enabled (StreamSpecification)`,
          explanation: `Table ${table.id} has no StreamSpecification with StreamEnabled: its stream is disabled, so changes of items trigger nothing.`,
          evidence,
        }),
      ],
    };
  },
});

/** Features of tables that a question asks for and that are off. */
export const checks: readonly Check[] = [timeToLive, pointInTimeRecovery, stream];
