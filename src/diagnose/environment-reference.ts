import type { Link } from "../core/facts.ts";
import { isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";

/** A resource that an environment variable names. */
export interface EnvironmentReference {
  readonly variable: string;
  readonly value: string;
  readonly type: string;
  /** The id by which facts know it: a name, or an ARN where facts go by ARN. */
  readonly id: string;
  readonly region?: string;
  readonly account?: string;
  /** `plain`: only a name, taken for one because the variable is called so. The others say themselves what they name. */
  readonly form: "arn" | "url" | "host" | "plain";
}

const arnTypes: readonly (readonly [form: RegExp, type: string])[] = [
  [/^sqs:(?<id>[^:/]+)$/, "AWS::SQS::Queue"],
  [/^dynamodb:table\/(?<id>[^/]+)/, "AWS::DynamoDB::Table"],
  [/^s3:(?<id>[^/]+)/, "AWS::S3::Bucket"],
  [/^kinesis:stream\/(?<id>.+)$/, "AWS::Kinesis::Stream"],
  [/^firehose:deliverystream\/(?<id>.+)$/, "AWS::KinesisFirehose::DeliveryStream"],
  [/^lambda:function:(?<id>[^:]+)/, "AWS::Lambda::Function"],
  [/^events:event-bus\/(?<id>.+)$/, "AWS::Events::EventBus"],
  [/^ssm:parameter(?<id>\/.+)$/, "AWS::SSM::Parameter"],
];
const wholeArnTypes: readonly (readonly [prefix: string, type: string])[] = [
  ["sns:", "AWS::SNS::Topic"],
  ["secretsmanager:secret:", "AWS::SecretsManager::Secret"],
  ["states:stateMachine:", "AWS::StepFunctions::StateMachine"],
  ["kms:key/", "AWS::KMS::Key"],
];
/** What a plain value names, by a word in the variable's name. */
const wordTypes: readonly (readonly [word: RegExp, type: string])[] = [
  [/(?:^|_)(?:TABLE|DYNAMO(?:DB)?)(?:_NAME)?(?:$|_)/i, "AWS::DynamoDB::Table"],
  [/(?:^|_)BUCKET(?:_NAME)?(?:$|_)/i, "AWS::S3::Bucket"],
  [/(?:^|_)QUEUE(?:_NAME)?$/i, "AWS::SQS::Queue"],
  [/(?:^|_)STREAM(?:_NAME)?$/i, "AWS::Kinesis::Stream"],
  [/(?:^|_)TOPIC(?:_NAME)?$/i, "AWS::SNS::Topic"],
  [/(?:^|_)SECRET(?:_(?:NAME|ID))?$/i, "AWS::SecretsManager::Secret"],
  [/(?:^|_)(?:SSM_)?PARAM(?:ETER)?(?:_(?:NAME|PATH|KEY))?$/i, "AWS::SSM::Parameter"],
];

/** What the variables of an environment name: by ARN, by URL, by host name, or by a plain name where the variable is called so. */
export function environmentReferences(variables: Json | undefined): readonly EnvironmentReference[] {
  if (!isObject(variables)) return [];
  return Object.entries(variables).flatMap(([variable, value]) => {
    if (typeof value !== "string" || value === "") return [];
    const found = byArn(value) ?? byUrl(value) ?? byHost(value) ?? byWord(variable, value);
    return found ? [{ variable, value, ...found }] : [];
  });
}

/** The same as links, so that trouble is followed from a function to what it names. */
export function environmentLinks(variables: Json | undefined): readonly Link[] {
  return environmentReferences(variables).map(({ type, id }) => ({ kind: "names", type, id }));
}

type Found = Omit<EnvironmentReference, "variable" | "value">;

function byArn(value: string): Found | undefined {
  const [prefix, , service, region, account, ...rest] = value.split(":");
  if (prefix !== "arn" || service === undefined) return undefined;
  const place = {
    ...(region !== undefined && region !== "" && { region }),
    ...(account !== undefined && account !== "" && { account }),
  };
  const tail = `${service}:${rest.join(":")}`;
  for (const [form, type] of arnTypes) {
    const id = form.exec(tail)?.groups?.["id"];
    if (id !== undefined) return { type, id, ...place, form: "arn" };
  }
  const whole = wholeArnTypes.find(([start]) => tail.startsWith(start));
  return whole ? { type: whole[1], id: value, ...place, form: "arn" } : undefined;
}

function byUrl(value: string): Found | undefined {
  const queue =
    /^https?:\/\/(?:sqs\.(?<region>[\w-]+)\.|(?<legacy>[\w-]+)\.queue\.)?[\w.-]+(?::\d+)?\/(?<account>\d{12})\/(?<id>[\w-]+(?:\.fifo)?)$/.exec(
      value,
    )?.groups;
  if (queue?.["id"] !== undefined) {
    const region = queue["region"] ?? queue["legacy"];
    return {
      type: "AWS::SQS::Queue",
      id: queue["id"],
      ...(region !== undefined && { region }),
      ...(queue["account"] !== undefined && { account: queue["account"] }),
      form: "url",
    };
  }
  const bucket = /^s3:\/\/(?<id>[a-z0-9.-]+)/.exec(value)?.groups?.["id"];
  return bucket === undefined ? undefined : { type: "AWS::S3::Bucket", id: bucket, form: "url" };
}

function byHost(value: string): Found | undefined {
  const host =
    /(?:^|@|\/\/)(?<id>[\w-]+)\.(?<cluster>cluster-(?:ro-)?)?[\w]+\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.rds\.amazonaws\.com/.exec(
      value,
    )?.groups;
  if (host?.["id"] === undefined || host["region"] === undefined) return undefined;
  const type = host["cluster"] === undefined ? "AWS::RDS::DBInstance" : "AWS::RDS::DBCluster";
  return { type, id: host["id"], region: host["region"], form: "host" };
}

function byWord(variable: string, value: string): Found | undefined {
  if (!/^[\w./+=@-]{2,255}$/.test(value) || /^(?:true|false|none|null|\d+)$/i.test(value)) return undefined;
  const type = wordTypes.find(([word]) => word.test(variable))?.[1];
  return type === undefined ? undefined : { type, id: value, form: "plain" };
}
