import type { Resource } from "../../core/facts.ts";

type Verb = "read" | "list" | "write" | "delete" | "send" | "receive";

/** Groups of actions of which any one would do, by type of resource and what is done with it. */
const groups: { readonly [type: string]: { readonly [verb in Verb]?: readonly string[] } } = {
  "AWS::S3::Bucket": {
    read: ["s3:GetObject"],
    list: ["s3:ListBucket"],
    write: ["s3:PutObject"],
    delete: ["s3:DeleteObject"],
  },
  "AWS::DynamoDB::Table": {
    read: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:BatchGetItem"],
    write: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
    delete: ["dynamodb:DeleteItem"],
  },
  "AWS::SQS::Queue": {
    send: ["sqs:SendMessage"],
    write: ["sqs:SendMessage"],
    receive: ["sqs:ReceiveMessage"],
    read: ["sqs:ReceiveMessage"],
    delete: ["sqs:DeleteMessage"],
  },
  "AWS::SNS::Topic": { send: ["sns:Publish"] },
  "AWS::SecretsManager::Secret": { read: ["secretsmanager:GetSecretValue"] },
  "AWS::KMS::Key": { read: ["kms:Decrypt"], write: ["kms:GenerateDataKey", "kms:Encrypt"] },
  "AWS::Lambda::Function": { send: ["lambda:InvokeFunction"] },
  "AWS::IAM::Role": { read: ["sts:AssumeRole"] },
  "AWS::SSM::Parameter": {
    read: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
    write: ["ssm:PutParameter"],
  },
  "AWS::ECR::Repository": { read: ["ecr:BatchGetImage"], write: ["ecr:PutImage"] },
  "AWS::Kinesis::Stream": {
    send: ["kinesis:PutRecord", "kinesis:PutRecords"],
    write: ["kinesis:PutRecord", "kinesis:PutRecords"],
    read: ["kinesis:GetRecords"],
  },
};

const words: readonly (readonly [verb: Verb, form: RegExp])[] = [
  ["write", /(?<!\bparameter[\s-])\b(?:sav|writ|stor|insert|put|upload|updat|persist)\w*/gi],
  [
    "read",
    /\b(?:read|get|download|fetch|load|open|view|retriev|pull|decrypt|quer|scan|look(?:s|ed|ing)? up)\w*/gi,
  ],
  ["list", /\b(?:list|enumerat|brows)\w*/gi],
  ["delete", /\b(?:delet|remov|purg)\w*/gi],
  ["send", /\b(?:send|publish|produc|enqueu|post|emit|push|invok|trigger|deliver)\w*/gi],
  ["receive", /\b(?:receiv|consum|poll)\w*/gi],
];

/** What is said to work is not what is refused: "can list but downloads fail". */
const works = /\b(?:can|could|able to|does|may)\s+(?:still\s+|already\s+)?$/i;

function verbsIn(text: string): ReadonlySet<Verb> {
  const found = words.flatMap(([verb, form]) =>
    [...text.matchAll(form)].some(
      (match) =>
        !/^(?:readonly|reader|writer|loader|puts?er)\b/i.test(match[0]) &&
        !partOfName(text, match) &&
        !works.test(text.slice(0, match.index)),
    )
      ? [verb]
      : [],
  );
  return new Set(found);
}

function partOfName(text: string, match: RegExpMatchArray): boolean {
  const [before, after] = [
    text[(match.index ?? 0) - 1] ?? " ",
    text[(match.index ?? 0) + match[0].length] ?? " ",
  ];
  return /[\w/:-]/.test(before) || /[\w/:-]/.test(after);
}

export interface ActionsAsked {
  readonly groups: readonly (readonly string[])[];
  /** The words do not say which of the groups is refused. */
  readonly guessed: boolean;
}

/** The groups of actions that a question's words speak of; of a resource that it merely names, the usual ones (never deleting). */
export function actionGroups(type: string, text: string, named: readonly string[]): ActionsAsked {
  const known = groups[type];
  const services = new Set([
    serviceOfType(type),
    ...Object.values(known ?? {})
      .flat()
      .map((action) => action.split(":")[0]),
  ]);
  const explicit = named.flatMap((action) => canonical(action, services));
  if (explicit.length > 0) return { groups: explicit.map((action) => [action]), guessed: false };
  // An action of another service is said: nothing is to be guessed of this one.
  if (!known || named.some((action) => /^[\w-]+:\w+$/.test(action))) return { groups: [], guessed: false };
  const verbs = verbsIn(text);
  const said = Object.entries(known)
    .filter(([verb]) => verbs.has(verb as Verb))
    .map(([, actions]) => actions);
  const usual = Object.entries(known)
    .filter(([verb]) => verb !== "delete" && (type !== "AWS::S3::Bucket" || verb === "read"))
    .map(([, actions]) => actions);
  const chosen = said.length > 0 ? said : usual;
  const distinct = [...new Map(chosen.map((actions) => [actions.join(), actions])).values()];
  return { groups: distinct, guessed: said.length === 0 && distinct.length > 1 };
}

