"""Lists the databases and database clusters of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("rds")
found = {}

try:
    pages = client.get_paginator("describe_db_instances").paginate()
    found["databases"] = [item["DBInstanceIdentifier"] for page in pages for item in page.get("DBInstances", [])]
except ClientError as error:
    found["databases"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("describe_db_clusters").paginate()
    found["clusters"] = [item["DBClusterIdentifier"] for page in pages for item in page.get("DBClusters", [])]
except ClientError as error:
    found["clusters"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("describe_db_subnet_groups").paginate()
    found["subnet_groups"] = [item["DBSubnetGroupName"] for page in pages for item in page.get("DBSubnetGroups", [])]
except ClientError as error:
    found["subnet_groups"] = error.response["Error"]["Code"]

print(json.dumps(found))
