import type { Service } from "./service.ts";
import { acm } from "./acm/service.ts";
import { apigateway } from "./apigateway/service.ts";
import { apigatewayv2 } from "./apigatewayv2/service.ts";
import { applicationAutoscaling } from "./application-autoscaling/service.ts";
import { autoscaling } from "./autoscaling/service.ts";
import { backup } from "./backup/service.ts";
import { ce } from "./ce/service.ts";
import { cloudformation } from "./cloudformation/service.ts";
import { cloudfront } from "./cloudfront/service.ts";
import { cloudtrail } from "./cloudtrail/service.ts";
import { cloudwatch } from "./cloudwatch/service.ts";
import { cognitoIdp } from "./cognito-idp/service.ts";
import { config } from "./config/service.ts";
import { dynamodb } from "./dynamodb/service.ts";
import { ec2 } from "./ec2/service.ts";
import { ecr } from "./ecr/service.ts";
import { ecs } from "./ecs/service.ts";
import { efs } from "./efs/service.ts";
import { eks } from "./eks/service.ts";
import { elasticache } from "./elasticache/service.ts";
import { elb } from "./elb/service.ts";
import { elbv2 } from "./elbv2/service.ts";
import { events } from "./events/service.ts";
import { firehose } from "./firehose/service.ts";
import { glacier } from "./glacier/service.ts";
import { guardduty } from "./guardduty/service.ts";
import { iam } from "./iam/service.ts";
import { kinesis } from "./kinesis/service.ts";
import { kms } from "./kms/service.ts";
import { lambda } from "./lambda/service.ts";
import { logs } from "./logs/service.ts";
import { opensearch } from "./opensearch/service.ts";
import { organizations } from "./organizations/service.ts";
import { rds } from "./rds/service.ts";
import { redshift } from "./redshift/service.ts";
import { resourcegroupstaggingapi } from "./resourcegroupstaggingapi/service.ts";
import { route53 } from "./route53/service.ts";
import { s3 } from "./s3/service.ts";
import { s3control } from "./s3control/service.ts";
import { scheduler } from "./scheduler/service.ts";
import { secretsmanager } from "./secretsmanager/service.ts";
import { serviceQuotas } from "./service-quotas/service.ts";
import { sns } from "./sns/service.ts";
import { sqs } from "./sqs/service.ts";
import { ssm } from "./ssm/service.ts";
import { stepfunctions } from "./stepfunctions/service.ts";
import { sts } from "./sts/service.ts";
import { wafv2 } from "./wafv2/service.ts";

/** Every service that ships with nephoscope. */
export const services: readonly Service[] = [
  acm,
  apigateway,
  apigatewayv2,
  applicationAutoscaling,
  autoscaling,
  backup,
  ce,
  cloudformation,
  cloudfront,
  cloudtrail,
  cloudwatch,
  cognitoIdp,
  config,
  dynamodb,
  ec2,
  ecr,
  ecs,
  efs,
  eks,
  elasticache,
  elb,
  elbv2,
  events,
  firehose,
  glacier,
  guardduty,
  iam,
  kinesis,
  kms,
  lambda,
  logs,
  opensearch,
  organizations,
  rds,
  redshift,
  resourcegroupstaggingapi,
  route53,
  s3,
  s3control,
  scheduler,
  secretsmanager,
  serviceQuotas,
  sns,
  sqs,
  ssm,
  stepfunctions,
  sts,
  wafv2,
];
