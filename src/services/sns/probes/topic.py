"""Reads topics with their subscriptions, what those let through, and how deliveries fared.

variables:
  topic_arns: {type: list, description: "ARNs of topics", pattern: "^arn:[a-z-]+:sns:", default: []}
  topic_names: {type: list, description: "names of topics, where the ARN is not known", pattern: "^[A-Za-z0-9_.-]{1,256}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
topic_arns = []
topic_names = []
# end of variables

topics = boto3.client("sns")
queues = boto3.client("sqs")
functions = boto3.client("lambda")


def look_for(endpoint):
    if endpoint.startswith("arn:") and ":sqs:" in endpoint:
        queues.get_queue_url(QueueName=endpoint.split(":")[-1])
    elif endpoint.startswith("arn:") and ":function:" in endpoint:
        functions.get_function_configuration(FunctionName=endpoint.split(":function:")[-1].split(":")[0])



wanted = list(topic_arns)
if topic_names:
    with suppress(ClientError, BotoCoreError):
        for page in topics.get_paginator("list_topics").paginate():
            wanted += [topic["TopicArn"] for topic in page["Topics"] if topic["TopicArn"].split(":")[-1] in topic_names]

answer = {}
for arn in wanted:
    told = answer[arn] = {"subscriptions": []}
    with suppress(ClientError, BotoCoreError):
        attributes = topics.get_topic_attributes(TopicArn=arn)["Attributes"]
        told["attributes"] = {name: value for name, value in attributes.items() if name != "Policy"}
    with suppress(ClientError, BotoCoreError):
        for page in topics.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arn):
            for subscription in page["Subscriptions"]:
                shown = {"protocol": subscription["Protocol"], "endpoint": subscription["Endpoint"]}
                if subscription["SubscriptionArn"].startswith("arn:"):
                    with suppress(ClientError, BotoCoreError):
                        own = topics.get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])
                        shown["filter"] = own["Attributes"].get("FilterPolicy")
                        shown["raw"] = own["Attributes"].get("RawMessageDelivery")
                        shown["pending"] = own["Attributes"].get("PendingConfirmation")
                told["subscriptions"].append(shown)
                with suppress(ClientError, BotoCoreError):
                    look_for(subscription["Endpoint"])
print(json.dumps(answer))
