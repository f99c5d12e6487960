import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { linesAbout } from "../../diagnose/logs/lines-about.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import type { Series } from "../../diagnose/metrics/series.ts";
import { highest, ongoing } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { isBurstable, memoryOf } from "./instance-class.ts";
import { instanceMetricsRead, instanceRead } from "./instance-read.ts";

const type = "AWS::RDS::DBInstance";
const gib = 1024 ** 3;

function metric(facts: Facts, database: Resource, name: string): Series | undefined {
  return seriesFor(facts, {
    namespace: "AWS/RDS",
    metric: name,
    dimensions: { DBInstanceIdentifier: database.id },
  });
}

/** "DB instance running out of storage": without free space it stops writing; autoscaling needs MaxAllocatedStorage above AllocatedStorage. */
export const storage: Check = resourceCheck({
  id: "rds.storage",
  title: "free storage of the database",
  type,
  needed: ({ id }, context) => [instanceRead(id, context), instanceMetricsRead(id, context)],
  judge: (database, { facts }) => {
    const allocated = Number(database.data["AllocatedStorage"]);
    const free = metric(facts, database, "FreeStorageSpace");
    const newest = free?.points.at(-1);
    const full = ongoing(free, (value) => value < Math.min(allocated * gib * 0.02, 2 * gib), 2);
    if (text(database.data, "DBInstanceStatus") !== "storage-full" && !full) {
      if (!newest) return {};
      return {
        fine: `${database.id} has ${Math.round(newest.value / gib)} GiB of ${allocated} free`,
        evidence: [facts.cite(database, "/AllocatedStorage"), ...citeSeries(facts, free)],
      };
    }
    const most = database.data["MaxAllocatedStorage"];
    const grows = typeof most === "number" && most > allocated;
    const larger = Math.ceil(allocated * 1.5);
    return {
      faults: [
        blame(database, {
          property: "FreeStorageSpace",
          observed: newest?.value ?? text(database.data, "DBInstanceStatus"),
          expected: `more than 10 % of AllocatedStorage (${allocated} GiB), or MaxAllocatedStorage above it`,
          title: `Storage of ${database.id} is full: FreeStorageSpace ${newest?.value ?? 0} bytes of AllocatedStorage ${allocated} GiB`,
          explanation: `Database ${database.id} has FreeStorageSpace ${newest?.value ?? 0} bytes${full ? ` since ${full.since}` : ""}; AllocatedStorage is ${allocated} GiB and ${grows ? `MaxAllocatedStorage ${String(most)} GiB is not reached` : "MaxAllocatedStorage is not set, so autoscaling is off and it will not grow by itself"}.`,
          evidence: [
            facts.cite(database, "/AllocatedStorage"),
            ...("MaxAllocatedStorage" in database.data ? [facts.cite(database, "/MaxAllocatedStorage")] : []),
            ...citeSeries(facts, free),
          ],
          severity: "critical",
          change: {
            summary: `Grow ${database.id} to ${larger} GiB and let it grow by itself`,
            commands: [
              [
                "aws",
                "rds",
                "modify-db-instance",
                "--db-instance-identifier",
                database.id,
                "--allocated-storage",
                String(larger),
                "--max-allocated-storage",
                String(allocated * 4),
                "--apply-immediately",
              ],
            ],
            risk: "Storage cannot be made smaller again, and cannot be changed again for six hours.",
            rollback:
              "none: RDS storage only grows; free space inside the database instead where that is enough",
            edits: [{ op: "replace", type, id: database.id, path: "/AllocatedStorage", value: larger }],
          },
        }),
      ],
    };
  },
});

/** The limit: the parameter where it is set as a number, else the engine's default formula over the memory of the class. */
function maxConnections(
  facts: Facts,
  database: Resource,
): { limit: number; parameter?: Resource } | undefined {
  const groups = objects(database.data, "DBParameterGroups").map((group) =>
    text(group, "DBParameterGroupName"),
  );
  const parameter = facts
    .all("AWS::RDS::Parameter")
    .find(
      (one) =>
        one.name === "max_connections" && groups.some((group) => one.id === `${group}/max_connections`),
    );
  const set = Number(text(parameter?.data, "ParameterValue"));
  if (parameter && Number.isFinite(set) && set > 0) return { limit: set, parameter };
  const memory = memoryOf(text(database.data, "DBInstanceClass"));
  if (memory === undefined) return undefined;
  const engine = text(database.data, "Engine");
  if (engine.includes("postgres")) return { limit: Math.min(5000, Math.floor((memory * gib) / 9_531_392)) };
  if (/mysql|maria/.test(engine)) return { limit: Math.floor((memory * gib) / 12_582_880) };
  return undefined;
}

/** A plateau at the limit is exhaustion; a peak below it that has passed is not. */
export const connections: Check = resourceCheck({
  id: "rds.connections",
  title: "connections of the database against max_connections",
  type,
  needed: ({ id }, context) => [instanceRead(id, context), instanceMetricsRead(id, context)],
  judge: (database, context) => judgeConnections(database, context.facts),
});

