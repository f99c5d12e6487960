"""Lists topics and all subscriptions of the region, with each topic's attributes and policy.

variables: {}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

sns = boto3.client("sns")

answer = {"topics": {}, "subscriptions": []}
for page in sns.get_paginator("list_topics").paginate():
    for topic in page["Topics"]:
        with suppress(ClientError, BotoCoreError):
            attributes = sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]
            answer["topics"][topic["TopicArn"]] = attributes.get("SubscriptionsConfirmed")
with suppress(ClientError, BotoCoreError):
    for page in sns.get_paginator("list_subscriptions").paginate():
        answer["subscriptions"] += [[one["TopicArn"], one["Protocol"], one["SubscriptionArn"]] for one in page["Subscriptions"]]
print(json.dumps(answer))
