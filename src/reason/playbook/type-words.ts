/** What people call a resource, and the types it may be, likeliest first. Multi-word terms stand before the words they contain. */
export interface TypeWord {
  /** Matched on lower-case text, whole words; `\s` also stands for a hyphen. */
  readonly pattern: string;
  readonly types: readonly string[];
  /** A word that is also the product's or another service's name: it speaks of the service, but seldom stands beside a name. */
  readonly service?: string;
}

const ec2 = (name: string): string => `AWS::EC2::${name}`;
const elb = (name: string): string => `AWS::ElasticLoadBalancingV2::${name}`;
const database = ["AWS::RDS::DBInstance", "AWS::RDS::DBCluster"];
const cache = ["AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup"];
const api = ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"];
const scalingGroup = ["AWS::AutoScaling::AutoScalingGroup"];

export const typeWords: readonly TypeWord[] = [
  { pattern: "auto\\s?scaling groups?|asgs?|scaling groups?", types: scalingGroup, service: "autoscaling" },
  { pattern: "target groups?|tgs?", types: [elb("TargetGroup")], service: "elbv2" },
  {
    pattern: "(?:application |network |gateway )?load\\s?balancers?|albs?|nlbs?|elbs?",
    types: [elb("LoadBalancer")],
    service: "elbv2",
  },
  { pattern: "security groups?|sgs?|firewall", types: [ec2("SecurityGroup")], service: "ec2" },
  { pattern: "log groups?|loggroups?", types: ["AWS::Logs::LogGroup"], service: "logs" },
  { pattern: "network acls?|nacls?", types: [ec2("NetworkAcl")], service: "ec2" },
  { pattern: "route tables?", types: [ec2("RouteTable")], service: "ec2" },
  { pattern: "nat gateways?|nat\\s?gws?", types: [ec2("NatGateway")], service: "ec2" },
  { pattern: "internet gateways?|igws?", types: [ec2("InternetGateway")], service: "ec2" },
  { pattern: "transit gateways?|tgws?", types: [ec2("TransitGateway")], service: "ec2" },
  { pattern: "(?:vpc )?peerings?(?: connections?)?", types: [ec2("VPCPeeringConnection")], service: "ec2" },
  { pattern: "vpc endpoints?|(?:interface|gateway) endpoints?", types: [ec2("VPCEndpoint")], service: "ec2" },
  { pattern: "elastic ips?|eips?|idle ips|public ips", types: [ec2("EIP")], service: "ec2" },
  { pattern: "launch templates?", types: [ec2("LaunchTemplate")], service: "ec2" },
  { pattern: "parameter groups?", types: ["AWS::RDS::DBParameterGroup"], service: "rds" },
  { pattern: "task definitions?|task defs?|taskdefs?", types: ["AWS::ECS::TaskDefinition"], service: "ecs" },
  {
    pattern: "state machines?|step\\s?functions?|stepfunctions|sfn|workflows?",
    types: ["AWS::StepFunctions::StateMachine"],
    service: "stepfunctions",
  },
  {
    pattern: "executions?",
    types: ["AWS::StepFunctions::Execution", "AWS::StepFunctions::StateMachine"],
    service: "stepfunctions",
  },
  {
    pattern: "ecs services?|ecs tasks?|fargate(?: services?| tasks?)?",
    types: ["AWS::ECS::Service", "AWS::ECS::TaskDefinition"],
    service: "ecs",
  },
  {
    pattern: "eks(?: clusters?)?|kubernetes(?: clusters?)?|k8s",
    types: ["AWS::EKS::Cluster"],
    service: "eks",
  },
  {
    pattern: "ecs clusters?|ecs",
    types: ["AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::ECS::TaskDefinition"],
    service: "ecs",
  },
  { pattern: "node\\s?groups?", types: ["AWS::EKS::Nodegroup"], service: "eks" },
  { pattern: "(?:rds|aurora|db) clusters?", types: ["AWS::RDS::DBCluster"], service: "rds" },
  {
    pattern: "lambda functions?|lambdas?|functions?|consumers?|handlers?",
    types: ["AWS::Lambda::Function"],
    service: "lambda",
  },
  {
    pattern: "dead\\s?letter queues?|dlqs?|sqs queues?|queues?|sqs",
    types: ["AWS::SQS::Queue"],
    service: "sqs",
  },
  { pattern: "sns topics?|topics?|sns", types: ["AWS::SNS::Topic"], service: "sns" },
  { pattern: "s3 buckets?|buckets?|s3", types: ["AWS::S3::Bucket"], service: "s3" },
  {
    pattern: "dynamodb tables?|dynamo tables?|tables?|dynamodb|dynamo|ddb",
    types: ["AWS::DynamoDB::Table"],
    service: "dynamodb",
  },
  {
    pattern: "(?:redis|memcached|elasticache|valkey)(?: caches?| clusters?)?|caches?",
    types: cache,
    service: "elasticache",
  },
  {
    pattern:
      "(?:rds|postgres|postgresql|mysql|mariadb|aurora|oracle) (?:databases?|instances?|dbs?)|rds|databases?|dbs?|postgres|postgresql|mysql|mariadb|aurora",
    types: database,
    service: "rds",
  },
  {
    pattern: "ec2 instances?|instances?|ec2|servers?|hosts?|machines?|vms?|bastions?|boxes|box",
    types: [ec2("Instance")],
    service: "ec2",
  },
  { pattern: "iam roles?|roles?", types: ["AWS::IAM::Role"], service: "iam" },
  {
    pattern: "iam users?|user|users(?= (?:without|with|who|have|has|can))",
    types: ["AWS::IAM::User"],
    service: "iam",
  },
  { pattern: "iam groups?", types: ["AWS::IAM::Group"], service: "iam" },
  { pattern: "kms keys?|cmks?|kms|keys?|alias", types: ["AWS::KMS::Key"], service: "kms" },
  {
    pattern: "secrets?|secrets\\s?manager",
    types: ["AWS::SecretsManager::Secret"],
    service: "secretsmanager",
  },
  {
    pattern: "cloudformation stacks?|stacks?|cloudformation",
    types: ["AWS::CloudFormation::Stack"],
    service: "cloudformation",
  },
  {
    pattern: "event\\s?bridge rules?|scheduled rules?|rules?",
    types: ["AWS::Events::Rule"],
    service: "events",
  },
  {
    pattern: "(?:event\\s?bridge )?schedulers?(?: entr(?:y|ies))?|schedules?",
    types: ["AWS::Scheduler::Schedule", "AWS::Events::Rule"],
    service: "scheduler",
  },
  { pattern: "event\\s?bus(?:es)?", types: ["AWS::Events::EventBus"], service: "events" },
  {
    pattern: "delivery streams?|firehose",
    types: ["AWS::KinesisFirehose::DeliveryStream"],
    service: "firehose",
  },
  {
    pattern: "kinesis(?: data)? streams?|data streams?|streams?|kinesis",
    types: ["AWS::Kinesis::Stream"],
    service: "kinesis",
  },
  { pattern: "cloudwatch alarms?|alarms?|alerts?", types: ["AWS::CloudWatch::Alarm"], service: "cloudwatch" },
  { pattern: "trails?|cloudtrail", types: ["AWS::CloudTrail::Trail"], service: "cloudtrail" },
  { pattern: "ebs volumes?|volumes?|disks?|ebs", types: [ec2("Volume")], service: "ec2" },
  { pattern: "snapshots?", types: [ec2("Snapshot")], service: "ec2" },
  { pattern: "vpcs?", types: [ec2("VPC")], service: "ec2" },
  { pattern: "subnets?", types: [ec2("Subnet")], service: "ec2" },
  {
    pattern: "hosted zones?|dns zones?|zones?|route\\s?53",
    types: ["AWS::Route53::HostedZone"],
    service: "route53",
  },
  {
    pattern: "dns records?|records?|cname|domains?",
    types: ["AWS::Route53::RecordSet", "AWS::Route53::HostedZone"],
    service: "route53",
  },
  {
    pattern: "acm certificates?|acm certs?|tls certificates?|certificates?|certs?|acm",
    types: ["AWS::CertificateManager::Certificate"],
    service: "acm",
  },
  {
    pattern: "http apis?|websocket apis?",
    types: ["AWS::ApiGatewayV2::Api", "AWS::ApiGateway::RestApi"],
    service: "apigatewayv2",
  },
  {
    pattern: "rest apis?|api gateways?|apigateway|usage plans?",
    types: api,
    service: "apigateway",
  },
  {
    pattern: "ecr(?: repositor(?:y|ies))?|repositor(?:y|ies)|repos?",
    types: ["AWS::ECR::Repository"],
    service: "ecr",
  },
  { pattern: "web\\s?acls?|waf", types: ["AWS::WAFv2::WebACL"], service: "wafv2" },
  { pattern: "ip\\s?sets?", types: ["AWS::WAFv2::IPSet"], service: "wafv2" },
  {
    pattern: "cloudfront(?: distributions?)?|distributions?",
    types: ["AWS::CloudFront::Distribution"],
    service: "cloudfront",
  },
  { pattern: "efs|file\\s?systems?", types: ["AWS::EFS::FileSystem"], service: "efs" },
  { pattern: "ssm parameters?|parameter store", types: ["AWS::SSM::Parameter"], service: "ssm" },
  {
    pattern: "clusters?",
    types: ["AWS::ECS::Cluster", "AWS::EKS::Cluster", ...cache, "AWS::RDS::DBCluster"],
  },
  { pattern: "services?|svc|tasks?|containers?", types: ["AWS::ECS::Service", "AWS::ECS::TaskDefinition"] },
  { pattern: "groups?", types: [...scalingGroup, ec2("SecurityGroup"), "AWS::IAM::Group"] },
  { pattern: "apis?|endpoints?", types: [...api, "AWS::Lambda::Function", ec2("VPCEndpoint")] },
  {
    pattern: "jobs?|workers?",
    types: ["AWS::Lambda::Function", ec2("Instance"), "AWS::ECS::Service", "AWS::Events::Rule"],
  },
  {
    pattern: "sites?|websites?|apps?|applications?",
    types: [elb("LoadBalancer"), ec2("Instance"), "AWS::ECS::Service"],
  },
];

