import type { Service } from "./service.ts";
import { cloudtrail } from "./cloudtrail/service.ts";
import { cloudwatch } from "./cloudwatch/service.ts";
import { dynamodb } from "./dynamodb/service.ts";
import { ec2 } from "./ec2/service.ts";
import { ecr } from "./ecr/service.ts";
import { elb } from "./elb/service.ts";
import { elbv2 } from "./elbv2/service.ts";
import { events } from "./events/service.ts";
import { iam } from "./iam/service.ts";
import { kms } from "./kms/service.ts";
import { lambda } from "./lambda/service.ts";
import { logs } from "./logs/service.ts";
import { organizations } from "./organizations/service.ts";
import { rds } from "./rds/service.ts";
import { s3 } from "./s3/service.ts";
import { secretsmanager } from "./secretsmanager/service.ts";
import { sns } from "./sns/service.ts";
import { sqs } from "./sqs/service.ts";
import { stepfunctions } from "./stepfunctions/service.ts";

/** Every service that ships with nephoscope. */
export const services: readonly Service[] = [
  cloudtrail,
  cloudwatch,
  dynamodb,
  ec2,
  ecr,
  elb,
  elbv2,
  events,
  iam,
  kms,
  lambda,
  logs,
  organizations,
  rds,
  s3,
  secretsmanager,
  sns,
  sqs,
  stepfunctions,
];
