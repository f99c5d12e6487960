import { describe, expect, it } from "vitest";
import { survivors } from "./canaries.ts";
import { shippedOperations } from "./shipped.ts";

const { operations } = await shippedOperations();
const left = operations.flatMap((one) => survivors(one).map((canary) => ({ ...canary, ...one })));

describe("what redaction leaves of a word in every string of every answer", () => {
  it("is something: the word itself is not taken for a secret", () => {
    expect(left.filter(({ sensitive }) => !sensitive).length).toBeGreaterThan(20_000);
  });

  it("is no sensitive member, but for names, descriptions and settings that faults stand in", () => {
    const members = left
      .filter(({ sensitive }) => sensitive)
      .map(({ service, member }) => `${service} ${member}`);
    expect([...new Set(members)].toSorted()).toMatchInlineSnapshot(`
      [
        "backup AccessPointMetadata",
        "backup Metadata",
        "backup RecoveryPointTags",
        "backup RestoreMetadata",
        "backup RestoreMetadataOverrides",
        "backup Tags",
        "cloudfront Comment",
        "cloudwatch Expression",
        "cognito-idp ClientId",
        "cognito-idp Username",
        "cognito-idp Value",
        "ec2 ImportManifestUrl",
        "ec2 Url",
        "ec2 UserData",
        "ecs name",
        "ecs value",
        "firehose AccountUrl",
        "firehose AttributeName",
        "firehose ContentColumnName",
        "firehose MetaDataColumnName",
        "firehose PrivateLinkVpceId",
        "firehose Url",
        "firehose Username",
        "guardduty Email",
        "kms AccessKeyId",
        "lambda ErrorType",
        "lambda Message",
        "lambda Reason",
        "lambda Variables",
        "organizations AccountName",
        "organizations Email",
        "organizations Id",
        "organizations Name",
        "rds Value",
        "s3 KMSMasterKeyID",
        "s3 KeyId",
        "s3 SSEKMSKeyId",
        "s3control AccessKeyId",
        "ssm Description",
        "ssm Input",
        "ssm Parameters",
        "stepfunctions assignedVariables",
        "stepfunctions cause",
        "stepfunctions definition",
        "stepfunctions description",
        "stepfunctions error",
        "stepfunctions input",
        "stepfunctions message",
        "stepfunctions output",
        "stepfunctions url",
        "stepfunctions variableReferences",
      ]
    `);
  });

  it("is no member that is named like a secret, but for what is only about one", () => {
    const named =
      /token|password|secret|credential|private|signature|sharedkey|apikey|plaintext|authkey|passphrase|seed|qrcode|otp|cookie|activationcode|verificationcode|hec|license|userdata/i;
    const about =
      /(?:arn|ids?|names?|status|type|version|versions|expiration|expiry|endpoint|algorithm|enabled|support|mode|policy|source|parameter|specs?|credentials|domains|validity|behavior|field|key|alias|privacy|description)$/i;
    const pages =
      /^(?:next|prev|pagination|continuation|client|idempotency|creation|lock|upload|request|sequence|starting|previous)\w*(?:token|marker)s?$/i;
    const members = left
      .filter(({ member }) => named.test(member) && !about.test(member) && !pages.test(member))
      .map(({ service, member }) => `${service} ${member}`);
    expect([...new Set(members)].toSorted()).toMatchInlineSnapshot(`
      [
        "apigateway cacheClusterSize",
        "apigateway unauthorizedCacheControlHeaderStrategy",
        "apigatewayv2 ApiKeySelectionExpression",
        "autoscaling HttpTokens",
        "autoscaling SpotPrice",
        "autoscaling UserData",
        "ce DatabaseEdition",
        "ce LicenseModel",
        "cloudformation RegistrationToken",
        "cloudformation RegistrationTokenList",
        "cloudfront ValidationTokenHost",
        "cognito-idp PreTokenGeneration",
        "ec2 Checksum",
        "ec2 HttpTokens",
        "ec2 HttpTokensEnforced",
        "ec2 PrivateDnsNameVerificationState",
        "ec2 PrivateDnsPreference",
        "ec2 PrivateIp",
        "ec2 PrivateIpAddress",
        "ec2 PurchaseToken",
        "ec2 SpotPrice",
        "ec2 SqlServerLicenseUsage",
        "ec2 UserData",
        "ec2 VirtualPrivateGateway",
        "ecs healthCheckPath",
        "ecs healthCheckProtocol",
        "ecs privateIpv4Address",
        "eks licenseArns",
        "elbv2 EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        "elbv2 HealthCheckPath",
        "elbv2 HealthCheckPort",
        "elbv2 HealthCheckProtocol",
        "elbv2 PrivateIPv4Address",
        "events HealthCheck",
        "glacier checksum",
        "guardduty CredentialCompromise",
        "guardduty EbsSnapshotPreservation",
        "iam PermissionCheckResult",
        "kms SharedSecretCiphertextBlob",
        "lambda LicenseInfo",
        "logs tokenString",
        "opensearch LicenseFilepath",
        "opensearch LicenseRequirement",
        "rds LicenseModel",
        "redshift PrivateIPAddress",
        "redshift PrivateIpAddress",
        "route53 CheckerIpRanges",
        "route53 ChildHealthChecks",
        "route53 ServeSignature",
        "s3 CacheControl",
        "s3 ChecksumCRC32",
        "s3 ChecksumCRC32C",
        "s3 ChecksumCRC64NVME",
        "s3 ChecksumMD5",
        "s3 ChecksumSHA1",
        "s3 ChecksumSHA256",
        "s3 ChecksumSHA512",
        "s3 ChecksumXXHASH128",
        "s3 ChecksumXXHASH3",
        "s3 ChecksumXXHASH64",
        "s3control CacheControl",
        "secretsmanager SecretVersionsToStages",
        "wafv2 ExcludedCookies",
        "wafv2 IncludedCookies",
      ]
    `);
  });

  it("is only about the secret, where the answer's purpose is one", () => {
    const secretive = left.filter(
      ({ review }) => review.effects.includes("secret") || review.effects.includes("mints"),
    );
    expect(operations.filter(({ review }) => review.effects.includes("secret")).length).toBeGreaterThan(20);
    const members = secretive.map(({ member }) => member);
    expect([...new Set(members)].toSorted().join(" ")).toMatchInlineSnapshot(
      `"ARN AccessKeyId AccessRequestStatus ActivationId Arn AssumedRoleId ChallengeName ClientId ClientSecretId DataType DbUser Description DestinationEncryptionAlgorithm DestinationKeyMaterialId EncryptionAlgorithm FederatedUserId GrantId GranteeType InstanceId IssuedTokenType Issuer KeyAgreementAlgorithm KeyId KeyMaterialId KeyName KeyOrigin KeyPairId KeyPairSpec LastModifiedUser MacAlgorithm MatchedInstanceArn Name NextMarker NextToken PermissionsBoundaryArn PermissionsBoundaryType PolicyStatus PolicyType Region RoleId RoleName SecretId ServiceName ServiceSpecificCredentialId ServiceUserName SessionId SigningAlgorithm SnapshotId SourceEncryptionAlgorithm SourceKeyId SourceKeyMaterialId Status SubjectType TemplateArn TokenType Type UserId UserName VerifiedAccessInstanceId Version VersionId VersionStages clientCertificateId clusterArn containerArn containerName customerId description id name position sessionId taskArn type"`,
    );
  });
});
