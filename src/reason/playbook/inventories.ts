import type { Probe, ProbeRequest } from "../../core/probe.ts";
import type { Mention, Question } from "../../core/question.ts";
import type { Playbook } from "../../content/load-playbooks.ts";

/** Which list shows resources of a type: the service folder, and EC2's kind of list. */
const listedBy: readonly (readonly [prefix: string, service: string, kind?: string])[] = [
  ["AWS::EC2::Instance", "ec2", "instances"],
  ["AWS::EC2::SecurityGroup", "ec2", "security-groups"],
  ["AWS::EC2::VPCPeering", "ec2", "peerings"],
  ["AWS::EC2::VPCEndpoint", "ec2", "endpoints"],
  ["AWS::EC2::VPC", "ec2", "vpcs"],
  ["AWS::EC2::Subnet", "ec2", "subnets"],
  ["AWS::EC2::Volume", "ec2", "volumes"],
  ["AWS::EC2::Snapshot", "ec2", "snapshots"],
  ["AWS::EC2::EIP", "ec2", "addresses"],
  ["AWS::EC2::NetworkInterface", "ec2", "interfaces"],
  ["AWS::EC2::NatGateway", "ec2", "nat-gateways"],
  ["AWS::EC2::RouteTable", "ec2", "route-tables"],
  ["AWS::EC2::NetworkAcl", "ec2", "network-acls"],
  ["AWS::EC2::InternetGateway", "ec2", "internet-gateways"],
  ["AWS::EC2::TransitGateway", "ec2", "transit-gateways"],
  ["AWS::EC2::LaunchTemplate", "ec2", "launch-templates"],
  ["AWS::ElasticLoadBalancingV2::", "elbv2"],
  ["AWS::RDS::", "rds"],
  ["AWS::Lambda::", "lambda"],
  ["AWS::SQS::", "sqs"],
  ["AWS::SNS::", "sns"],
  ["AWS::S3::", "s3"],
  ["AWS::DynamoDB::", "dynamodb"],
  ["AWS::IAM::", "iam"],
  ["AWS::KMS::", "kms"],
  ["AWS::SecretsManager::", "secretsmanager"],
  ["AWS::CloudWatch::", "cloudwatch"],
  ["AWS::Logs::", "logs"],
  ["AWS::AutoScaling::", "autoscaling"],
  ["AWS::ECS::", "ecs"],
  ["AWS::Events::", "events"],
  ["AWS::Scheduler::", "scheduler"],
  ["AWS::StepFunctions::", "stepfunctions"],
  ["AWS::CloudFormation::", "cloudformation"],
  ["AWS::Route53::", "route53"],
  ["AWS::CertificateManager::", "acm"],
  ["AWS::KinesisFirehose::", "firehose"],
  ["AWS::Kinesis::", "kinesis"],
  ["AWS::EKS::", "eks"],
  ["AWS::ECR::", "ecr"],
  ["AWS::ElastiCache::", "elasticache"],
  ["AWS::CloudTrail::", "cloudtrail"],
  ["AWS::EFS::", "efs"],
  ["AWS::ApiGatewayV2::", "apigatewayv2"],
  ["AWS::ApiGateway::", "apigateway"],
  ["AWS::WAFv2::", "wafv2"],
  ["AWS::CloudFront::", "cloudfront"],
  ["AWS::SSM::", "ssm"],
];

/** What a name's own ending says of its kind; only where to look first, never what it is. */
const endings: readonly (readonly [expression: RegExp, types: readonly string[]])[] = [
  [/-asg$/, ["AWS::AutoScaling::AutoScalingGroup"]],
  [/-(?:alb|nlb|lb|elb)$/, ["AWS::ElasticLoadBalancingV2::LoadBalancer"]],
  [/-tg$|^tg-/, ["AWS::ElasticLoadBalancingV2::TargetGroup"]],
  [/-(?:db|pg|mysql|postgres|aurora|rds)$/, ["AWS::RDS::DBInstance"]],
  [/-(?:queue|dlq|in|jobs)$|\.fifo$/, ["AWS::SQS::Queue"]],
  [/-(?:topic|events)$/, ["AWS::SNS::Topic", "AWS::Events::Rule"]],
  [/-(?:cache|redis)$/, ["AWS::ElastiCache::CacheCluster"]],
  [/-trail$/, ["AWS::CloudTrail::Trail"]],
  [/-(?:cpu|latency|errors|5xx|alarm|memory|disk)$/, ["AWS::CloudWatch::Alarm"]],
  [/-(?:role|deployer|readonly|admin)$/, ["AWS::IAM::Role"]],
  [/-(?:fn|lambda|function|worker|handler|processor|resizer?|maker)$/, ["AWS::Lambda::Function"]],
  [/-bucket$/, ["AWS::S3::Bucket"]],
  [/-stack$/, ["AWS::CloudFormation::Stack"]],
  [/-(?:flow|workflow|machine)$/, ["AWS::StepFunctions::StateMachine"]],
  [/-(?:table)$/, ["AWS::DynamoDB::Table"]],
  [/-(?:stream)$/, ["AWS::Kinesis::Stream"]],
  [/-(?:vpc)$/, ["AWS::EC2::VPC"]],
  [/-sg$/, ["AWS::EC2::SecurityGroup"]],
];

/** Where names may hide when they were not where the trouble suggests, the likeliest first. */
const everywhere = [
  "ec2",
  "lambda",
  "ecs",
  "rds",
  "elbv2",
  "sqs",
  "s3",
  "iam",
  "dynamodb",
  "sns",
  "events",
  "scheduler",
  "stepfunctions",
  "autoscaling",
  "cloudwatch",
  "elasticache",
  "kinesis",
  "cloudformation",
  "logs",
  "secretsmanager",
  "route53",
  "apigateway",
  "apigatewayv2",
  "eks",
  "kms",
  "acm",
  "cloudtrail",
  "efs",
  "ecr",
  "wafv2",
  "cloudfront",
  "firehose",
];

