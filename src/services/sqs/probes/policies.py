"""Reads the attributes of queues with their policies.

variables:
  queues: {type: list, description: "names of the queues", pattern: "^[\\w-]{1,80}(\\.fifo)?$", default: []}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
queues = []
# end of variables

sqs = boto3.client("sqs")
report = {}
for name in queues:
    try:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]).get("Attributes", {})
        sqs.list_queue_tags(QueueUrl=url)
        report[name] = attributes.get("Policy")
    except ClientError as error:
        report[name] = error.response["Error"]["Code"]
print(json.dumps(report))
