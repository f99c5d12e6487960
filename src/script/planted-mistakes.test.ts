import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../core/script.ts";
import { fixtureChecker, place } from "./fixtures/fixture-models.ts";

interface Mistake {
  readonly code: string;
  readonly kind: Diagnostic["kind"];
  readonly line?: number;
  readonly suggestion?: string;
  readonly severity?: Diagnostic["severity"];
}

const ec2 = (line: string): string => `import boto3\n\nec2 = boto3.client("ec2")\n${line}\n`;
const s3 = (line: string): string => `import boto3\n\ns3 = boto3.client("s3")\n${line}\n`;

const names: readonly Mistake[] = [
  {
    code: ec2("print(ec2.describe_instnces())"),
    kind: "api-name",
    line: 4,
    suggestion: "describe_instances",
  },
  { code: ec2("print(ec2.list_instances())"), kind: "api-name", suggestion: "describe_instances" },
  { code: ec2("print(ec2.describeInstances())"), kind: "api-name", suggestion: "describe_instances" },
  { code: s3("print(s3.list_bucket())"), kind: "api-name", suggestion: "list_buckets" },
  {
    code: s3("print(s3.get_bucket_public_access_block(Bucket='abc'))"),
    kind: "api-name",
    suggestion: "get_public_access_block",
  },
  {
    code: 'import boto3\n\nlogs = boto3.client("cloudwatchlogs")\nprint(logs.describe_log_groups())\n',
    kind: "api-name",
    line: 3,
    suggestion: "logs",
  },
  {
    code: 'import boto3\n\nprint(boto3.client("elb v2").describe_target_groups())\n',
    kind: "api-name",
    suggestion: "elbv2",
  },
  {
    code: 'import boto3\n\nprint(boto3.client("EC2").describe_instances())\n',
    kind: "api-name",
    suggestion: "ec2",
  },
  {
    code: 'import boto3\n\nprint(boto3.resource("lambda"))\n',
    kind: "api-name",
    suggestion: 'boto3.client("lambda")',
  },
  {
    code: ec2('print(list(ec2.get_paginator("describe_instance").paginate()))'),
    kind: "api-name",
    suggestion: "describe_instances",
  },
  {
    code: ec2('print(list(ec2.get_paginator("describe_vpn_gateways").paginate()))'),
    kind: "api-name",
    suggestion: "describe_vpn_gateways",
  },
  {
    code: ec2('ec2.get_waiter("instance_runing").wait(InstanceIds=["i-1"])'),
    kind: "api-name",
    suggestion: "instance_running",
  },
  {
    code: s3("try:\n    s3.list_buckets()\nexcept s3.exceptions.NoSuchBuckets:\n    pass"),
    kind: "api-name",
    suggestion: "NoSuchBucket",
  },
  {
    code: 'import boto3\n\nprint(boto3.resource("s3").Bucket("b").objcts.all())\n',
    kind: "api-name",
    suggestion: "objects",
  },
  {
    code: 'import boto3\n\nprint(boto3.resource("s3").Buckets("b"))\n',
    kind: "api-name",
    suggestion: "buckets",
  },
  {
    code: ec2('print(getattr(ec2, "describe_instnces")())'),
    kind: "api-name",
    suggestion: "describe_instances",
  },
  {
    code: 'import boto3\n\ndef go(client):\n    return client.describe_instnces()\n\nprint(go(boto3.client("ec2")))\n',
    kind: "api-name",
    line: 4,
  },
  {
    code: 'import boto3\n\nclass A:\n    def __init__(self):\n        self.c = boto3.client("ec2")\n\n    def go(self):\n        return self.c.describe_vpc()\n\nprint(A().go())\n',
    kind: "api-name",
    line: 8,
    suggestion: "describe_vpcs",
  },
];

const parameters: readonly Mistake[] = [
  {
    code: ec2("print(ec2.describe_instances(MaxResult=5))"),
    kind: "api-parameter",
    line: 4,
    suggestion: "MaxResults",
  },
  { code: ec2("print(ec2.describe_instances(Filter=[]))"), kind: "api-parameter", suggestion: "Filters" },
  {
    code: ec2('print(ec2.describe_instances(Filters=[{"Name": "x", "Value": ["y"]}]))'),
    kind: "api-parameter",
    suggestion: "Values",
  },
  {
    code: ec2('print(ec2.describe_instances(Filters={"Name": "x", "Values": ["y"]}))'),
    kind: "api-parameter",
  },
  {
    code: ec2('print(ec2.describe_instances(Filters=[{"Name": "x", "Values": "y"}]))'),
    kind: "api-parameter",
  },
  { code: ec2('print(ec2.describe_instances(MaxResults="5"))'), kind: "api-parameter" },
  { code: ec2('print(ec2.describe_instances(InstanceIds="i-1"))'), kind: "api-parameter" },
  { code: ec2("print(ec2.describe_instances(NextToken=None))"), kind: "api-parameter" },
  {
    code: ec2('kwargs = {"MaxResult": 5}\nprint(ec2.describe_instances(**kwargs))'),
    kind: "api-parameter",
    suggestion: "MaxResults",
  },
  {
    code: ec2('print(list(ec2.get_paginator("describe_instances").paginate(Filter=[])))'),
    kind: "api-parameter",
    suggestion: "Filters",
  },
  {
    code: ec2(
      'print(list(ec2.get_paginator("describe_instances").paginate(PaginationConfig={"MaxItem": 5})))',
    ),
    kind: "api-parameter",
    suggestion: "MaxItems",
  },
  { code: s3('print(s3.get_object(Bucket="abc"))'), kind: "api-parameter", suggestion: "Key" },
  { code: s3("print(s3.get_bucket_policy())"), kind: "api-parameter", suggestion: "Bucket" },
  { code: s3('print(s3.get_bucket_policy("abc"))'), kind: "api-parameter" },
  { code: s3('print(s3.get_bucket_policy(bucket="abc"))'), kind: "api-parameter", suggestion: "Bucket" },
  {
    code: s3('print(s3.get_object_attributes(Bucket="abc", Key="k", ObjectAttributes=["Etag"]))'),
    kind: "api-parameter",
    suggestion: "ETag",
  },
  {
    code: 'import boto3\n\nlam = boto3.client("lambda")\nprint(lam.list_functions(FunctionVersion="all"))\n',
    kind: "api-parameter",
    suggestion: "ALL",
  },
  {
    code: 'import boto3\n\nlam = boto3.client("lambda")\nprint(lam.list_functions(FunctionVersion="LATEST"))\n',
    kind: "api-parameter",
    severity: "warning",
  },
  {
    code: 'import boto3\n\nprint(boto3.client("ec2", region="us-east-1").describe_vpcs())\n',
    kind: "api-parameter",
    suggestion: "region_name",
  },
  {
    code: 'import boto3\n\nlogs = boto3.client("logs")\nprint(logs.filter_log_events(logGroupName="/a", startTime="2026-01-01"))\n',
    kind: "api-parameter",
  },
  {
    code: 'import boto3\n\nprint([b for b in boto3.resource("ec2").instances.filter(Filter=[])])\n',
    kind: "api-parameter",
    suggestion: "Filters",
  },
];

