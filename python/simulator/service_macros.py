"""Macros for everything but networks and what is observed, all made of ordinary API calls."""

import datetime as dt
import json
import time

import requests
from macro import macro, pol, tags, zipb
from observability_macros import alarm, logs, metric
from seeding import ACCOUNT, REGION


@macro
def role(c, a):
    tr = a.get("trust") or pol(
        {
            "Effect": "Allow",
            "Principal": {"Service": a.get("svc", "lambda.amazonaws.com")},
            "Action": "sts:AssumeRole",
        }
    )
    k = dict(RoleName=a["name"], AssumeRolePolicyDocument=json.dumps(tr))
    if a.get("boundary"):
        k["PermissionsBoundary"] = a["boundary"]
    r = c.call("iam", "create_role", k)["Role"]["Arn"]
    for n, d in (a.get("inline") or {}).items():
        c.call(
            "iam",
            "put_role_policy",
            dict(
                RoleName=a["name"],
                PolicyName=n,
                PolicyDocument=json.dumps(pol(*(d if isinstance(d, list) else [d]))),
            ),
        )
    for x in a.get("attach", []):
        c.call("iam", "attach_role_policy", dict(RoleName=a["name"], PolicyArn=x))
    if a.get("profile"):
        c.call("iam", "create_instance_profile", dict(InstanceProfileName=a["profile"]))
        c.call(
            "iam", "add_role_to_instance_profile", dict(InstanceProfileName=a["profile"], RoleName=a["name"])
        )
    return r


@macro
def policy(c, a):
    return c.call(
        "iam",
        "create_policy",
        dict(
            PolicyName=a["name"],
            PolicyDocument=json.dumps(pol(*(a["st"] if isinstance(a["st"], list) else [a["st"]]))),
        ),
    )["Policy"]["Arn"]


@macro
def user(c, a):
    c.call("iam", "create_user", dict(UserName=a["name"]))
    for n, d in (a.get("inline") or {}).items():
        c.call(
            "iam",
            "put_user_policy",
            dict(
                UserName=a["name"],
                PolicyName=n,
                PolicyDocument=json.dumps(pol(*(d if isinstance(d, list) else [d]))),
            ),
        )
    for x in a.get("attach", []):
        c.call("iam", "attach_user_policy", dict(UserName=a["name"], PolicyArn=x))
    r = None
    for _ in range(a.get("keys", 0)):
        r = c.call("iam", "create_access_key", dict(UserName=a["name"]))["AccessKey"]["AccessKeyId"]
    if a.get("console"):
        c.call("iam", "create_login_profile", dict(UserName=a["name"], Password="Xx!23456789xX"))
    return r or f"arn:aws:iam::{ACCOUNT}:user/" + a["name"]


@macro
def fn(c, a):
    r = a.get("role") or c.bound.get("_fnrole")
    if not r:
        r = c.bound["_fnrole"] = role(
            c,
            dict(
                name="lambda-basic", inline={"logs": {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}}
            ),
        )
    k = dict(
        FunctionName=a["name"],
        Role=r,
        Runtime=a.get("runtime", "python3.12"),
        Handler=a.get("handler", "app.handler"),
        Code={"ZipFile": zipb(a.get("code", "def handler(e,c):\n    return 1\n"))},
        Timeout=a.get("timeout", 30),
        MemorySize=a.get("memory", 256),
    )
    if a.get("env"):
        k["Environment"] = {"Variables": {x: str(y) for x, y in a["env"].items()}}
    if a.get("subnets"):
        k["VpcConfig"] = {"SubnetIds": a["subnets"], "SecurityGroupIds": a.get("sgs", [])}
    k.update(a.get("extra", {}))
    return c.call("lambda", "create_function", k)["FunctionArn"]


@macro
def rds(c, a):
    g = a.get("group") or "db-private"
    try:
        c.call(
            "rds",
            "create_db_subnet_group",
            dict(
                DBSubnetGroupName=g,
                DBSubnetGroupDescription=g,
                SubnetIds=a.get("subnets") or [c.bound["prv_a"], c.bound["prv_b"]],
            ),
        )
    except Exception as e:
        if "AlreadyExists" not in str(e):
            raise
    k = dict(
        DBInstanceIdentifier=a["id"],
        DBInstanceClass=a.get("cls", "db.m6g.large"),
        Engine=a.get("engine", "postgres"),
        MasterUsername="app",
        MasterUserPassword="S3cretPassw0rd",
        AllocatedStorage=a.get("gb", 100),
        DBSubnetGroupName=g,
        VpcSecurityGroupIds=a.get("sgs", []),
        PubliclyAccessible=a.get("public", False),
        MultiAZ=a.get("multiaz", True),
        StorageEncrypted=a.get("enc", True),
        BackupRetentionPeriod=a.get("backup", 7),
        Port=a.get("port", 5432),
    )
    k["EngineVersion"] = {"postgres": "16.4", "mysql": "8.0.39"}.get(k["Engine"], "")
    k.update(a.get("extra", {}))
    r = c.call("rds", "create_db_instance", k)["DBInstance"]  # moto's own default would be 9.3.3
    c.bound[a["id"].replace("-", "_") + "_ep"] = (
        r["Endpoint"]["Address"]
        if r.get("Endpoint")
        else c.call("rds", "describe_db_instances", dict(DBInstanceIdentifier=a["id"]))["DBInstances"][0][
            "Endpoint"
        ]["Address"]
    )
    return a["id"]


