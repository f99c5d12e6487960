"""Lists the clusters of the region with their services, and the families of task definitions.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

ecs = boto3.client("ecs")
found = {"clusters": {}}
try:
    clusters = [arn for page in ecs.get_paginator("list_clusters").paginate() for arn in page["clusterArns"]]
except ClientError as error:
    clusters = []
    found["clusters"] = error.response["Error"]["Code"]

for cluster in clusters:
    try:
        pages = ecs.get_paginator("list_services").paginate(cluster=cluster)
        services = [arn for page in pages for arn in page["serviceArns"]]
        for start in range(0, len(services), 10):
            ecs.describe_services(cluster=cluster, services=services[start : start + 10])
        found["clusters"][cluster] = services
    except ClientError as error:
        found["clusters"][cluster] = error.response["Error"]["Code"]

try:
    if clusters:
        for start in range(0, len(clusters), 100):
            ecs.describe_clusters(clusters=clusters[start : start + 100])
    pages = ecs.get_paginator("list_task_definition_families").paginate(status="ACTIVE")
    found["families"] = [family for page in pages for family in page["families"]]
except ClientError as error:
    found["families"] = error.response["Error"]["Code"]

print(json.dumps(found))
