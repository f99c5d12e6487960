"""Lists the caches of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("elasticache")
found = {}

try:
    pages = client.get_paginator("describe_cache_clusters").paginate(ShowCacheNodeInfo=True)
    found["clusters"] = [item["CacheClusterId"] for page in pages for item in page.get("CacheClusters", [])]
except ClientError as error:
    found["clusters"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("describe_replication_groups").paginate()
    groups = [group for page in pages for group in page.get("ReplicationGroups", [])]
    found["replication_groups"] = [group["ReplicationGroupId"] for group in groups]
except ClientError as error:
    found["replication_groups"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("describe_cache_subnet_groups").paginate()
    found["subnet_groups"] = [item["CacheSubnetGroupName"] for page in pages for item in page.get("CacheSubnetGroups", [])]
except ClientError as error:
    found["subnet_groups"] = error.response["Error"]["Code"]

print(json.dumps(found))
