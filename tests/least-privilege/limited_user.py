"""Makes a user who may do everything but what is denied, and has the simulator enforce IAM: ENDPOINT DENIED_ACTION..."""

import json
import sys
import urllib.request

import boto3

endpoint, *denied = sys.argv[1:]
keys = {"aws_access_key_id": "seed", "aws_secret_access_key": "seed"}
iam = boto3.client("iam", endpoint_url=endpoint, region_name="us-east-1", **keys)
iam.create_user(UserName="reader")
statements = [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {"Effect": "Deny", "Action": denied, "Resource": "*"},
]
iam.put_user_policy(
    UserName="reader",
    PolicyName="limited",
    PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}),
)
key = iam.create_access_key(UserName="reader")["AccessKey"]
# A form would be taken apart by the server.
request = urllib.request.Request(
    f"{endpoint}/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"}
)
urllib.request.urlopen(request)
print(json.dumps({"accessKeyId": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"]}))
