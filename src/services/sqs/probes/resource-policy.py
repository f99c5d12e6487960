"""Reads a queue's attributes with its policy, and its tags.

variables:
  queue: {type: string, description: "name of the queue", pattern: "^[\\w-]{1,80}(\\.fifo)?$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
queue = ""
region = ""
# end of variables

sqs = boto3.client("sqs", region_name=region)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


found = attempt("GetQueueUrl", lambda: sqs.get_queue_url(QueueName=queue))
report = {"queue": queue}
if found:
    url = found["QueueUrl"]
    report["attributes"] = attempt("GetQueueAttributes", lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]))
    report["tags"] = attempt("ListQueueTags", lambda: sqs.list_queue_tags(QueueUrl=url))
print(json.dumps({**report, "refused": refused}, default=str))
