import type { DecodedCall } from "../../core/source.ts";
import type { ServiceModel } from "../service-models.ts";

/** An error as a service words it. */
export interface RehearsedError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The code that services which once spoke `query` still send in a header. */
  readonly queryCode?: string;
}

/** What S3 says of a setting that a bucket does not have (S3 API Reference, Error responses); its model names hardly any errors. */
const unsetInS3: { readonly [operation: string]: string } = {
  GetBucketPolicy: "NoSuchBucketPolicy",
  GetBucketPolicyStatus: "NoSuchBucketPolicy",
  GetBucketCors: "NoSuchCORSConfiguration",
  GetBucketEncryption: "ServerSideEncryptionConfigurationNotFoundError",
  GetBucketLifecycleConfiguration: "NoSuchLifecycleConfiguration",
  GetBucketLifecycle: "NoSuchLifecycleConfiguration",
  GetBucketOwnershipControls: "OwnershipControlsNotFoundError",
  GetBucketReplication: "ReplicationConfigurationNotFoundError",
  GetBucketTagging: "NoSuchTagSet",
  GetBucketWebsite: "NoSuchWebsiteConfiguration",
  GetPublicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
  GetObjectLockConfiguration: "ObjectLockConfigurationNotFoundError",
};

/** The error by which S3 says that a bucket has no such setting, where it does not answer with an empty one. */
export function unsetSetting({ service, operation }: DecodedCall): RehearsedError | undefined {
  const code = service === "s3" ? unsetInS3[operation] : undefined;
  return code === undefined ? undefined : { status: 404, code, message: "It does not exist (rehearsed)." };
}

/** The error by which the service says that what the call names does not exist; undefined where the call names nothing or the model knows no such error. */
export function namesAbsentThing(model: ServiceModel, call: DecodedCall): RehearsedError | undefined {
  const named = Object.values(call.params).some((value) => typeof value === "string" || Array.isArray(value));
  if (!named) return undefined;
  if (call.service === "s3")
    return {
      status: 404,
      code: unsetInS3[call.operation] ?? "NoSuchBucket",
      message: "It does not exist (rehearsed).",
    };
  const errors = (model.operations[call.operation]?.errors ?? []).map(({ shape }) => shape);
  const name = errors.find((error) => /NotFound|NoSuch|DoesNotExist|NonExistent|NotExist/i.test(error));
  if (name !== undefined) {
    const told = model.shapes[name]?.error;
    const json = /json|cbor/.test(model.metadata.protocol);
    return {
      status: told?.httpStatusCode ?? (model.metadata.protocol === "json" ? 400 : 404),
      code: json ? name : (told?.code ?? name),
      message: "It does not exist (rehearsed).",
      ...(json && model.metadata.awsQueryCompatible && told?.code !== undefined && { queryCode: told.code }),
    };
  }
  if (call.service === "cloudformation" && typeof call.params["StackName"] === "string")
    return {
      status: 400,
      code: "ValidationError",
      message: `Stack with id ${call.params["StackName"]} does not exist (rehearsed).`,
    };
  if (model.metadata.protocol !== "ec2") return undefined;
  const id = Object.keys(call.params).find((param) => /(?<!Owner|Account)Ids?$/.test(param));
  return id === undefined
    ? undefined
    : {
        status: 400,
        code: `Invalid${id.replace(/Ids?$/, "")}ID.NotFound`,
        message: "It does not exist (rehearsed).",
      };
}

/** What a service answers when it is asked too often. */
export function throttling(model: ServiceModel): RehearsedError {
  const message = "Rate exceeded (rehearsed).";
  if (model.service === "s3") return { status: 503, code: "SlowDown", message };
  if (model.metadata.protocol === "ec2") return { status: 503, code: "RequestLimitExceeded", message };
  const json = /json|cbor/.test(model.metadata.protocol);
  return { status: json ? 429 : 400, code: json ? "ThrottlingException" : "Throttling", message };
}