/** The IAM prefix of a type's service. */
function serviceOfType(type: string): string {
  const service = type.split("::")[1]?.toLowerCase() ?? "";
  const other: { readonly [service: string]: string } = {
    stepfunctions: "states",
    efs: "elasticfilesystem",
    elasticloadbalancingv2: "elasticloadbalancing",
    certificatemanager: "acm",
  };
  return other[service] ?? service;
}

const sameAs: { readonly [operation: string]: string } = {
  "s3:HeadObject": "s3:GetObject",
  "s3:CopyObject": "s3:PutObject",
  "s3:UploadPart": "s3:PutObject",
  "s3:CreateMultipartUpload": "s3:PutObject",
  "s3:CompleteMultipartUpload": "s3:PutObject",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:ListObjects": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:HeadBucket": "s3:ListBucket",
  "lambda:Invoke": "lambda:InvokeFunction",
  "sqs:SendMessageBatch": "sqs:SendMessage",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
  "sns:PublishBatch": "sns:Publish",
};

/** The IAM action that an API operation needs: several bear another name. */
export function iamAction(service: string, operation: string): string {
  const plain = `${service}:${operation}`;
  return sameAs[plain] ?? plain;
}

/** `PutItem`, `s3:GetObject`: as an action of one of the services, none where it belongs to another. */
function canonical(action: string, services: ReadonlySet<string | undefined>): readonly string[] {
  const [service = "", operation] = action.includes(":") ? action.split(":") : ["", action];
  if (operation === undefined || operation.includes("*")) return [];
  if (service !== "")
    return services.has(service.toLowerCase()) ? [iamAction(service.toLowerCase(), operation)] : [];
  const owners = [...services].filter((one) => one !== undefined && knownOperation(one, operation));
  return owners.map((owner) => iamAction(owner ?? "", operation));
}

const operations: { readonly [service: string]: RegExp } = {
  s3: /Object|Bucket|Multipart|UploadPart/,
  dynamodb: /Item|^(?:Query|Scan|BatchGet|BatchWrite|Transact)|Table/,
  sqs: /Message|Queue/,
  sns: /^Publish|Topic|^Subscribe/,
  secretsmanager: /Secret/,
  kms: /^(?:Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant|DescribeKey)/,
  lambda: /Invoke|Function/,
  sts: /^AssumeRole/,
  ssm: /Parameter/,
  ecr: /Image|Layer|Authorization/,
  kinesis: /Record|Stream|ShardIterator/,
  logs: /Log/,
  ec2: /Instances|Volume|Snapshot|NetworkInterface|SecurityGroup/,
};

function knownOperation(service: string, operation: string): boolean {
  return operations[service]?.test(operation) ?? false;
}

/** The service to which an operation named in a log line belongs. */
export function serviceOfOperation(operation: string): string | undefined {
  return Object.entries(operations).find(([, form]) => form.test(operation))?.[0];
}

/** The ARN on which an action is decided: S3 tells a bucket from its objects, logs take the group with its streams. */
export function decidedOn(
  resource: Pick<Resource, "type" | "id"> & { readonly arn?: string | undefined },
  action: string,
  key: string | undefined,
  place: { account: string; region: string },
): string {
  const { type, id, arn } = resource;
  if (type === "AWS::S3::Bucket")
    return `arn:aws:s3:::${id}${/Object/i.test(action) ? `/${key ?? "*"}` : ""}`;
  if (arn !== undefined && arn !== "") return arn;
  const at = `${place.region}:${place.account}`;
  const forms: { readonly [type: string]: string } = {
    "AWS::SQS::Queue": `arn:aws:sqs:${at}:${id}`,
    "AWS::DynamoDB::Table": `arn:aws:dynamodb:${at}:table/${id}`,
    "AWS::KMS::Key": `arn:aws:kms:${at}:key/${id}`,
    "AWS::Lambda::Function": `arn:aws:lambda:${at}:function:${id}`,
    "AWS::IAM::Role": `arn:aws:iam::${place.account}:role/${id}`,
    "AWS::SSM::Parameter": `arn:aws:ssm:${at}:parameter/${id.replace(/^\//, "")}`,
    "AWS::ECR::Repository": `arn:aws:ecr:${at}:repository/${id}`,
    "AWS::Kinesis::Stream": `arn:aws:kinesis:${at}:stream/${id}`,
    "AWS::EC2::Instance": `arn:aws:ec2:${at}:instance/${id}`,
    "AWS::EC2::Volume": `arn:aws:ec2:${at}:volume/${id}`,
    "AWS::EC2::SecurityGroup": `arn:aws:ec2:${at}:security-group/${id}`,
    "AWS::RDS::DBInstance": `arn:aws:rds:${at}:db:${id}`,
    "AWS::Logs::LogGroup": `arn:aws:logs:${at}:log-group:${id}:*`,
    "AWS::StepFunctions::StateMachine": `arn:aws:states:${at}:stateMachine:${id}`,
  };
  return forms[type] ?? id;
}
