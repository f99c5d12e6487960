import { nearestName } from "./nearest-name.ts";

/** What people call a service, and what boto3 calls it: consoles, documentation and IAM use other names. */
const confusions: { readonly [wrong: string]: string } = {
  alb: "elbv2",
  nlb: "elbv2",
  elasticloadbalancing: "elbv2",
  elasticloadbalancingv2: "elbv2",
  loadbalancer: "elbv2",
  elb2: "elbv2",
  cloudwatchlogs: "logs",
  cloudwatchevents: "events",
  eventbridge: "events",
  cloudwatchmetrics: "cloudwatch",
  cloudwatchalarms: "cloudwatch",
  monitoring: "cloudwatch",
  stepfunctions: "stepfunctions",
  states: "stepfunctions",
  sfn: "stepfunctions",
  apigatewayv1: "apigateway",
  apigw: "apigateway",
  ebs: "ec2",
  vpc: "ec2",
  securitygroups: "ec2",
  s3api: "s3",
  lambdas: "lambda",
  awslambda: "lambda",
  costexplorer: "ce",
  cost: "ce",
  billing: "ce",
  certificatemanager: "acm",
  systemsmanager: "ssm",
  parameterstore: "ssm",
  sessionmanager: "ssm",
  secretmanager: "secretsmanager",
  secrets: "secretsmanager",
  identitystore: "identitystore",
  sso: "sso-admin",
  ses2: "sesv2",
  email: "ses",
  documentdb: "docdb",
  elasticsearch: "es",
  opensearchservice: "opensearch",
  containerregistry: "ecr",
  kinesisfirehose: "firehose",
  deliverystream: "firehose",
  wafregional: "waf-regional",
  waf2: "wafv2",
  kubernetes: "eks",
  fargate: "ecs",
  autoscalinggroups: "autoscaling",
  cognito: "cognito-idp",
  userpools: "cognito-idp",
  codestarconnections: "codestar-connections",
  trustedadvisor: "support",
  resourcegroupstagging: "resourcegroupstaggingapi",
  tagging: "resourcegroupstaggingapi",
  configservice: "config",
  networkfirewall: "network-firewall",
  tgw: "ec2",
  transitgateway: "ec2",
  route53resolver: "route53resolver",
  applicationautoscaling: "application-autoscaling",
  aurora: "rds",
};

/** boto3's name for what was meant. */
export function nearestService(wrong: string, names: readonly string[]): string | undefined {
  const plain = wrong
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .replace(/^(aws|amazon)(?=.)/, "");
  const meant = confusions[plain];
  if (meant !== undefined && names.includes(meant)) return meant;
  return nearestName(plain, names) ?? nearestName(wrong, names);
}
