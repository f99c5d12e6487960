import type { Facts, Resource } from "../../../core/facts.ts";
import { text } from "../../../facts/reader.ts";

/** boto3's names of services whose API hosts and endpoints are called otherwise. */
const endpointNames: Readonly<Record<string, string>> = {
  cloudwatch: "monitoring",
  stepfunctions: "states",
  ecr: "ecr.api",
  apigateway: "execute-api",
};

/** Services that a VPC's own machines make up: a question that names them speaks of no API call. */
const notCalled = new Set([
  "ec2",
  "vpc",
  "rds",
  "elb",
  "elbv2",
  "lambda",
  "autoscaling",
  "iam",
  "route53",
  "elasticache",
  "cloudformation",
  "acm",
  "eks",
  "ecs",
]);

/** Resource types that are only reached through their service's API. */
const servicesOfTypes: Readonly<Record<string, string>> = {
  "AWS::SecretsManager::Secret": "secretsmanager",
  "AWS::S3::Bucket": "s3",
  "AWS::DynamoDB::Table": "dynamodb",
  "AWS::SQS::Queue": "sqs",
  "AWS::SNS::Topic": "sns",
  "AWS::KMS::Key": "kms",
  "AWS::SSM::Parameter": "ssm",
  "AWS::Logs::LogGroup": "logs",
  "AWS::Kinesis::Stream": "kinesis",
  "AWS::ECR::Repository": "ecr",
  "AWS::StepFunctions::StateMachine": "stepfunctions",
  "AWS::Events::EventBus": "events",
};

/** The service behind a resource that has no place in a network. */
export function serviceOfType(type: string): string | undefined {
  return servicesOfTypes[type];
}

/** A service of the question that is called over its API, if it names one. */
export function calledService(services: readonly string[]): string | undefined {
  return services.find((service) => !notCalled.has(service));
}

/** The service that an AWS host name belongs to: `secretsmanager.us-east-1.amazonaws.com`. */
export function serviceOfHost(host: string): string | undefined {
  return /^(?:[\w.-]+\.)?([a-z0-9-]+)\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com$/.exec(host)?.[1];
}

/** The VPC's endpoint for a service. One with private DNS, or a gateway, takes the calls made by the service's usual name. */
export function endpointFor(facts: Facts, vpcId: string, service: string): Resource | undefined {
  const name = endpointNames[service] ?? service;
  const own = facts
    .all("AWS::EC2::VPCEndpoint")
    .filter(
      (one) =>
        text(one.data, "VpcId") === vpcId &&
        text(one.data, "ServiceName").endsWith(`.${name}`) &&
        !/^delet/i.test(text(one.data, "State")),
    );
  return own.find(takesCalls) ?? own[0];
}

export function takesCalls(endpoint: Resource): boolean {
  return text(endpoint.data, "VpcEndpointType") === "Gateway" || endpoint.data["PrivateDnsEnabled"] === true;
}
