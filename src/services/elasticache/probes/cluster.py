"""Reads cache clusters and replication groups.

variables:
  cluster_ids: {type: list, description: "ids of cache clusters; empty: all", pattern: "^[A-Za-z0-9-]{1,50}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
cluster_ids = []
# end of variables

caches = boto3.client("elasticache")

clusters = []
for name in cluster_ids:
    with suppress(ClientError, BotoCoreError):
        clusters += caches.describe_cache_clusters(CacheClusterId=name, ShowCacheNodeInfo=True)["CacheClusters"]
if not cluster_ids:
    for page in caches.get_paginator("describe_cache_clusters").paginate(ShowCacheNodeInfo=True):
        clusters += page["CacheClusters"]
groups = []
with suppress(ClientError, BotoCoreError):
    for page in caches.get_paginator("describe_replication_groups").paginate():
        groups += page["ReplicationGroups"]
print(
    json.dumps(
        {
            "clusters": {
                cluster["CacheClusterId"]: {
                    member: cluster.get(member) for member in ("CacheNodeType", "Engine", "CacheClusterStatus", "NumCacheNodes")
                }
                for cluster in clusters
            },
            "replicationGroups": {group["ReplicationGroupId"]: group.get("Status") for group in groups},
        },
        default=str,
    )
)