function judgeConnections(database: Resource, facts: Facts): Judgement {
  const most = maxConnections(facts, database);
  const used = metric(facts, database, "DatabaseConnections");
  if (!most || !used) return {};
  const { limit, parameter } = most;
  const at = ongoing(used, (value) => value >= limit * 0.95, 2);
  const callers = facts.linking(type, database.id).filter((other) => other.type === "AWS::Lambda::Function");
  const refused = errorsIn(linesAbout(facts, database, ...callers)).filter(
    (error) => error.kind === "too-many-connections",
  );
  const peak = highest(used.points);
  if (!at && !(refused.length > 0 && peak >= limit * 0.95)) {
    return {
      fine: `${database.id} has at most ${peak} of ${limit} connections, ${used.points.at(-1)?.value ?? 0} now`,
      evidence: [...(parameter ? [facts.cite(parameter)] : []), ...citeSeries(facts, used)],
    };
  }
  const concurrency = callers.map((caller) =>
    seriesFor(facts, {
      namespace: "AWS/Lambda",
      metric: "ConcurrentExecutions",
      dimensions: { FunctionName: caller.id },
    }),
  );
  const crowd =
    callers[0] && concurrency[0]
      ? ` while function ${callers[0].id} runs up to ${highest(concurrency[0].points)} at once, each with a connection of its own`
      : "";
  return {
    faults: [
      blame(database, {
        property: "max_connections",
        observed: `DatabaseConnections ${peak} of max_connections ${limit}`,
        expected: "connections well below the limit: a pool or RDS Proxy, fewer clients, or a higher limit",
        title: `${database.id} has all of its ${limit} connections in use (max_connections)`,
        explanation: `Database ${database.id} has max_connections ${limit}${parameter ? ` (parameter group ${parameter.id.split("/")[0]})` : ""} and it is exhausted: DatabaseConnections reached ${peak}${crowd}. New clients are refused.`,
        evidence: [
          ...(parameter ? [facts.cite(parameter)] : [facts.cite(database, "/DBInstanceClass")]),
          ...citeSeries(facts, used, ...concurrency),
          ...refused.slice(-1).map((error) => facts.cite(error.line.resource)),
        ],
        change: {
          summary: `Put RDS Proxy before ${database.id}, or limit its clients`,
          commands: callers[0]
            ? [
                [
                  "aws",
                  "lambda",
                  "put-function-concurrency",
                  "--function-name",
                  callers[0].id,
                  "--reserved-concurrent-executions",
                  String(Math.floor(limit * 0.8)),
                ],
              ]
            : [],
          risk: "Raising max_connections costs memory per connection and needs a reboot; a limit on clients throttles them.",
          rollback: callers[0]
            ? shellCommand`aws lambda delete-function-concurrency --function-name ${callers[0].id}`
            : "remove the proxy from the clients' settings",
          edits: [],
        },
      }),
    ],
  };
}

interface Limit {
  readonly metric: string;
  readonly breach: (value: number, database: Resource) => boolean;
  readonly points: number;
  readonly says: (value: number, database: Resource) => string;
  readonly expected: string;
  readonly applies?: (database: Resource) => boolean;
}

const limits: readonly Limit[] = [
  {
    metric: "CPUUtilization",
    breach: (value) => value >= 90,
    points: 3,
    says: (value) => `CPU stays at ${Math.round(value)} %`,
    expected: "below 90 %",
  },
  {
    metric: "ReplicaLag",
    breach: (value) => value >= 300,
    points: 3,
    says: (value) => `it lags ${Math.round(value)} seconds behind its source`,
    expected: "a few seconds",
  },
  {
    metric: "BurstBalance",
    breach: (value) => value <= 1,
    points: 3,
    says: () => "its gp2 storage has used up its I/O credits and is held to the baseline",
    expected: "above 20 %, or gp3 storage",
  },
  {
    metric: "CPUCreditBalance",
    breach: (value) => value < 1,
    points: 3,
    says: (_, database) =>
      `burstable class ${text(database.data, "DBInstanceClass")} has no CPU credits left`,
    expected: "credits left, or a class that is not burstable",
    applies: (database) => isBurstable(text(database.data, "DBInstanceClass")),
  },
  {
    metric: "FreeableMemory",
    breach: (value, database) => value < (memoryOf(text(database.data, "DBInstanceClass")) ?? 0) * gib * 0.02,
    points: 6,
    says: (value) => `only ${Math.round(value / 1024 ** 2)} MiB of memory are free`,
    expected: "memory to spare",
  },
  {
    metric: "DiskQueueDepth",
    breach: (value) => value >= 64,
    points: 3,
    says: (value) => `${Math.round(value)} I/O requests wait for the disk`,
    expected: "a few",
  },
];

/** What is used up over a length of time; a spike is not. */
export const saturation: Check = resourceCheck({
  id: "rds.saturation",
  title: "CPU, credits, memory, replication lag and disk queue of the database",
  type,
  needed: ({ id }, context) => [instanceRead(id, context), instanceMetricsRead(id, context)],
  judge: (database, { facts }) => {
    const applying = limits.filter(({ applies }) => !applies || applies(database));
    const series = applying.map((limit) => ({ limit, read: metric(facts, database, limit.metric) }));
    const faults = series.flatMap(({ limit, read }) => {
      const breach = ongoing(read, (value) => limit.breach(value, database), limit.points);
      if (!breach) return [];
      return [
        blame(database, {
          property: limit.metric,
          observed: breach.worst,
          expected: limit.expected,
          title: `${limit.metric} of ${database.id}: ${limit.says(breach.worst, database)}`,
          explanation: `Database ${database.id}: ${limit.says(breach.worst, database)} (${limit.metric} since ${breach.since}).`,
          evidence: [facts.cite(database, "/DBInstanceClass"), ...citeSeries(facts, read)],
          role:
            limit.metric === "DiskQueueDepth" || limit.metric === "FreeableMemory" ? "contributing" : "root",
        }),
      ];
    });
    if (faults.length > 0) return { faults };
    return {
      fine: `nothing of ${database.id} is used up over a length of time`,
      evidence: citeSeries(
        facts,
        ...series
          .map(({ read }) => read)
          .filter((read) => (read?.points.length ?? 0) > 0)
          .slice(0, 3),
      ),
    };
  },
});