@macro
def bucket(c, a):
    n = a["name"]
    k = dict(Bucket=n)
    c.call("s3", "create_bucket", k)
    if a.get("policy"):
        c.call("s3", "put_bucket_policy", dict(Bucket=n, Policy=json.dumps(pol(*a["policy"]))))
    if a.get("pab") is not None:
        c.call(
            "s3",
            "put_public_access_block",
            dict(
                Bucket=n,
                PublicAccessBlockConfiguration=dict.fromkeys(
                    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"],
                    bool(a["pab"]),
                ),
            ),
        )
    if a.get("versioning"):
        c.call(
            "s3", "put_bucket_versioning", dict(Bucket=n, VersioningConfiguration={"Status": a["versioning"]})
        )
    if a.get("kms"):
        c.call(
            "s3",
            "put_bucket_encryption",
            dict(
                Bucket=n,
                ServerSideEncryptionConfiguration={
                    "Rules": [
                        {
                            "ApplyServerSideEncryptionByDefault": {
                                "SSEAlgorithm": "aws:kms",
                                "KMSMasterKeyID": a["kms"],
                            },
                            "BucketKeyEnabled": True,
                        }
                    ]
                },
            ),
        )
    if a.get("tags"):
        c.call(
            "s3",
            "put_bucket_tagging",
            dict(Bucket=n, Tagging={"TagSet": [{"Key": x, "Value": y} for x, y in a["tags"].items()]}),
        )
    for key in a.get("objects", []):
        c.call("s3", "put_object", dict(Bucket=n, Key=key, Body=b"x" * 64))
    return n


@macro
def table(c, a):
    k = dict(
        TableName=a["name"],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    if a.get("rcu"):
        k["ProvisionedThroughput"] = {"ReadCapacityUnits": a["rcu"], "WriteCapacityUnits": a["wcu"]}
    else:
        k["BillingMode"] = "PAY_PER_REQUEST"
    k.update(a.get("extra", {}))
    return c.call("dynamodb", "create_table", k)["TableDescription"]["TableArn"]


@macro
def queue(c, a):
    u = c.call(
        "sqs",
        "create_queue",
        dict(
            QueueName=a["name"],
            Attributes={
                k: (json.dumps(v) if isinstance(v, dict) else str(v)) for k, v in a.get("attrs", {}).items()
            },
        ),
    )["QueueUrl"]
    for i in range(a.get("messages", 0)):
        c.call(
            "sqs",
            "send_message",
            dict(
                QueueUrl=u,
                MessageBody=a.get("body", '{"n":%d}') % i if "%d" in a.get("body", '{"n":%d}') else a["body"],
            ),
        )
    c.bound[a["name"].replace("-", "_").replace(".", "_") + "_arn"] = (
        f"arn:aws:sqs:{REGION}:{ACCOUNT}:" + a["name"]
    )
    return u


@macro
def ce(c, a):
    requests.post(
        c.endpoint + "/moto-api/static/ce/cost-and-usage-results",
        json={"account_id": ACCOUNT, "results": a["results"]},
    )
    c.calls.append(("moto-api", "ce-static", "overlay"))


@macro
def cert(c, a):  # imports a self-signed certificate valid for `days`
    from cryptography import x509
    from cryptography.x509.oid import NameOID
    from cryptography.hazmat.primitives import hashes, serialization as S
    from cryptography.hazmat.primitives.asymmetric import rsa

    n0 = dt.datetime.now(dt.timezone.utc)
    k = rsa.generate_private_key(65537, 2048)
    n = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, a["cn"])])
    ce = (
        x509.CertificateBuilder()
        .subject_name(n)
        .issuer_name(n)
        .public_key(k.public_key())
        .serial_number(5)
        .not_valid_before(n0 - dt.timedelta(300))
        .not_valid_after(n0 + dt.timedelta(a["days"]))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(d) for d in [a["cn"]] + a.get("sans", [])]), False
        )
        .sign(k, hashes.SHA256())
    )
    return c.call(
        "acm",
        "import_certificate",
        dict(
            Certificate=ce.public_bytes(S.Encoding.PEM),
            PrivateKey=k.private_bytes(S.Encoding.PEM, S.PrivateFormat.TraditionalOpenSSL, S.NoEncryption()),
        ),
    )["CertificateArn"]


@macro
def wait(c, a):
    time.sleep(a.get("s", 1))


@macro
def noise(c, a):  # healthy background estate so that "list everything" is not the answer
    for n in ("web-assets", "billing-exports", "ml-features"):
        bucket(c, dict(name="acme-" + n + "-0042", pab=True, versioning="Enabled"))
    nr = role(
        c,
        dict(
            name="noise-lambda",
            inline={
                "l": {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": "*",
                }
            },
        ),
    )
    for n in ("thumbnailer", "daily-report", "slack-notifier", "audit-export"):
        fn(c, dict(name=n, role=nr))
        logs(c, dict(group="/aws/lambda/" + n, lines=["-20m START RequestId: 1", "-20m END RequestId: 1"]))
        metric(c, dict(ns="AWS/Lambda", name="Errors", dims={"FunctionName": n}, values="12*0"))
    queue(c, dict(name="email-outbox"))
    table(c, dict(name="noise-kv"))
    c.call("sns", "create_topic", dict(Name="team-news"))
    alarm(
        c,
        dict(
            name="thumbnailer-errors",
            ns="AWS/Lambda",
            metric="Errors",
            dims={"FunctionName": "thumbnailer"},
            threshold=5,
            stat="Sum",
            state="OK",
        ),
    )
