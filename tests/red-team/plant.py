"""Plants texts in an account: every place where people leave them. Reads {"endpoint", "named", "spoken"} from standard input, prints the places."""

import base64
import io
import json
import sys
import zipfile

import boto3
from botocore.exceptions import BotoCoreError, ClientError

given = json.load(sys.stdin)
named = given["named"]  # [[name, text], …]
spoken = given["spoken"]  # [text, …]
planted = {}


def client(service):
    return boto3.client(
        service,
        endpoint_url=given["endpoint"],
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def plant(place, act):
    try:
        act()
        planted[place] = "planted"
    except (ClientError, BotoCoreError) as error:
        planted[place] = str(error)[:200]


def package():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): pass")
    return buffer.getvalue()


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com", "ecs-tasks.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}
iam = client("iam")
role = iam.create_role(
    RoleName="planted", AssumeRolePolicyDocument=json.dumps(TRUST), Description=spoken[0][:900]
)["Role"]["Arn"]
variables = {f"{name}_{at}": text for at, (name, text) in enumerate(named)}
exact = dict(named)


def functions():
    lambda_ = client("lambda")
    for at in range(0, len(named), 40):
        chosen = dict(list(exact.items())[at : at + 40])
        chosen = {key.replace(".", "_"): text for key, text in chosen.items()}
        lambda_.create_function(
            FunctionName=f"planted-{at}",
            Runtime="python3.12",
            Role=role,
            Handler="app.handler",
            Code={"ZipFile": package()},
            Description=spoken[1][:250],
            Environment={"Variables": chosen},
            Tags={"note": spoken[2][:250]},
        )


def instances():
    ec2 = client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"] if ec2.describe_images()["Images"] else "ami-12345678"
    for at in range(0, len(spoken), 12):
        lines = "\n".join(["#!/bin/sh", *spoken[at : at + 12]])
        ec2.run_instances(
            ImageId=image,
            MinCount=1,
            MaxCount=1,
            InstanceType="t3.micro",
            UserData=lines,
            TagSpecifications=[
                {
                    "ResourceType": "instance",
                    "Tags": [{"Key": f"note-{n}", "Value": text[:255]} for n, text in enumerate(spoken[at : at + 12])],
                }
            ],
        )


def parameters():
    ssm = client("ssm")
    for at, (name, text) in enumerate(named):
        ssm.put_parameter(Name=f"/app/{name}/{at}", Value=text, Type="String" if at % 2 else "SecureString")
    for at, text in enumerate(spoken):
        ssm.put_parameter(Name=f"/text/{at}", Value=text, Type="String", Description=text[:1000])


def secrets():
    manager = client("secretsmanager")
    for at, (_, text) in enumerate(named[:10]):
        manager.create_secret(Name=f"planted/{at}", SecretString=json.dumps({"password": text}), Description="planted")


def logs():
    service = client("logs")
    group, stream = "/aws/lambda/planted-0", "one"
    service.create_log_group(logGroupName=group)
    service.create_log_stream(logGroupName=group, logStreamName=stream)
    import time

    now = int(time.time() * 1000)
    lines = [*[f"\n{text}" for text in spoken], *[f"{name}={text}" for name, text in named]]
    service.put_log_events(
        logGroupName=group,
        logStreamName=stream,
        logEvents=[{"timestamp": now - 60_000 + at, "message": f"INFO {text}"} for at, text in enumerate(lines)],
    )


def tasks():
    ecs = client("ecs")
    ecs.register_task_definition(
        family="planted",
        containerDefinitions=[
            {
                "name": "app",
                "image": "app",
                "memory": 128,
                "environment": [{"name": name, "value": text} for name, text in named],
                "command": ["sh", "-c", "\n".join(spoken[:20])],
                "entryPoint": ["--password", spoken[3][:100]] if len(spoken) > 3 else [],
                "dockerLabels": {f"label{at}": text for at, text in enumerate(spoken[20:30])},
            }
        ],
    )


def logical(name):
    return "".join(word[:1].upper() + word[1:].lower() for word in name.replace(".", "_").split("_"))


def stacks():
    chosen = list(exact.items())
    template = {
        "Description": spoken[4][:900],
        "Parameters": {logical(name): {"Type": "String", "Default": text} for name, text in chosen},
        "Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "planted"}}},
        "Outputs": {logical(name): {"Value": text} for name, text in chosen},
    }
    client("cloudformation").create_stack(
        StackName="planted",
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": logical(name), "ParameterValue": text} for name, text in chosen],
    )


def rules():
    events = client("events")
    events.put_rule(Name="planted", ScheduleExpression="rate(1 hour)", Description=spoken[5][:500])
    events.put_targets(
        Rule="planted",
        Targets=[
            {
                "Id": str(at),
                "Arn": "arn:aws:lambda:us-east-1:123456789012:function:planted-0",
                "Input": json.dumps({"text": text, **{name: value for name, value in named[at : at + 4]}}),
            }
            for at, text in enumerate(spoken[:20])
        ],
    )


def workflows():
    definition = {
        "Comment": spoken[6],
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Result": {"env": exact, "lines": spoken[:30]}, "End": True},
        },
    }
    client("stepfunctions").create_state_machine(name="planted", definition=json.dumps(definition), roleArn=role)


def gateways():
    api = client("apigateway")
    rest = api.create_rest_api(name="planted", description=spoken[7])["id"]
    root = api.get_resources(restApiId=rest)["items"][0]["id"]
    api.put_method(restApiId=rest, resourceId=root, httpMethod="GET", authorizationType="NONE")
    api.put_integration(restApiId=rest, resourceId=root, httpMethod="GET", type="MOCK")
    api.create_deployment(
        restApiId=rest, stageName="prod", variables={name.replace(".", "_"): text for name, text in named[:40]}
    )


def buckets():
    s3 = client("s3")
    s3.create_bucket(Bucket="planted-bucket")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Referer",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::planted-bucket/*",
                "Condition": {"StringEquals": {"aws:Referer": f"https://shop.example.com/?token={named[0][1]}"}},
            }
        ],
    }
    s3.put_bucket_policy(Bucket="planted-bucket", Policy=json.dumps(policy))
    s3.put_bucket_tagging(
        Bucket="planted-bucket", Tagging={"TagSet": [{"Key": name, "Value": text[:255]} for name, text in named[:20]]}
    )


def databases():
    rds = client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="planted",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        MasterUsername="app",
        MasterUserPassword=named[0][1][:30],
        AllocatedStorage=20,
        Tags=[{"Key": name, "Value": text[:255]} for name, text in named[20:40]],
    )


def topics():
    sns = client("sns")
    topic = sns.create_topic(Name="planted", Tags=[{"Key": "note", "Value": spoken[8][:255]}])["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="https", Endpoint=f"https://hook:{named[-1][1]}@hooks.example.com/x")
    client("sqs").create_queue(QueueName="planted", tags={name: text[:255] for name, text in named[:10]})


def alarms():
    client("cloudwatch").put_metric_alarm(
        AlarmName="planted",
        AlarmDescription=spoken[9][:1000],
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Dimensions=[{"Name": "FunctionName", "Value": "planted-0"}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )


def builds():
    client("codebuild").create_project(
        name="planted",
        source={"type": "S3", "location": "planted-bucket/x"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "x",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": [{"name": name, "value": text, "type": "PLAINTEXT"} for name, text in named],
        },
        serviceRole=role,
    )


for place in (
    functions, instances, parameters, secrets, logs, tasks, stacks, rules, workflows, gateways, buckets, databases, topics,
    alarms, builds,
):  # fmt: skip
    plant(place.__name__, place)
print(json.dumps(planted))
