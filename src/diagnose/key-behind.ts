import type { Facts } from "../core/facts.ts";
import { isObject } from "../core/json/json.ts";
import type { JsonObject } from "../core/json/json.ts";
import { keyOfAlias, splitArn } from "./authorization/target.ts";
import { objects, text } from "../facts/reader.ts";
import type { ProbeRequest } from "../core/probe.ts";

/** The key behind an encrypted resource, where it is one of the customer's: keys of AWS itself let everyone in the account use them through the service. */
export interface KeyBehind {
  /** Key id, ARN or alias, as the resource names it. */
  readonly reference: string;
  readonly service: string;
  readonly region: string;
}

export function keyBehind(facts: Facts, type: string, id: string, region: string): KeyBehind | undefined {
  const reference = referenceOf(facts, type, id);
  if (reference === "" || /alias\/aws\//.test(reference)) return undefined;
  const services: { readonly [type: string]: string } = {
    "AWS::S3::Bucket": "s3",
    "AWS::SQS::Queue": "sqs",
    "AWS::SNS::Topic": "sns",
    "AWS::SecretsManager::Secret": "secretsmanager",
    "AWS::DynamoDB::Table": "dynamodb",
  };
  return { reference, service: services[type] ?? "", region: splitArn(reference)?.region || region };
}

function referenceOf(facts: Facts, type: string, id: string): string {
  const data = facts.get(type, id)?.data;
  switch (type) {
    case "AWS::S3::Bucket": {
      const configuration = facts.get("AWS::S3::BucketEncryption", id)?.data[
        "ServerSideEncryptionConfiguration"
      ];
      const rule = objects(configuration, "Rules")[0]?.["ApplyServerSideEncryptionByDefault"];
      return isObject(rule) && text(rule, "SSEAlgorithm").startsWith("aws:kms")
        ? text(rule, "KMSMasterKeyID")
        : "";
    }
    case "AWS::SQS::Queue":
    case "AWS::SNS::Topic":
      return text(data, "KmsMasterKeyId");
    case "AWS::SecretsManager::Secret":
      return text(data, "KmsKeyId");
    case "AWS::DynamoDB::Table":
      return text(data?.["SSEDescription"], "KMSMasterKeyArn");
    default:
      return "";
  }
}

/** The probe that reads the key, unless it was tried. */
export function keyProbe(facts: Facts, key: KeyBehind): readonly ProbeRequest[] {
  const name = key.reference.replace(/^arn:[^:]+:kms:[^:]*:\d+:(key\/)?/, "");
  const tried = ["DescribeKey"].some((operation) =>
    facts.reads("kms", operation).some(({ params }) => sameKey(params, name)),
  );
  const policy = keyArn(facts, key);
  const complete =
    policy !== undefined &&
    facts.read("kms", "GetKeyPolicy", { KeyId: policy.split("/").at(-1) ?? "" }) !== undefined;
  if (complete || (tried && policy === undefined)) return [];
  return [
    {
      probe: "kms/resource-policy",
      variables: { key: name, region: key.region },
      reason: `the key ${name} that encrypts it`,
    },
  ];
}

function sameKey(params: JsonObject, name: string): boolean {
  return text(params, "KeyId") === name || text(params, "KeyId").endsWith(`/${name}`);
}

/** The ARN of the key that a reference stands for, once it was read. */
export function keyArn(facts: Facts, { reference }: KeyBehind): string | undefined {
  if (/^arn:[^:]+:kms:.*:key\//.test(reference)) return reference;
  const alias = /(alias\/.+)$/.exec(reference)?.[1];
  const key = alias === undefined ? facts.get("AWS::KMS::Key", reference) : keyOfAlias(facts, alias);
  return key?.arn;
}
