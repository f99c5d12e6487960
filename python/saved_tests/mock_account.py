"""Makes a small AWS account in moto: one thing of each kind that a script reads, under the names that it asks for.

Written by `nephoscope script test --save`, next to the tests that use it; edit neither, save again.
"""

import contextlib
import io
import json
import zipfile

import boto3
from botocore.exceptions import BotoCoreError, ClientError

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


class Asked:
    """Strings that the script's calls name, by parameter."""

    def __init__(self, names):
        self.names = {name.lower(): values for name, values in names.items()}

    def of(self, default, *parameters):
        found = [value for name in parameters for value in self.names.get(name.lower(), [])]
        plain = [value.split(":")[-1].split("/")[-1] if value.startswith(("arn:", "http")) else value for value in found]
        return sorted(set(plain)) or [default]


def network():
    ec2 = boto3.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]][:2]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{index}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for index, zone in enumerate(zones)
    ]
    group = ec2.create_security_group(GroupName=f"example-{vpc}", Description="example", VpcId=vpc)["GroupId"]
    return vpc, subnets, group


def role(name="example-role"):
    iam = boto3.client("iam")
    with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    return iam.get_role(RoleName=name)["Role"]["Arn"]


def make_acm(asked):
    boto3.client("acm").request_certificate(DomainName="example.com", ValidationMethod="DNS")


def make_apigateway(asked):
    boto3.client("apigateway").create_rest_api(name="example")


def make_apigatewayv2(asked):
    boto3.client("apigatewayv2").create_api(Name="example", ProtocolType="HTTP")


def make_autoscaling(asked):
    _, subnets, _ = network()
    client = boto3.client("autoscaling")
    client.create_launch_configuration(LaunchConfigurationName="example", ImageId="ami-12c6146b", InstanceType="t3.micro")
    for name in asked.of("example-group", "AutoScalingGroupName", "AutoScalingGroupNames"):
        client.create_auto_scaling_group(
            AutoScalingGroupName=name, LaunchConfigurationName="example", MinSize=1, MaxSize=2, VPCZoneIdentifier=",".join(subnets)
        )


def make_cloudformation(asked):
    template = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    for name in asked.of("example-stack", "StackName"):
        boto3.client("cloudformation").create_stack(StackName=name, TemplateBody=template)


def make_cloudtrail(asked):
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="example-trail-logs")
    for name in asked.of("example-trail", "Name", "TrailName", "trailNameList"):
        boto3.client("cloudtrail").create_trail(Name=name, S3BucketName="example-trail-logs")


def make_cloudwatch(asked):
    client = boto3.client("cloudwatch")
    for name in asked.of("example-alarm", "AlarmNames", "AlarmName"):
        client.put_metric_alarm(
            AlarmName=name,
            Namespace="AWS/EC2",
            MetricName="CPUUtilization",
            Statistic="Average",
            Period=300,
            EvaluationPeriods=1,
            Threshold=80,
            ComparisonOperator="GreaterThanThreshold",
        )
    client.put_metric_data(Namespace="Example", MetricData=[{"MetricName": "Example", "Value": 1.0}])


def make_dynamodb(asked):
    for name in asked.of("example-table", "TableName"):
        boto3.client("dynamodb").create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )


def make_ec2(asked):
    _, subnets, group = network()
    ec2 = boto3.client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=subnets[0], SecurityGroupIds=[group])
    ec2.create_volume(Size=8, AvailabilityZone=ec2.describe_availability_zones()["AvailabilityZones"][0]["ZoneName"])


def make_ecr(asked):
    for name in asked.of("example-repository", "repositoryName", "repositoryNames"):
        boto3.client("ecr").create_repository(repositoryName=name)


def make_ecs(asked):
    client = boto3.client("ecs")
    for name in asked.of("example-cluster", "cluster", "clusters"):
        client.create_cluster(clusterName=name)
        client.register_task_definition(family="example", containerDefinitions=[{"name": "only", "image": "busybox", "memory": 64}])
        for service in asked.of("example-service", "services", "serviceName"):
            client.create_service(cluster=name, serviceName=service, taskDefinition="example", desiredCount=1)


def make_efs(asked):
    boto3.client("efs").create_file_system(CreationToken="example")


