"""Lists the delivery streams of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

firehose = boto3.client("firehose")
found = {"delivery_streams": []}
try:
    page = firehose.list_delivery_streams()
    found["delivery_streams"] += page["DeliveryStreamNames"]
    while page.get("HasMoreDeliveryStreams") and page["DeliveryStreamNames"]:
        page = firehose.list_delivery_streams(ExclusiveStartDeliveryStreamName=page["DeliveryStreamNames"][-1])
        found["delivery_streams"] += page["DeliveryStreamNames"]
except ClientError as error:
    found["delivery_streams"] = error.response["Error"]["Code"]

print(json.dumps(found))