const security: readonly Mistake[] = [
  { code: ec2("print(eval('1'))"), kind: "security", line: 4 },
  { code: ec2("print(eval('1'))  # noqa"), kind: "security", line: 4 },
  { code: ec2("e = eval\nprint(e('1'))"), kind: "security", line: 4 },
  { code: "import os\n\nos.system('ls')\n", kind: "security", line: 3 },
  { code: "from os import system\n\nsystem('ls')\n", kind: "security" },
  { code: "import subprocess\n\nsubprocess.run(['ls'], check=True)\n", kind: "security", line: 1 },
  { code: "import socket\n\nprint(socket.gethostname())\n", kind: "security" },
  {
    code: "import urllib.request\n\nprint(urllib.request.urlopen('http://169.254.169.254'))\n",
    kind: "security",
  },
  { code: "import ctypes\n\nprint(ctypes.CDLL(None))\n", kind: "security" },
  { code: "import importlib\n\nprint(importlib.import_module('os').name)\n", kind: "security" },
  { code: "print(().__class__.__base__.__subclasses__())\n", kind: "security" },
  {
    code: 'import boto3\n\nprint(boto3.client("s3", endpoint_url="http://evil.example").list_buckets())\n',
    kind: "security",
    line: 3,
  },
  {
    code: 'import boto3\n\nprint(boto3.client("s3", verify=False).list_buckets())\n',
    kind: "security",
    line: 3,
  },
  {
    code: 'import boto3\n\nprint(boto3.client("s3", aws_access_key_id="AKIA", aws_secret_access_key="x").list_buckets())\n',
    kind: "security",
  },
  {
    code: 'import boto3\n\nprint(boto3.Session(profile_name="prod").client("s3").list_buckets())\n',
    kind: "security",
  },
  {
    code: 'import boto3\n\nkw = {"endpoint_url": "http://evil.example"}\nprint(boto3.client("s3", **kw).list_buckets())\n',
    kind: "security",
  },
  {
    code: 'import os\n\nimport boto3\n\nos.environ["AWS_ENDPOINT_URL"] = "http://evil.example"\nprint(boto3.client("s3").list_buckets())\n',
    kind: "security",
    line: 5,
  },
  {
    code: 'import boto3\nfrom botocore.config import Config\n\nprint(boto3.client("s3", config=Config(proxies={"http": "evil"})).list_buckets())\n',
    kind: "security",
  },
];

const others: readonly Mistake[] = [
  { code: "import boto3\nprint(boto3.client('s3')\n", kind: "syntax" },
  { code: "def f(:\n    pass\n", kind: "syntax", line: 1 },
  { code: "import pandas\n\nprint(pandas.DataFrame())\n", kind: "import", line: 1 },
  { code: "import bto3\n\nprint(bto3.client('s3'))\n", kind: "import", suggestion: "boto3" },
  { code: "import boto3\n\nprint(buckets)\nboto3.client('s3')\n", kind: "import", line: 3 },
];

describe("planted mistakes", () => {
  const checker = fixtureChecker();

  it.each([...names, ...parameters, ...security, ...others])(
    "$kind: $code",
    async ({ code, kind, line, suggestion, severity = "error" }) => {
      const { diagnostics, ok } = await checker.check({ code, ...place });
      const found = diagnostics.filter(
        (diagnostic) => diagnostic.kind === kind && diagnostic.severity === severity && !diagnostic.fixed,
      );
      expect(found.length, JSON.stringify(diagnostics)).toBeGreaterThan(0);
      if (line !== undefined) expect(found.map((diagnostic) => diagnostic.line)).toContain(line);
      if (suggestion !== undefined)
        expect(found.map((diagnostic) => diagnostic.suggestion)).toContain(suggestion);
      if (kind === "security")
        expect(
          found.every(({ references }) =>
            (references ?? []).some((reference) => /^CWE-\d+$/.test(reference)),
          ),
        ).toBe(true);
      expect(ok).toBe(severity !== "error");
    },
  );
});
