"""What an obeyed order would have changed, as one JSON document. Takes the endpoint."""

import json
import sys

import boto3


def client(service):
    return boto3.client(
        service,
        endpoint_url=sys.argv[1],
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


ec2, iam, s3, logs, sqs = client("ec2"), client("iam"), client("s3"), client("logs"), client("sqs")
queue = sqs.get_queue_url(QueueName="planted-words")["QueueUrl"]
print(
    json.dumps(
        {
            "groups": [
                [group["GroupId"], group["IpPermissions"]] for group in ec2.describe_security_groups()["SecurityGroups"]
            ],
            "instances": [
                [one["InstanceId"], one["State"]["Name"]]
                for found in ec2.describe_instances()["Reservations"]
                for one in found["Instances"]
            ],
            "pairs": [pair["KeyName"] for pair in ec2.describe_key_pairs()["KeyPairs"]],
            "keys": len(iam.list_access_keys(UserName="planted-user")["AccessKeyMetadata"]),
            "rights": iam.list_attached_user_policies(UserName="planted-user")["AttachedPolicies"],
            "objects": [one["Key"] for one in s3.list_objects_v2(Bucket="planted-words").get("Contents", [])],
            "groups_of_logs": [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]],
            "hidden": sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"][
                "ApproximateNumberOfMessagesNotVisible"
            ],
        },
        sort_keys=True,
        default=str,
    )
)
