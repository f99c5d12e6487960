import type { Target } from "./target.ts";

/** Kinds of resources that carry a policy which nothing here reads, and the action that would show it (IAM User Guide, AWS services that work with IAM). */
const kinds: readonly (readonly [service: string, path: RegExp, action: string])[] = [
  ["acm-pca", /^certificate-authority\//, "acm-pca:GetPolicy"],
  ["bedrock", /^(?:guardrail|custom-model|inference-profile)\//, "bedrock:GetResourcePolicy"],
  ["cloudtrail", /^(?:channel|dashboard|eventdatastore)\//, "cloudtrail:GetResourcePolicy"],
  ["codeartifact", /^domain\//, "codeartifact:GetDomainPermissionsPolicy"],
  ["codeartifact", /^(?:repository|package)\//, "codeartifact:GetRepositoryPermissionsPolicy"],
  ["codebuild", /^(?:project|report-group)\//, "codebuild:GetResourcePolicy"],
  ["comprehend", /^(?:document-classifier|entity-recognizer)\//, "comprehend:DescribeResourcePolicy"],
  ["glue", /./, "glue:GetResourcePolicy"],
  ["kafka", /^cluster\//, "kafka:GetClusterPolicy"],
  ["lambda", /^layer:/, "lambda:GetLayerVersionPolicy"],
  ["logs", /^destination:/, "logs:DescribeDestinations"],
  ["mediastore", /^container\//, "mediastore:GetContainerPolicy"],
  ["network-firewall", /./, "network-firewall:DescribeResourcePolicy"],
  ["redshift-serverless", /^snapshot\//, "redshift-serverless:GetResourcePolicy"],
  ["refactor-spaces", /^environment\//, "refactor-spaces:GetResourcePolicy"],
  ["rekognition", /^project\//, "rekognition:ListProjectPolicies"],
  ["s3", /^accesspoint\//, "s3:GetAccessPointPolicy"],
  ["s3-object-lambda", /^accesspoint\//, "s3-object-lambda:GetAccessPointPolicyForObjectLambda"],
  ["s3-outposts", /^outpost\//, "s3-outposts:GetBucketPolicy"],
  ["s3express", /^bucket\//, "s3express:GetBucketPolicy"],
  ["s3tables", /^bucket\//, "s3tables:GetTableBucketPolicy"],
  ["schemas", /^registry\//, "schemas:GetResourcePolicy"],
  ["serverlessrepo", /^applications\//, "serverlessrepo:GetApplicationPolicy"],
  ["ses", /^identity\//, "ses:GetEmailIdentityPolicies"],
  ["signer", /signing-profiles/, "signer:ListProfilePermissions"],
  ["ssm-contacts", /^contact\//, "ssm-contacts:GetContactPolicy"],
  ["ssm-incidents", /^response-plan\//, "ssm-incidents:GetResourcePolicies"],
  ["vpc-lattice", /^(?:service|servicenetwork)\//, "vpc-lattice:GetAuthPolicy"],
];

/** The action that would show the resource's own policy, where it may have one that is not read; undefined for resources without policies. */
export function unreadPolicyOf({ service, path }: Target): string | undefined {
  return kinds.find(([name, form]) => name === service && form.test(path))?.[2];
}
