import type { JsonObject } from "../../core/json/json.ts";
import { memberOf, textsAt } from "./member-path.ts";

const reads = ["kms:Decrypt"];
const writes = ["kms:GenerateDataKey", "kms:Decrypt"];

/** What a service asks KMS for in the caller's name when the data is encrypted with a key of the customer's. */
const services: {
  readonly [service: string]: {
    readonly via: string;
    readonly operations: { readonly [name: string]: readonly string[] };
  };
} = {
  dynamodb: {
    via: "dynamodb",
    operations: each(
      reads,
      "BatchGetItem BatchWriteItem DeleteItem ExecuteStatement GetItem PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem",
    ),
  },
  dynamodbstreams: { via: "dynamodb", operations: each(reads, "GetRecords") },
  kinesis: {
    via: "kinesis",
    operations: {
      ...each(reads, "GetRecords SubscribeToShard"),
      ...each(["kms:GenerateDataKey"], "PutRecord PutRecords"),
    },
  },
  s3: {
    via: "s3",
    operations: {
      ...each(reads, "GetObject SelectObjectContent HeadObject"),
      ...each(writes, "CopyObject CreateMultipartUpload UploadPart UploadPartCopy"),
      ...each(["kms:GenerateDataKey"], "PutObject"),
    },
  },
  secretsmanager: {
    via: "secretsmanager",
    operations: {
      ...each(reads, "BatchGetSecretValue GetSecretValue"),
      ...each(writes, "CreateSecret PutSecretValue UpdateSecret"),
    },
  },
  sns: { via: "sns", operations: each(writes, "Publish PublishBatch") },
  sqs: {
    via: "sqs",
    operations: { ...each(reads, "ReceiveMessage"), ...each(writes, "SendMessage SendMessageBatch") },
  },
  ssm: {
    via: "ssm",
    operations: {
      ...each(reads, "GetParameter GetParameterHistory GetParameters GetParametersByPath"),
      ...each(["kms:Encrypt"], "PutParameter"),
    },
  },
};

/** The actions on a KMS key behind a call, and the service that asks in the caller's name (`kms:ViaService`); undefined where there are none. Sources: the KMS pages of each service's guide. */
export function behindEncryption(
  service: string,
  operation: string,
  params: JsonObject,
): { readonly actions: readonly string[]; readonly via: string } | undefined {
  const found = Object.hasOwn(services, service) ? services[service] : undefined;
  const actions =
    found && Object.hasOwn(found.operations, operation) ? found.operations[operation] : undefined;
  if (!found || !actions || !mayBeEncrypted(service, operation, params)) return undefined;
  return { actions, via: found.via };
}

function mayBeEncrypted(service: string, operation: string, params: JsonObject): boolean {
  // A head gives no contents; its checksums alone are decrypted (S3 API Reference, HeadObject, ChecksumMode).
  if (service === "s3" && operation === "HeadObject") return memberOf(params, "ChecksumMode") !== undefined;
  if (service === "s3" && operation === "PutObject")
    return textsAt(params, "ServerSideEncryption").every((kind) => kind !== "AES256");
  if (service !== "ssm") return true;
  if (operation === "PutParameter")
    return textsAt(params, "Type").some((type) => type === "SecureString" || type === "*");
  const asked = memberOf(params, "WithDecryption");
  return asked === true || asked === "*";
}

function each(actions: readonly string[], names: string): { readonly [name: string]: readonly string[] } {
  return Object.fromEntries(names.split(" ").map((name) => [name, actions]));
}
