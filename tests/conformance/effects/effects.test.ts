import { describe, expect, it } from "vitest";
import { services } from "../../../src/services/services.ts";
import { isAllowedByDefault, shippedOperations } from "./shipped.ts";
import type { ReviewedOperation } from "./shipped.ts";

const { operations, models, review, prices } = await shippedOperations();
const allowed = operations.filter(isAllowedByDefault);
const names = (list: readonly ReviewedOperation[]) => list.map(({ name }) => name).toSorted();

describe("the effect tables", () => {
  it("say something of every operation of every supported service, and of nothing else", () => {
    expect(services.length).toBeGreaterThanOrEqual(48);
    expect(operations.length).toBeGreaterThan(4000);
    expect(names(operations.filter((one) => !one.review.reviewed))).toEqual([]);
    const stale = services.flatMap(({ name, effects }) =>
      Object.keys(effects)
        .filter((operation) => models.model(name)?.operations[operation] === undefined)
        .map((operation) => `${name}:${operation}`),
    );
    expect(stale).toEqual([]);
  });

  it("never guess that an operation of another service is pure", () => {
    const others = models.names().filter((name) => !services.some((service) => service.name === name));
    const guesses = ["athena", "ses", "bedrock-runtime", "glue", "iotsitewise"]
      .filter((name) => others.includes(name))
      .flatMap((name) =>
        Object.keys(models.model(name)?.operations ?? {}).map((operation) => review(name, operation)),
      );
    expect(guesses.length).toBeGreaterThan(100);
    expect(guesses.filter((guess) => guess.reviewed || guess.effects.includes("pure"))).toEqual([]);
  });
});

