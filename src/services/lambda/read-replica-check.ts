import { isObject, toPointer } from "../../core/json/json.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { environmentReferences } from "../../diagnose/environment-reference.ts";
import { linesOfFunction } from "../../diagnose/logs/lines-of-function.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { functionRead } from "./function-read.ts";

const databaseType = "AWS::RDS::DBInstance";

/** A read replica takes no writes ("Working with DB instance read replicas"): who writes has to name its source. */
export const readReplica: Check = resourceCheck({
  id: "lambda.read-replica",
  title: "whether the function writes to a read replica",
  type: "AWS::Lambda::Function",
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const refused = errorsIn(linesOfFunction(facts, lambda)).filter(({ kind }) => kind === "read-only");
    const last = refused.at(-1);
    if (!last) return {};
    const environment = isObject(lambda.data["Environment"])
      ? lambda.data["Environment"]["Variables"]
      : undefined;
    const databases = environmentReferences(environment).filter(({ type }) => type === databaseType);
    const unread = databases.filter(
      ({ id }) => !facts.read("rds", "DescribeDBInstances", { DBInstanceIdentifier: id }),
    );
    if (unread.length > 0)
      return {
        probes: unread.map(({ id }) => ({
          probe: "rds/instance",
          variables: { instances: [id] },
          reason: `whether ${id} is a read replica`,
        })),
      };
    const named = databases.flatMap(({ variable, value, id }) => {
      const database = facts.get(databaseType, id);
      return database ? [{ variable, value, id, database }] : [];
    });
    const wrong = named.find(
      ({ database }) => text(database.data, "ReadReplicaSourceDBInstanceIdentifier") !== "",
    );
    if (!wrong)
      return named[0]
        ? {
            fine: `${lambda.id} names no read replica`,
            evidence: [facts.cite(named[0].database, "/DBInstanceIdentifier")],
          }
        : {};
    const source = text(wrong.database.data, "ReadReplicaSourceDBInstanceIdentifier");
    return {
      faults: [
        blame(lambda, {
          property: `Environment.Variables.${wrong.variable}`,
          observed: wrong.value,
          expected: `the endpoint of ${source}`,
          title: `${wrong.variable} of ${lambda.id} points to the read replica ${wrong.id} instead of ${source}`,
          explanation: `Function ${lambda.id} has ${wrong.variable}=${wrong.value}: that is ${wrong.id}, a read replica of ${source}, which takes no writes (log: ${last.line.message.slice(0, 100)}).`,
          evidence: [
            facts.cite(lambda, `/Environment/Variables${toPointer(wrong.variable)}`),
            facts.cite(wrong.database, "/ReadReplicaSourceDBInstanceIdentifier"),
            facts.cite(last.line.resource),
          ],
        }),
      ],
    };
  },
});
