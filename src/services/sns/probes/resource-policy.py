"""Reads a topic's attributes with its policy, and its tags.

variables:
  topic: {type: string, description: "ARN of the topic", pattern: "^arn:[^:]+:sns:[^:]+:\\d{12}:[\\w.-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
topic = ""
region = ""
# end of variables

sns = boto3.client("sns", region_name=region)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


report = {
    "topic": topic,
    "attributes": attempt("GetTopicAttributes", lambda: sns.get_topic_attributes(TopicArn=topic)),
    "tags": attempt("ListTagsForResource", lambda: sns.list_tags_for_resource(ResourceArn=topic)),
}
print(json.dumps({**report, "refused": refused}, default=str))