def make_elbv2(asked):
    vpc, subnets, group = network()
    client = boto3.client("elbv2")
    for name in asked.of("example-balancer", "Names"):
        made = client.create_load_balancer(Name=name[:32], Subnets=subnets, SecurityGroups=[group])["LoadBalancers"][0]
        target = client.create_target_group(Name=f"{name[:24]}-targets", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]
        client.create_listener(
            LoadBalancerArn=made["LoadBalancerArn"],
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": target["TargetGroupArn"]}],
        )


def make_events(asked):
    for name in asked.of("example-rule", "Rule"):
        boto3.client("events").put_rule(Name=name, ScheduleExpression="rate(1 hour)")


def make_iam(asked):
    client = boto3.client("iam")
    for name in asked.of("example-role", "RoleName"):
        role(name)
    for name in asked.of("example-user", "UserName"):
        client.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client.create_policy(PolicyName="example-policy", PolicyDocument=document)
    client.create_group(GroupName="example-group")


def make_kinesis(asked):
    for name in asked.of("example-stream", "StreamName", "StreamARN"):
        boto3.client("kinesis").create_stream(StreamName=name, ShardCount=1)


def make_kms(asked):
    client = boto3.client("kms")
    key = client.create_key(Description="example")["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName="alias/example", TargetKeyId=key)


def make_lambda(asked):
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "def handler(event, context):\n    return event\n")
    for name in asked.of("example-function", "FunctionName"):
        boto3.client("lambda").create_function(
            FunctionName=name, Runtime="python3.12", Role=role(), Handler="main.handler", Code={"ZipFile": code.getvalue()}
        )


def make_logs(asked):
    client = boto3.client("logs")
    for name in [value for value in asked.names.get("loggroupname", [])] or ["/example/group"]:
        client.create_log_group(logGroupName=name)
        client.create_log_stream(logGroupName=name, logStreamName="example")


def make_rds(asked):
    for name in asked.of("example-database", "DBInstanceIdentifier"):
        boto3.client("rds").create_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            MasterUsername="example",
            MasterUserPassword="only-for-moto",  # noqa: S106
            AllocatedStorage=20,
        )


def make_route53(asked):
    boto3.client("route53").create_hosted_zone(Name="example.com", CallerReference="example")


def make_s3(asked):
    client = boto3.client("s3", region_name="us-east-1")
    for name in asked.of("example-bucket", "Bucket"):
        client.create_bucket(Bucket=name)
        client.put_object(Bucket=name, Key="example.txt", Body=b"example")


def make_scheduler(asked):
    boto3.client("scheduler").create_schedule(
        Name="example",
        ScheduleExpression="rate(1 hour)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:lambda:us-east-1:123456789012:function:example", "RoleArn": role()},
    )


def make_secretsmanager(asked):
    for name in asked.of("example-secret", "SecretId"):
        boto3.client("secretsmanager").create_secret(Name=name, SecretString="only-for-moto")  # noqa: S106


def make_sns(asked):
    client = boto3.client("sns")
    for name in asked.of("example-topic", "TopicArn"):
        topic = client.create_topic(Name=name)["TopicArn"]
        queue = boto3.client("sqs").create_queue(QueueName=f"{name}-subscriber")["QueueUrl"]
        attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
        client.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes["QueueArn"])


def make_sqs(asked):
    for name in asked.of("example-queue", "QueueName", "QueueUrl"):
        boto3.client("sqs").create_queue(QueueName=name)


def make_ssm(asked):
    boto3.client("ssm").put_parameter(Name="/example/parameter", Value="example", Type="String")


def make_stepfunctions(asked):
    definition = json.dumps({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": True}}})
    boto3.client("stepfunctions").create_state_machine(name="example", definition=definition, roleArn=role())


def make(services, names):
    """Makes what the services hold. A kind that this version of moto cannot make is left out: its reads are answered as rehearsed, or are empty."""
    asked = Asked(names)
    left_out = {}
    for service in services:
        maker = globals().get("make_" + service.replace("-", "_"))
        if maker is None:
            left_out[service] = "nothing is made for it"
            continue
        try:
            maker(asked)
        except (NotImplementedError, ClientError, BotoCoreError) as error:
            left_out[service] = str(error)
    return left_out