const usualKinds = ["instances", "security-groups", "vpcs", "volumes"];

/** The lists to read first: for what words and forms say, else where such trouble usually is. */
export function firstInventories(
  question: Question,
  playbooks: readonly Playbook[],
  probes: ReadonlyMap<string, Probe>,
): readonly ProbeRequest[] {
  const mentions = question.mentions.filter((mention) => mention.type !== "Internet");
  const said = mentions.flatMap((mention) => typesSaid(mention));
  const bare = mentions.some(
    (mention) => isName(mention) && mention.weak !== true && (mention.types ?? []).length === 0,
  );
  // An error message names nothing that could be looked up.
  const named = mentions.some(
    (mention) => mention.kind !== "error" && (mention.weak !== true || mention.types !== undefined),
  );
  const places = [
    ...placesOf(said),
    ...placesOf(question.types ?? []),
    ...(bare || !named
      ? playbooks
          .slice(0, 2)
          .flatMap((playbook) => [
            ...placesOf(playbook.types),
            ...playbook.look_in.map((service) => ({ service })),
          ])
      : []),
  ];
  return requests(places, probes, "to find what the question names", ofNetworks(question));
}

/** The lists not read yet, for names that were in none of the first. */
export function furtherInventories(probes: ReadonlyMap<string, Probe>): readonly ProbeRequest[] {
  return requests(
    [
      ...usualKinds.map((kind) => ({ service: "ec2", kind })),
      ...everywhere.slice(1).map((service) => ({ service })),
    ],
    probes,
    "to find what the question names, wherever it may be",
  );
}

interface PlaceToLook {
  readonly service: string;
  readonly kind?: string | undefined;
}

function isName(mention: Mention): boolean {
  return mention.kind === "name" || mention.kind === "id" || mention.kind === "path";
}

function typesSaid(mention: Mention): readonly string[] {
  const { text, kind, types = [], weak } = mention;
  if (kind === "bucket") return ["AWS::S3::Bucket"];
  if (kind === "arn") return arnTypes(text);
  if (kind === "host" || kind === "url")
    return [
      "AWS::Route53::RecordSet",
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      "AWS::CertificateManager::Certificate",
    ];
  if (kind === "address") return ["AWS::EC2::NetworkInterface", "AWS::EC2::Instance"];
  if (kind === "path") return [...types, ...typesOfPath(text)];
  if (kind === "id" || kind === "name")
    return [
      ...types,
      ...(weak === true
        ? []
        : endings.flatMap(([expression, ended]) => (expression.test(text) ? ended : []))),
    ];
  return [];
}

/** `/app/x` is a log group's form, `alias/x` a key's, `prod/x` a secret's; `some-bucket/x` may be a bucket with a key. */
function typesOfPath(text: string): readonly string[] {
  if (text.startsWith("/")) return ["AWS::Logs::LogGroup"];
  if (text.startsWith("alias/")) return ["AWS::KMS::Key"];
  if (text.endsWith("/") || /\.\w{2,5}$/.test(text)) return [];
  return [
    "AWS::SecretsManager::Secret",
    ...(/^[a-z0-9][a-z0-9.]*-[a-z0-9.-]+\//.test(text) ? ["AWS::S3::Bucket"] : []),
  ];
}

/** The service part of an ARN names the folder, but for a few. */
function arnTypes(arn: string): readonly string[] {
  const service = arn.split(":")[2] ?? "";
  const folder =
    { elasticloadbalancing: "elbv2", states: "stepfunctions", execute: "apigateway" }[service] ?? service;
  return listedBy
    .filter(([, name, kind]) => name === folder && (kind === undefined || kind === "instances"))
    .map(([prefix]) => prefix);
}

function placesOf(types: readonly string[]): readonly PlaceToLook[] {
  return types.flatMap((type) => {
    const entry = listedBy.find(([prefix]) => type.startsWith(prefix));
    return entry ? [{ service: entry[1], kind: entry[2] }] : [];
  });
}

/** What the network's own probe does not read. */
const outsideNetwork = new Set(["volumes", "snapshots", "launch-templates"]);

/** Where it matters who reaches whom, the whole network is read at once: a part of it would only have to be read again. */
function ofNetworks(question: Question): boolean {
  return (question.symptoms ?? [])
    .slice(0, 2)
    .some((symptom) => symptom === "connectivity" || symptom === "target-health");
}

function requests(
  places: readonly PlaceToLook[],
  probes: ReadonlyMap<string, Probe>,
  reason: string,
  network = false,
): readonly ProbeRequest[] {
  const all = [
    ...new Set(
      places
        .filter(({ service }) => service === "ec2")
        .flatMap(({ kind }) => (kind === undefined ? usualKinds : [kind])),
    ),
  ];
  const whole = network && probes.has("ec2/network");
  const kinds = whole
    ? all.filter((kind) => outsideNetwork.has(kind) && places.some((place) => place.kind === kind))
    : all;
  const services = [...new Set(places.map(({ service }) => service))];
  return services.flatMap((service) => {
    const probe = `${service}/inventory`;
    if (service !== "ec2") return probes.has(probe) ? [{ probe, variables: {}, reason }] : [];
    return [
      ...(whole ? [{ probe: "ec2/network", variables: {}, reason }] : []),
      ...(kinds.length > 0 && probes.has(probe) ? [{ probe, variables: { kinds }, reason }] : []),
    ];
  });
}
