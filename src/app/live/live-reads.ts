/** One read that asks for nothing in particular: free, harmless, and allowed to nearly everybody who may read at all. */
export interface LiveRead {
  readonly service: string;
  readonly operation: string;
  /** Answered in the partition's own region, wherever one works. */
  readonly global?: true;
}

/** A read for each service that questions are mostly about. All are reviewed as `pure`, and take no parameter. */
export const liveReads: readonly LiveRead[] = [
  { service: "sts", operation: "GetCallerIdentity" },
  { service: "ec2", operation: "DescribeInstances" },
  { service: "ec2", operation: "DescribeVpcs" },
  { service: "ec2", operation: "DescribeSecurityGroups" },
  { service: "elbv2", operation: "DescribeLoadBalancers" },
  { service: "elb", operation: "DescribeLoadBalancers" },
  { service: "autoscaling", operation: "DescribeAutoScalingGroups" },
  { service: "lambda", operation: "ListFunctions" },
  { service: "ecs", operation: "ListClusters" },
  { service: "eks", operation: "ListClusters" },
  { service: "ecr", operation: "DescribeRepositories" },
  { service: "rds", operation: "DescribeDBInstances" },
  { service: "dynamodb", operation: "ListTables" },
  { service: "elasticache", operation: "DescribeCacheClusters" },
  { service: "s3", operation: "ListBuckets" },
  { service: "efs", operation: "DescribeFileSystems" },
  { service: "sqs", operation: "ListQueues" },
  { service: "sns", operation: "ListTopics" },
  { service: "kinesis", operation: "ListStreams" },
  { service: "events", operation: "ListRules" },
  { service: "stepfunctions", operation: "ListStateMachines" },
  { service: "apigateway", operation: "GetRestApis" },
  { service: "cloudwatch", operation: "DescribeAlarms" },
  { service: "logs", operation: "DescribeLogGroups" },
  { service: "cloudtrail", operation: "DescribeTrails" },
  { service: "cloudformation", operation: "DescribeStacks" },
  { service: "kms", operation: "ListKeys" },
  { service: "secretsmanager", operation: "ListSecrets" },
  { service: "ssm", operation: "DescribeParameters" },
  { service: "acm", operation: "ListCertificates" },
  { service: "iam", operation: "GetAccountSummary", global: true },
  { service: "organizations", operation: "DescribeOrganization", global: true },
  { service: "route53", operation: "ListHostedZones", global: true },
  { service: "cloudfront", operation: "ListDistributions", global: true },
];