/** A type word where it stands in the text. */
export interface TypeWordAt {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly types: readonly string[];
  readonly service?: string;
  readonly plural: boolean;
}

const compiled = typeWords.map((entry) => ({
  entry,
  expression: new RegExp(
    `(?<![\\w./-])(?:${entry.pattern.replaceAll(" ", "[\\s-]").replaceAll("\\s?", "[\\s-]?")})(?![\\w/]|-\\w|\\.\\w)`,
    "gi",
  ),
}));

/** Every type word in the text, in order; where two overlap the longer stands. */
export function typeWordsIn(text: string): readonly TypeWordAt[] {
  const found = compiled.flatMap(({ entry, expression }) =>
    [...text.matchAll(expression)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      word: match[0].toLowerCase(),
      types: entry.types,
      ...(entry.service !== undefined && { service: entry.service }),
      plural:
        /s$/i.test(match[0]) &&
        !/^(?:s3|sns|sqs|ecs|eks|kms|efs|rds|dns|postgres|ebs|alias|redis|kinesis)$/i.test(match[0]),
    })),
  );
  return found
    .filter(
      (one) =>
        !found.some(
          (other) =>
            other !== one &&
            other.start <= one.start &&
            other.end >= one.end &&
            other.end - other.start > one.end - one.start,
        ),
    )
    .toSorted((a, b) => a.start - b.start);
}
