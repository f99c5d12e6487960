import type { Read } from "../core/facts.ts";

import type { Json } from "../core/json/json.ts";
import { objects, strings, text } from "../facts/reader.ts";

/** Where all resources of a type are listed: absence from the complete list proves that one does not exist. */
export interface Listing {
  readonly service: string;
  readonly operation: string;
  /** The probe that reads the whole list. */
  readonly probe: string;
  readonly pointer: string;
  query(id: string): string;
  names(read: Read): readonly string[];
  holds(read: Read, id: string): boolean;
}

interface Shape {
  readonly service: string;
  readonly operation: string;
  readonly probe: string;
  readonly list: string;
  /** The member that names an item; absent where the items are strings. */
  readonly member?: string;
  /** Items are ARNs or URLs: only the last segment is the name. */
  readonly last?: boolean;
}

const shapes: Readonly<Record<string, Shape>> = {
  "AWS::DynamoDB::Table": {
    service: "dynamodb",
    operation: "ListTables",
    probe: "dynamodb/tables",
    list: "TableNames",
  },
  "AWS::S3::Bucket": {
    service: "s3",
    operation: "ListBuckets",
    probe: "s3/buckets",
    list: "Buckets",
    member: "Name",
  },
  "AWS::SQS::Queue": {
    service: "sqs",
    operation: "ListQueues",
    probe: "sqs/queues",
    list: "QueueUrls",
    last: true,
  },
  "AWS::SNS::Topic": {
    service: "sns",
    operation: "ListTopics",
    probe: "sns/topics",
    list: "Topics",
    member: "TopicArn",
    last: true,
  },
  "AWS::Kinesis::Stream": {
    service: "kinesis",
    operation: "ListStreams",
    probe: "kinesis/streams",
    list: "StreamNames",
  },
  "AWS::SecretsManager::Secret": {
    service: "secretsmanager",
    operation: "ListSecrets",
    probe: "secretsmanager/secrets",
    list: "SecretList",
    member: "Name",
  },
  "AWS::SSM::Parameter": {
    service: "ssm",
    operation: "DescribeParameters",
    probe: "ssm/inventory",
    list: "Parameters",
    member: "Name",
  },
  "AWS::Logs::LogGroup": {
    service: "logs",
    operation: "DescribeLogGroups",
    probe: "logs/groups",
    list: "logGroups",
    member: "logGroupName",
  },
};

/** Where resources of a type are listed, or undefined where no list of them is known. */
export function listingOf(type: string): Listing | undefined {
  const shape = shapes[type];
  if (!shape) return undefined;
  const { service, operation, probe, list, member, last } = shape;
  const names = (read: Read): readonly string[] =>
    read.pages.flatMap(({ response }) => namesIn(response, shape));
  return {
    service,
    operation,
    probe,
    pointer: `/${list}`,
    query: (id) => {
      const item = member ?? "@";
      return last === true
        ? `[?ends_with(${item}, '${id.split(/[:/]/).at(-1) ?? id}')]`
        : `[?${item}=='${id}']`;
    },
    names,
    holds: (read, id) =>
      names(read).some((name) => same(name, id)) ||
      read.pages.some(({ response }) => arnsIn(response, list).includes(id)),
  };
}

function namesIn(response: Json, { list, member, last }: Shape): readonly string[] {
  const named =
    member === undefined
      ? strings(response, list)
      : objects(response, list).map((item) => text(item, member));
  return last === true ? named.map((name) => name.split(/[:/]/).at(-1) ?? name) : named;
}

function arnsIn(response: Json, list: string): readonly string[] {
  return objects(response, list).map((item) => text(item, "ARN") || text(item, "TopicArn"));
}

/** A secret may be named by its ARN, with or without the six characters that Secrets Manager adds. */
function same(name: string, id: string): boolean {
  if (name === id) return true;
  const tail = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:(?:secret:)?(.+)$/.exec(id)?.[1];
  return tail !== undefined && (tail === name || tail.replace(/-[A-Za-z0-9]{6}$/, "") === name);
}
