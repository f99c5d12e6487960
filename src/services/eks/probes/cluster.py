"""Reads EKS clusters with endpoint access, and their node groups with health.

variables:
  cluster_names: {type: list, description: "names of clusters; empty: all", pattern: "^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
cluster_names = []
# end of variables

eks = boto3.client("eks")

names = list(cluster_names)
if not names:
    names = [name for page in eks.get_paginator("list_clusters").paginate() for name in page["clusters"]]
answer = {}
for name in names:
    told = answer[name] = {}
    with suppress(ClientError, BotoCoreError):
        cluster = eks.describe_cluster(name=name)["cluster"]
        told["status"] = cluster.get("status")
        access = cluster.get("resourcesVpcConfig", {})
        told["access"] = {
            member: access.get(member) for member in ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
        }
    with suppress(ClientError, BotoCoreError):
        for page in eks.get_paginator("list_nodegroups").paginate(clusterName=name):
            for group in page["nodegroups"]:
                shown = eks.describe_nodegroup(clusterName=name, nodegroupName=group)["nodegroup"]
                told.setdefault("nodegroups", {})[group] = [shown.get("status"), shown.get("health", {}).get("issues")]
print(json.dumps(answer, default=str))
