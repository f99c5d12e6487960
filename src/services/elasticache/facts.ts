import type { FactReader } from "../../facts/reader.ts";
import { listReader, objects, text } from "../../facts/reader.ts";

/** What ElastiCache tells: clusters, replication groups, subnet groups. */
export const readers: readonly FactReader[] = [
  listReader("elasticache", "DescribeCacheClusters", "CacheClusters/*", (cluster) => ({
    type: "AWS::ElastiCache::CacheCluster",
    id: text(cluster, "CacheClusterId"),
    arn: text(cluster, "ARN"),
    links: [
      ...objects(cluster, "SecurityGroups").map((one) => ({
        kind: "uses",
        type: "AWS::EC2::SecurityGroup",
        id: text(one, "SecurityGroupId"),
      })),
      ...(text(cluster, "ReplicationGroupId") === ""
        ? []
        : [
            {
              kind: "part-of",
              type: "AWS::ElastiCache::ReplicationGroup",
              id: text(cluster, "ReplicationGroupId"),
            },
          ]),
    ],
  })),
  listReader("elasticache", "DescribeReplicationGroups", "ReplicationGroups/*", (group) => ({
    type: "AWS::ElastiCache::ReplicationGroup",
    id: text(group, "ReplicationGroupId"),
    arn: text(group, "ARN"),
  })),
  listReader("elasticache", "DescribeCacheSubnetGroups", "CacheSubnetGroups/*", (group) => ({
    type: "AWS::ElastiCache::SubnetGroup",
    id: text(group, "CacheSubnetGroupName"),
    arn: text(group, "ARN"),
  })),
];
