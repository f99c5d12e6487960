import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, Fault } from "../../diagnose/check.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { memoryOf } from "./instance-class.ts";
import { instanceRead } from "./instance-read.ts";

const type = "AWS::RDS::DBInstance";

/** States in which a database serves ("Viewing DB instance status"); in every other one something stands against it. */
const serving =
  /^(?:available|backing-up|configuring-|storage-optimization|storage-config-upgrade|storage-initialization|converting-to-vpc|moving-to-vpc|modifying|maintenance|renaming|resetting-master-credentials|upgrading|delete-precheck)/;

export const status: Check = resourceCheck({
  id: "rds.status",
  title: "status of the database instance",
  type,
  needed: ({ id }, context) => instanceRead(id, context),
  judge: (database, { facts }) => {
    const state = text(database.data, "DBInstanceStatus");
    if (serving.test(state))
      return { fine: `${database.id} is ${state}`, evidence: [facts.cite(database, "/DBInstanceStatus")] };
    if (state === "incompatible-parameters") return incompatibleParameters(database, facts);
    return { faults: [statusFault(database, state, facts)] };
  },
});

function statusFault(database: Resource, state: string, facts: Facts): Fault {
  const stopped = state === "stopped" || state === "stopping";
  const events = facts
    .all("AWS::RDS::Event")
    .filter((event) => event.name === database.id)
    .slice(-2);
  return blame(database, {
    property: "DBInstanceStatus",
    observed: state,
    expected: "available",
    title: `Database ${database.id} is ${state}`,
    explanation: `Database instance ${database.id} has DBInstanceStatus ${state}: it ${stopped ? "is stopped and accepts no connections" : "does not serve until that is repaired"}.`,
    evidence: [facts.cite(database, "/DBInstanceStatus"), ...events.map((event) => facts.cite(event))],
    severity: "critical",
    ...(stopped && {
      change: {
        summary: `Start ${database.id}`,
        commands: [["aws", "rds", "start-db-instance", "--db-instance-identifier", database.id]],
        risk: "It costs again from then on. Find out who stopped it, and why, first.",
        rollback: shellCommand`aws rds stop-db-instance --db-instance-identifier ${database.id}`,
        edits: [
          { op: "replace" as const, type, id: database.id, path: "/DBInstanceStatus", value: "available" },
        ],
      },
    }),
  });
}

/** Values that take more memory than the class has keep an instance from starting ("incompatible-parameters"). */
function incompatibleParameters(database: Resource, facts: Facts): Judgement {
  const memory = memoryOf(text(database.data, "DBInstanceClass"));
  const groups = objects(database.data, "DBParameterGroups").map((group) =>
    text(group, "DBParameterGroupName"),
  );
  const parameters = facts
    .all("AWS::RDS::Parameter")
    .filter((one) => groups.some((group) => one.id.startsWith(`${group}/`)));
  const tooLarge = parameters.find((one) => {
    const bytes = memoryTaken(one.name ?? "", text(one.data, "ParameterValue"));
    return memory !== undefined && bytes !== undefined && bytes > memory * 1024 ** 3 * 0.9;
  });
  if (!tooLarge) return { faults: [statusFault(database, "incompatible-parameters", facts)] };
  const group = tooLarge.id.split("/")[0] ?? "";
  const name = tooLarge.name ?? "";
  const value = text(tooLarge.data, "ParameterValue");
  const gib = Math.round(((memoryTaken(name, value) ?? 0) / 1024 ** 3) * 10) / 10;
  return {
    faults: [
      blame(
        { type: "AWS::RDS::DBParameterGroup", id: group, region: database.region, account: database.account },
        {
          property: name,
          observed: value,
          expected: `well under the ${memory} GiB of ${text(database.data, "DBInstanceClass")}`,
          title: `${name} ${value} of parameter group ${group} is more memory than ${database.id} has`,
          explanation: `Parameter group ${group} sets ${name} to ${value}, which is ${gib} GiB, but ${text(database.data, "DBInstanceClass")} has ${memory} GiB: ${database.id} cannot start with it and is in incompatible-parameters.`,
          evidence: [
            facts.cite(tooLarge),
            facts.cite(database, "/DBInstanceStatus"),
            facts.cite(database, "/DBInstanceClass"),
          ],
          severity: "critical",
          change: {
            summary: `Reset ${name} in ${group} and reboot ${database.id}`,
            commands: [
              [
                "aws",
                "rds",
                "reset-db-parameter-group",
                "--db-parameter-group-name",
                group,
                "--parameters",
                `ParameterName=${name},ApplyMethod=pending-reboot`,
              ],
              ["aws", "rds", "reboot-db-instance", "--db-instance-identifier", database.id],
            ],
            risk: "Every instance that uses the parameter group gets the default at its next reboot.",
            rollback: shellCommand`aws rds modify-db-parameter-group --db-parameter-group-name ${group} --parameters ParameterName=${name},ParameterValue=${value},ApplyMethod=pending-reboot`,
            edits: [],
          },
        },
      ),
    ],
  };
}

/** Bytes of memory that a parameter reserves, by its unit in the engine's manual. */
function memoryTaken(name: string, value: string): number | undefined {
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  if (name === "shared_buffers" || name === "effective_cache_size_reserved") return number * 8192;
  if (name === "innodb_buffer_pool_size" || name === "key_buffer_size") return number;
  if (name === "max_server_memory" || name === "min_server_memory") return number * 1024 ** 2;
  return undefined;
}

/** Static parameters wait for a reboot: until then the instance runs with the old value. */
export const pendingReboot: Check = resourceCheck({
  id: "rds.pending-reboot",
  title: "changes of the database that wait for a reboot",
  type,
  reach: 1,
  needed: ({ id }, context) => instanceRead(id, context),
  judge: (database, { facts, question }) => {
    const waiting = objects(database.data, "DBParameterGroups").filter(
      (group) => text(group, "ParameterApplyStatus") === "pending-reboot",
    );
    const index = objects(database.data, "DBParameterGroups").findIndex(
      (group) => text(group, "ParameterApplyStatus") === "pending-reboot",
    );
    if (waiting.length === 0)
      return {
        fine: `no parameter of ${database.id} waits for a reboot`,
        evidence: [
          facts.cite(
            database,
            "DBParameterGroups" in database.data ? "/DBParameterGroups" : "/DBInstanceIdentifier",
          ),
        ],
      };
    const group = text(waiting[0], "DBParameterGroupName");
    const asked =
      /param|setting|reboot|restart|effect|appl|chang/i.test(spokenWords(question)) &&
      text(database.data, "DBInstanceStatus") === "available";
    return {
      faults: [
        blame(database, {
          property: "DBParameterGroups.ParameterApplyStatus",
          observed: "pending-reboot",
          expected: "in-sync",
          title: `Parameters of ${group} wait for a reboot of ${database.id}`,
          explanation: `Database ${database.id} has parameter group ${group} with ParameterApplyStatus pending-reboot: static parameters that were changed are not in effect until it is rebooted.`,
          evidence: [facts.cite(database, `/DBParameterGroups/${index}`)],
          role: asked ? "root" : "bystander",
          change: {
            summary: `Reboot ${database.id} in a maintenance window`,
            commands: [["aws", "rds", "reboot-db-instance", "--db-instance-identifier", database.id]],
            risk: "The database is away for a minute or more; with Multi-AZ, --force-failover shortens that.",
            rollback: "A reboot cannot be taken back; set the parameters back and reboot again.",
            edits: [],
          },
        }),
      ],
    };
  },
});
