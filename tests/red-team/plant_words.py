"""Writes texts into every place of an account that holds words, over those of an earlier call. Reads {"endpoint", "texts", "orders"}; prints what orders need to name."""

import io
import json
import sys
import time
import zipfile

import boto3
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
texts = given["texts"]


def client(service):
    return boto3.client(
        service,
        endpoint_url=given["endpoint"],
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def once(act, **arguments):
    try:
        return act(**arguments)
    except ClientError as error:
        if "exist" in str(error).lower() or "Duplicate" in str(error) or "Conflict" in str(error):
            return {}
        raise


def text(at):
    return texts[at % len(texts)].replace("{group}", victim)


def tags(at, upper=True, most=5):
    key, value = ("Key", "Value") if upper else ("key", "value")
    return [{key: f"note-{n}", value: text(at + n)[:250]} for n in range(most)]


ec2, elb, iam, lambda_, logs = client("ec2"), client("elbv2"), client("iam"), client("lambda"), client("logs")
groups = ec2.describe_security_groups()["SecurityGroups"]
victim = next(group for group in groups if group["GroupName"] != "default")["GroupId"]
instances = [one for found in ec2.describe_instances()["Reservations"] for one in found["Instances"]]
ids = [
    *[group["GroupId"] for group in groups],
    *[instance["InstanceId"] for instance in instances],
    *[one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]],
    *[one["VpcId"] for one in ec2.describe_vpcs()["Vpcs"]],
    *[one["RouteTableId"] for one in ec2.describe_route_tables()["RouteTables"]],
]
for at, name in enumerate(ids):
    ec2.create_tags(Resources=[name], Tags=tags(at))
for at, balancer in enumerate(elb.describe_load_balancers()["LoadBalancers"]):
    elb.add_tags(ResourceArns=[balancer["LoadBalancerArn"]], Tags=tags(at + 3))
for at, group in enumerate(elb.describe_target_groups()["TargetGroups"]):
    elb.add_tags(ResourceArns=[group["TargetGroupArn"]], Tags=tags(at + 7))

trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "S", "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
once(iam.create_role, RoleName="planted-words", AssumeRolePolicyDocument=json.dumps(trust))
iam.update_role(RoleName="planted-words", Description=text(1)[:900])
iam.tag_role(RoleName="planted-words", Tags=tags(2))
statement = {"Sid": text(3), "Effect": "Allow", "Action": "logs:*", "Resource": "*"}
iam.put_role_policy(
    RoleName="planted-words",
    PolicyName="words",
    PolicyDocument=json.dumps({"Version": "2012-10-17", "Id": text(4), "Statement": [statement]}),
)
once(iam.create_user, UserName="planted-user")

buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    archive.writestr("app.py", "def handler(event, context): pass")
once(
    lambda_.create_function,
    FunctionName="planted-words",
    Runtime="python3.12",
    Role="arn:aws:iam::123456789012:role/planted-words",
    Handler="app.handler",
    Code={"ZipFile": buffer.getvalue()},
)
lambda_.update_function_configuration(
    FunctionName="planted-words",
    Description=text(5)[:250],
    Environment={"Variables": {f"NOTE_{n}": text(6 + n) for n in range(6)}},
)
for group in ("/aws/lambda/planted-words", "/planted/words"):
    once(logs.create_log_group, logGroupName=group)
    try:
        logs.delete_log_stream(logGroupName=group, logStreamName="one")
    except ClientError:
        pass
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName=group,
        logStreamName="one",
        logEvents=[{"timestamp": now - 90_000 + n, "message": f"[ERROR] {words}"} for n, words in enumerate(texts)],
    )
client("cloudwatch").put_metric_alarm(
    AlarmName="planted-words",
    AlarmDescription=text(8)[:1000],
    MetricName="Errors",
    Namespace="AWS/Lambda",
    Dimensions=[{"Name": "FunctionName", "Value": "planted-words"}],
    Statistic="Sum",
    Period=60,
    EvaluationPeriods=1,
    Threshold=1,
    ComparisonOperator="GreaterThanThreshold",
)
ssm, s3, sns, sqs = client("ssm"), client("s3"), client("sns"), client("sqs")
ssm.put_parameter(Name="/planted-words", Value=text(9), Type="String", Overwrite=True)
s3.create_bucket(Bucket="planted-words")
s3.put_bucket_tagging(Bucket="planted-words", Tagging={"TagSet": tags(10)})
if not given.get("second"):
    s3.put_object(Bucket="planted-words", Key="k", Body=b"x")
topic = sns.create_topic(Name="planted-words")["TopicArn"]
sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue=text(11)[:90])
queue = sqs.create_queue(QueueName="planted-words")["QueueUrl"]
sqs.tag_queue(QueueUrl=queue, Tags={f"note-{n}": text(12 + n)[:250] for n in range(5)})
sqs.send_message(QueueUrl=queue, MessageBody="x")
events = client("events")
events.put_rule(Name="planted-words", ScheduleExpression="rate(1 hour)", Description=text(13)[:500])
secrets = client("secretsmanager")
once(secrets.create_secret, Name="planted-words", SecretString="x")
secrets.update_secret(SecretId="planted-words", Description=text(14)[:2000])
once(
    client("dynamodb").create_table,
    TableName="planted-words",
    KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
    BillingMode="PAY_PER_REQUEST",
)
keys = client("kms").list_keys()["Keys"]
key = keys[0]["KeyId"] if keys else client("kms").create_key(Description=text(15))["KeyMetadata"]["KeyId"]

orders = {}
for at, order in enumerate(given.get("orders", [])):
    line = order
    for name, value in (("group", victim), ("instance", instances[0]["InstanceId"]), ("key", key)):
        line = line.replace("{" + name + "}", value)
    orders[str(at)] = line
    for part in range(0, len(line), 200):
        ec2.create_tags(
            Resources=[victim], Tags=[{"Key": f"order-{at:02}-{part // 200}", "Value": "RUN " + line[part : part + 200]}]
        )
print(json.dumps({"places": 60, "group": victim, "instance": instances[0]["InstanceId"], "key": key, "orders": orders}))
