"""Two accounts and two regions on a simulator: a peering between them, a bucket and a role across, a stopped instance and a fault in each."""

import json
import sys

import boto3

endpoint = sys.argv[1]
first, second = "123456789012", "222222222222"
keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
sts = boto3.client("sts", endpoint_url=endpoint, region_name="us-east-1", **keys)
assumed = sts.assume_role(RoleArn=f"arn:aws:iam::{second}:role/reader", RoleSessionName="seed")["Credentials"]
theirs = {
    "aws_access_key_id": assumed["AccessKeyId"],
    "aws_secret_access_key": assumed["SecretAccessKey"],
    "aws_session_token": assumed["SessionToken"],
}


def client(service, account, region="us-east-1"):
    return boto3.client(
        service, endpoint_url=endpoint, region_name=region, **(keys if account == first else theirs)
    )


def network(account, region, cidr, name, ingress):
    ec2 = client("ec2", account, region)
    vpc = ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr.replace("/16", "/24"))["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    if ingress:
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=ingress)
    instance = ec2.run_instances(
        ImageId="ami-12345678",
        MinCount=1,
        MaxCount=1,
        SubnetId=subnet,
        SecurityGroupIds=[group],
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}],
    )["Instances"][0]["InstanceId"]
    table = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"][0]
    return {"ec2": ec2, "vpc": vpc, "group": group, "instance": instance, "table": table["RouteTableId"]}


def opened(port, cidr):
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr}]}]


web = network(first, "us-east-1", "10.1.0.0/16", "web-1", [])
ledger = network(second, "eu-central-1", "10.2.0.0/16", "ledger-1", opened(5432, "10.1.0.0/16"))
peering = web["ec2"].create_vpc_peering_connection(
    VpcId=web["vpc"], PeerVpcId=ledger["vpc"], PeerOwnerId=second, PeerRegion="eu-central-1"
)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
ledger["ec2"].accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
web["ec2"].create_route(
    RouteTableId=web["table"], DestinationCidrBlock="10.2.0.0/16", VpcPeeringConnectionId=peering
)
ledger["ec2"].create_route(
    RouteTableId=ledger["table"], DestinationCidrBlock="10.1.0.0/16", VpcPeeringConnectionId=peering
)

trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{first}:root"}, "Action": "sts:AssumeRole"}
    ],
}
nobody = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
wide = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "sts:AssumeRole"], "Resource": "*"}],
}
for account, policy in ((first, wide), (second, None)):
    iam = client("iam", account)
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps(nobody))
    iam.create_role(RoleName="idle", AssumeRolePolicyDocument=json.dumps(nobody))
    if policy:
        iam.put_role_policy(RoleName="app", PolicyName="wide", PolicyDocument=json.dumps(policy))
client("iam", second).create_role(RoleName="open-to-first", AssumeRolePolicyDocument=json.dumps(trust))

s3 = client("s3", second)
for bucket, reader in (("second-shared", "app"), ("second-closed", "other")):
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{first}:role/{reader}"},
                        "Action": "s3:GetObject",
                        "Resource": f"arn:aws:s3:::{bucket}/*",
                    }
                ],
            }
        ),
    )

# The same name in three places; only the one of the second account is at fault.
for account, region in ((first, "us-east-1"), (first, "eu-central-1"), (second, "eu-central-1")):
    code = {"ZipFile": b"x"}
    role = client("iam", account).get_role(RoleName="app")["Role"]["Arn"]
    functions = client("lambda", account, region)
    functions.create_function(
        FunctionName="resizer", Runtime="python3.12", Role=role, Handler="x.y", Code=code
    )
client("lambda", second, "eu-central-1").put_function_concurrency(
    FunctionName="resizer", ReservedConcurrentExecutions=0
)

print(json.dumps({"web": web["instance"], "ledger": ledger["instance"], "peering": peering, "group": ledger["group"]}))