/** Lists that know nothing of the tables: a name, IAM's own level, the model's trait, the HTTP method, the shape of the request. */
describe("what is allowed with no flag", () => {
  it("begins like a read, but for what was looked at one by one", () => {
    const reading = /^(?:Describe|List|Get|Head|BatchGet|BatchDescribe|Search|Lookup|Filter)[A-Z]/;
    expect(names(allowed.filter(({ operation }) => !reading.test(operation)))).toEqual([
      "apigatewayv2:ExportApi", // the API as a document, in the answer
      "backup:ExportBackupPlanTemplate", // the plan as a document, in the answer
      "cloudformation:ValidateTemplate",
      "cloudtrail:StartQuery", // costs; the answer may not be sent to a bucket
      "config:SelectAggregateResourceConfig",
      "config:SelectResourceConfig",
      "ec2:ExportClientVpnClientCertificateRevocationList", // a public list, in the answer
      "ec2:ValidateSecurityGroupQuotasForInterface",
      "ecr:BatchCheckLayerAvailability",
      "events:TestEventPattern",
      "iam:SimulateCustomPolicy",
      "iam:SimulatePrincipalPolicy",
      "kms:Verify",
      "kms:VerifyMac",
      "logs:StartLiveTail", // an event stream: refused before it is sent
      "logs:StartQuery", // costs
      "logs:TestMetricFilter",
      "logs:TestTransformer",
      "opensearch:CompareDomainConfiguration",
      "rds:DownloadDBLogFilePortion", // log lines
      "route53:TestDNSAnswer", // answers from a hosted zone of the account
      "secretsmanager:ValidateResourcePolicy",
      "stepfunctions:ValidateStateMachineDefinition",
      "sts:DecodeAuthorizationMessage",
      "wafv2:CheckCapacity",
    ]);
  });

  it("is a read to IAM too, where IAM knows it", () => {
    const writes = allowed.filter(({ level }) => level !== undefined && level !== "Read" && level !== "List");
    expect(names(writes)).toEqual([
      "cloudtrail:StartQuery",
      "kms:Verify", // IAM counts every use of a key as a write
      "kms:VerifyMac",
      "secretsmanager:ValidateResourcePolicy", // judges a policy that the caller gives
      "sts:DecodeAuthorizationMessage", // reads why a call was denied
    ]);
  });

  it("is not marked as a write by the model", () =>
    expect(
      names(allowed.filter(({ model, operation }) => model.operations[operation]?.readonly === false)),
    ).toEqual([]));

  it("is no PUT, PATCH or DELETE", () => {
    const methods = allowed.filter(
      ({ model, operation }) =>
        model.metadata.protocol.startsWith("rest-") &&
        /^(?:PUT|PATCH|DELETE)$/.test(model.operations[operation]?.http.method ?? ""),
    );
    expect(names(methods)).toEqual([]);
  });

  it("does not sound like minting, hiding, exporting or a secret, but for what was looked at one by one", () => {
    const sounding =
      /Token|Password|Secret|Credential|Presign|SignedUrl|DownloadUrl|PrivateKey|DataKey|Decrypt|Export|Invit|Receive|Consume|Acknowledge|Checkpoint|Session|Login|AccessKey|ApiKey|GenerateMac|Sign$|Encrypt|Purchase|Snapshot(?:Url|Link)/;
    expect(names(allowed.filter(({ operation }) => sounding.test(operation)))).toMatchInlineSnapshot(`
      [
        "apigateway:GetExport",
        "apigatewayv2:ExportApi",
        "backup:ExportBackupPlanTemplate",
        "ce:GetCommitmentPurchaseAnalysis",
        "ce:GetReservationPurchaseRecommendation",
        "ce:GetSavingsPlanPurchaseRecommendationDetails",
        "ce:GetSavingsPlansPurchaseRecommendation",
        "ce:ListCommitmentPurchaseAnalyses",
        "ce:ListSavingsPlansPurchaseRecommendationGeneration",
        "cloudformation:ListExports",
        "cloudfront:GetFieldLevelEncryption",
        "cloudfront:GetFieldLevelEncryptionConfig",
        "cloudfront:GetFieldLevelEncryptionProfile",
        "cloudfront:GetFieldLevelEncryptionProfileConfig",
        "cloudfront:ListFieldLevelEncryptionConfigs",
        "cloudfront:ListFieldLevelEncryptionProfiles",
        "cognito-idp:DescribeManagedLoginBranding",
        "cognito-idp:DescribeManagedLoginBrandingByClient",
        "cognito-idp:GetUserPoolClientSessionConfiguration",
        "cognito-idp:GetUserPoolSessionConfiguration",
        "dynamodb:DescribeExport",
        "dynamodb:ListExports",
        "ec2:DescribeAccountVpcEncryptionControl",
        "ec2:DescribeCapacityManagerDataExports",
        "ec2:DescribeExportImageTasks",
        "ec2:DescribeExportTasks",
        "ec2:DescribeIpamExternalResourceVerificationTokens",
        "ec2:DescribeTrafficMirrorSessions",
        "ec2:DescribeVpcEncryptionControls",
        "ec2:ExportClientVpnClientCertificateRevocationList",
        "ec2:GetEbsEncryptionByDefault",
        "ec2:GetHostReservationPurchasePreview",
        "ec2:GetVpcResourcesBlockingEncryptionEnforcement",
        "guardduty:GetInvitationsCount",
        "guardduty:ListInvitations",
        "iam:GetAccessKeyLastUsed",
        "iam:GetAccountPasswordPolicy",
        "iam:GetCredentialReport",
        "iam:GetLoginProfile",
        "iam:ListAccessKeys",
        "iam:ListServiceSpecificCredentials",
        "kinesis:DescribeStreamConsumer",
        "kinesis:ListStreamConsumers",
        "logs:DescribeExportTasks",
        "rds:DescribeExportTasks",
        "redshift:DescribeDataSharesForConsumer",
        "s3:GetBucketEncryption",
        "secretsmanager:DescribeSecret",
        "secretsmanager:ListSecretVersionIds",
        "secretsmanager:ListSecrets",
        "ssm:DescribeSessions",
        "sts:GetAccessKeyInfo",
      ]
    `);
  });

  it("takes no destination, but for what the broker looks at in the request", () => {
    const pointing = allowed.flatMap((one) =>
      inputsOf(one)
        .filter(
          (path) => /(?:url|uri|s3arn|destination\w*arn|bucketarn)$/i.test(path) || /deliver/i.test(path),
        )
        .map((path) => `${one.name} ${path}`),
    );
    expect(pointing.toSorted()).toMatchInlineSnapshot(`
      [
        "acm:DescribeAcmeAccount AccountUrl",
        "backup:ListCopyJobs ByDestinationVaultArn",
        "cloudformation:GetTemplateSummary TemplateURL",
        "cloudformation:ValidateTemplate TemplateURL",
        "cloudtrail:StartQuery DeliveryS3Uri",
        "config:DescribeDeliveryChannelStatus DeliveryChannelNames",
        "config:DescribeDeliveryChannels DeliveryChannelNames",
        "firehose:DescribeDeliveryStream DeliveryStreamName",
        "firehose:ListDeliveryStreams DeliveryStreamType",
        "firehose:ListDeliveryStreams ExclusiveStartDeliveryStreamName",
        "firehose:ListTagsForDeliveryStream DeliveryStreamName",
        "logs:DescribeConfigurationTemplates deliveryDestinationTypes",
        "logs:DescribeDeliveries deliverySourceNames",
        "logs:GetDeliveryDestinationPolicy deliveryDestinationName",
        "sqs:GetQueueAttributes QueueUrl",
        "sqs:ListDeadLetterSourceQueues QueueUrl",
        "sqs:ListQueueTags QueueUrl",
      ]
    `);
  });

  it("is priced as it is marked: what costs a tenth of a cent or more is marked", () => {
    const dear = allowed.filter(({ service, operation }) => {
      const price = prices[service]?.[operation] ?? prices[service]?.["*"];
      return (price?.usd ?? 0) >= 0.001;
    });
    expect(names(dear.filter(({ review: said }) => !said.effects.includes("costs")))).toEqual([]);
    expect(names(dear)).toEqual(
      expect.arrayContaining(["ce:GetCostAndUsage", "logs:StartQuery", "cloudtrail:StartQuery"]),
    );
  });

  it("has a price where it is marked as costing", () => {
    const free = allowed.filter(
      ({ service, operation, review: said }) =>
        said.effects.includes("costs") && !prices[service]?.[operation] && !prices[service]?.["*"],
    );
    expect(names(free)).toEqual([]);
  });
});

/** Every member of a request, as a path. */
function inputsOf({ model, operation }: ReviewedOperation): readonly string[] {
  const seen = new Set<string>();
  const walk = (name: string | undefined, path: string): readonly string[] => {
    const shape = name === undefined ? undefined : model.shapes[name];
    if (!shape || name === undefined) return [];
    if (shape.type === "list") return walk(shape.member?.shape, path);
    if (shape.type === "map") return walk(shape.value?.shape, path);
    if (shape.type !== "structure") return [path];
    if (seen.has(name)) return [];
    seen.add(name);
    return Object.entries(shape.members ?? {}).flatMap(([member, ref]) =>
      walk(ref.shape, path === "" ? member : `${path}.${member}`),
    );
  };
  return walk(model.operations[operation]?.input?.shape, "");
}
