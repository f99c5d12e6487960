import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, ongoing } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::ElastiCache::CacheCluster";

/** "Which metrics should I monitor?": a full cache evicts keys, and the hit rate falls with them. */
export const memory: Check = resourceCheck({
  id: "elasticache.memory",
  title: "memory, evictions, CPU and connections of the cache",
  type,
  needed: ({ id }, context) => [
    {
      service: "elasticache",
      operation: "DescribeCacheClusters",
      params: { CacheClusterId: id },
      probe: {
        probe: "elasticache/cluster",
        variables: { cluster_ids: [id] },
        reason: `node type and state of cache ${id}`,
      },
    },
    metricsRead(context, {
      namespace: "AWS/ElastiCache",
      dimensions: { CacheClusterId: id },
      metrics: [
        "Evictions:Sum",
        "DatabaseMemoryUsagePercentage:Maximum",
        "CacheHitRate:Average",
        "EngineCPUUtilization:Maximum",
        "CurrConnections:Maximum",
        "SwapUsage:Maximum",
      ],
    }),
  ],
  judge: (cache, { facts }) => {
    const read = (metric: string) =>
      seriesFor(facts, { namespace: "AWS/ElastiCache", metric, dimensions: { CacheClusterId: cache.id } });
    const [evictions, memory, hits, cpu, clients] = [
      read("Evictions"),
      read("DatabaseMemoryUsagePercentage"),
      read("CacheHitRate"),
      read("EngineCPUUtilization"),
      read("CurrConnections"),
    ];
    const node = text(cache.data, "CacheNodeType");
    const status = text(cache.data, "CacheClusterStatus");
    if (status !== "available" && status !== "") {
      return {
        faults: [
          blame(cache, {
            property: "CacheClusterStatus",
            observed: status,
            expected: "available",
            title: `Cache ${cache.id} is ${status}`,
            explanation: `Cache cluster ${cache.id} has CacheClusterStatus ${status}: it does not serve until that is over.`,
            evidence: [facts.cite(cache, "/CacheClusterStatus")],
          }),
        ],
      };
    }
    const full = ongoing(memory, (value) => value >= 95);
    const evicting = ongoing(evictions, (value) => value > 0);
    if (full || evicting) {
      const used = highest(memory?.points ?? []);
      return {
        faults: [
          blame(cache, {
            property: "DatabaseMemoryUsagePercentage",
            observed: {
              DatabaseMemoryUsagePercentage: used,
              Evictions: evicting?.worst ?? 0,
              CacheNodeType: node,
            },
            expected: "below 80 %, no evictions: a larger node, more shards, or shorter lifetimes of keys",
            title: `Memory of cache ${cache.id} (${node}) is ${used} % full and keys are evicted`,
            explanation: `Cache ${cache.id} on node type ${node} has DatabaseMemoryUsagePercentage ${used} %${evicting ? `: keys are evicted, up to ${evicting.worst} per ${(evictions?.period ?? 300) / 60} minutes since ${evicting.since}` : ""}. What was evicted is missed afterwards.`,
            evidence: [facts.cite(cache, "/CacheNodeType"), ...citeSeries(facts, memory, evictions, hits)],
          }),
        ],
      };
    }
    const hot = ongoing(cpu, (value) => value >= 90);
    const crowded = ongoing(clients, (value) => value >= 64_900);
    if (hot || crowded) {
      const property = hot ? "EngineCPUUtilization" : "CurrConnections";
      const worst = (hot ?? crowded)?.worst ?? 0;
      return {
        faults: [
          blame(cache, {
            property,
            observed: worst,
            expected: hot ? "below 90 %" : "below 65000",
            title: `${property} of cache ${cache.id} stays at ${worst}`,
            explanation: `Cache ${cache.id} on ${node} has ${property} ${worst} since ${(hot ?? crowded)?.since}: ${hot ? "its one engine thread is used up" : "it takes no more clients"}.`,
            evidence: [facts.cite(cache, "/CacheNodeType"), ...citeSeries(facts, hot ? cpu : clients)],
          }),
        ],
      };
    }
    return {
      fine: `cache ${cache.id} evicts nothing and has room`,
      evidence: [facts.cite(cache, "/CacheNodeType"), ...citeSeries(facts, evictions, memory)],
    };
  },
});

/** Faults of caches. */
export const checks: readonly Check[] = [memory];
