"""Puts one of each thing and one IAM user for each policy into a simulator, then has it enforce IAM.

Standard input: {"endpoint": ..., "region": ..., "policies": {name: document}}. Standard output: {name: {"accessKeyId": ..., "secretAccessKey": ...}}.
"""

import json
import sys
import urllib.request

import boto3

asked = json.load(sys.stdin)
region = asked["region"]
keys = {"aws_access_key_id": "seed", "aws_secret_access_key": "seed"}


def client(service):
    return boto3.client(service, endpoint_url=asked["endpoint"], region_name=region, **keys)


ec2, s3, iam, sqs = client("ec2"), client("s3"), client("iam"), client("sqs")
dynamodb, rds, sns, logs, kms = client("dynamodb"), client("rds"), client("sns"), client("logs"), client("kms")

vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24")["Subnet"]["SubnetId"]
ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet)
s3.create_bucket(Bucket="sample")
s3.put_object(Bucket="sample", Key="sample", Body=b"sample")
s3.put_bucket_policy(
    Bucket="sample",
    Policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::sample/*",
                }
            ],
        }
    ),
)
sqs.create_queue(QueueName="sample")
dynamodb.create_table(
    TableName="sample",
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    BillingMode="PAY_PER_REQUEST",
)
rds.create_db_instance(
    DBInstanceIdentifier="sample", DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20
)
sns.create_topic(Name="topic")
logs.create_log_group(logGroupName="sample")
logs.create_log_stream(logGroupName="sample", logStreamName="sample")
kms.create_key()
trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
iam.create_role(RoleName="sample", AssumeRolePolicyDocument=json.dumps(trust))
iam.put_role_policy(
    RoleName="sample",
    PolicyName="sample",
    PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:List*", "Resource": "*"}]}
    ),
)
iam.create_user(UserName="sample")

given = {}
for index, (name, document) in enumerate(asked["policies"].items()):
    user = f"probe-{index}"
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="derived", PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    given[name] = {"accessKeyId": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"]}

# A form would be taken apart by the server.
request = urllib.request.Request(
    f"{asked['endpoint']}/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"}
)
urllib.request.urlopen(request)
print(json.dumps(given))
