import type { Facts, Read, Resource } from "../../core/facts.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { atPointer, isObject } from "../../core/json/json.ts";
import { text } from "../../facts/reader.ts";
import { policyAt, unread } from "./policy-set.ts";
import type { PolicySet } from "./policy-set.ts";
import type { Target } from "./target.ts";
import { unreadPolicyOf } from "./unread-policies.ts";

/** Where a service keeps a resource's policy: the aspect that holds it, or the read that shows there is none. */
interface PolicyPlace {
  readonly service: string;
  readonly operation: string;
  readonly params: JsonObject;
  readonly type: string;
  readonly id: string;
  /** From the resource's data to the document. */
  readonly path: string;
  /** The IAM action of the read. */
  readonly action: string;
  /** Error codes that say there is no policy. */
  readonly none: RegExp;
}

const notThere = /NoSuch|NotFound|NonExistent|DoesNotExist/i;

/** Where the policy of this resource is to be found; undefined for kinds of resources that carry none. */
export function policyPlace(target: Target): PolicyPlace | undefined {
  const { service, arn, path, bucket } = target;
  const name = path.split(/[:/]/).at(-1) ?? "";
  const place = (
    operation: string,
    params: JsonObject,
    type: string,
    id: string,
    at: string,
    action = `${service}:${operation}`,
    none = notThere,
  ): PolicyPlace => ({
    service,
    operation,
    params,
    type,
    id,
    path: at,
    action,
    none,
  });
  if (bucket !== undefined)
    return place(
      "GetBucketPolicy",
      { Bucket: bucket },
      "AWS::S3::BucketPolicy",
      bucket,
      "/Policy",
      "s3:GetBucketPolicy",
      /NoSuchBucketPolicy/,
    );
  switch (service) {
    case "sqs":
      return place("GetQueueAttributes", {}, "AWS::SQS::Queue", path, "/Policy");
    case "sns":
      return place(
        "GetTopicAttributes",
        { TopicArn: topicArn(arn) },
        "AWS::SNS::Topic",
        topicArn(arn),
        "/Policy",
      );
    case "kms":
      return path.startsWith("key/")
        ? place("GetKeyPolicy", { KeyId: name }, "AWS::KMS::KeyPolicy", name, "/Policy")
        : undefined;
    case "lambda":
      return path.startsWith("function:")
        ? place(
            "GetPolicy",
            functionParams(path),
            "AWS::Lambda::Permission",
            path.slice("function:".length),
            "/Policy",
          )
        : undefined;
    case "secretsmanager":
      return path.startsWith("secret:")
        ? place(
            "GetResourcePolicy",
            { SecretId: arn },
            "AWS::SecretsManager::ResourcePolicy",
            arn,
            "/ResourcePolicy",
          )
        : undefined;
    case "ecr":
      return path.startsWith("repository/")
        ? place(
            "GetRepositoryPolicy",
            { repositoryName: path.slice(11) },
            "AWS::ECR::RepositoryPolicy",
            path.slice(11),
            "/policyText",
          )
        : undefined;
    case "dynamodb": {
      const table = arn.split("/").slice(0, 2).join("/");
      return path.startsWith("table/")
        ? place(
            "GetResourcePolicy",
            { ResourceArn: table },
            "AWS::DynamoDB::ResourcePolicy",
            table,
            "/Policy",
          )
        : undefined;
    }
    case "kinesis":
      return !path.startsWith("stream/")
        ? undefined
        : place("GetResourcePolicy", { ResourceARN: arn }, "AWS::Kinesis::ResourcePolicy", arn, "/Policy");
    case "events":
      return path.startsWith("event-bus/")
        ? place(
            "DescribeEventBus",
            { Name: path.slice(10) },
            "AWS::Events::EventBus",
            path.slice(10),
            "/Policy",
          )
        : undefined;
    case "elasticfilesystem":
      return path.startsWith("file-system/")
        ? {
            ...place(
              "DescribeFileSystemPolicy",
              { FileSystemId: name },
              "AWS::EFS::FileSystemPolicy",
              name,
              "/Policy",
            ),
            service: "efs",
          }
        : undefined;
    case "es":
      return path.startsWith("domain/")
        ? {
            ...place(
              "DescribeDomain",
              { DomainName: path.split("/")[1] ?? "" },
              "AWS::OpenSearchService::Domain",
              path.split("/")[1] ?? "",
              "/AccessPolicies",
            ),
            service: "opensearch",
          }
        : undefined;
    case "execute-api":
      return {
        ...place(
          "GetRestApi",
          { restApiId: path.split("/")[0] ?? "" },
          "AWS::ApiGateway::RestApi",
          path.split("/")[0] ?? "",
          "/policy",
        ),
        service: "apigateway",
        action: "apigateway:GET",
      };
    case "glacier":
      return path.startsWith("vaults/")
        ? place(
            "GetVaultAccessPolicy",
            { vaultName: name },
            "AWS::Glacier::VaultAccessPolicy",
            name,
            "/policy/Policy",
          )
        : undefined;
    case "backup":
      return path.startsWith("backup-vault:")
        ? place(
            "GetBackupVaultAccessPolicy",
            { BackupVaultName: name },
            "AWS::Backup::BackupVaultAccessPolicy",
            name,
            "/Policy",
          )
        : undefined;
    default:
      return undefined;
  }
}

function topicArn(arn: string): string {
  return arn.split(":").slice(0, 6).join(":");
}

function functionParams(path: string): JsonObject {
  const [, name = "", qualifier] = path.split(":");
  return qualifier === undefined ? { FunctionName: name } : { FunctionName: name, Qualifier: qualifier };
}

/** The resource-based policy of the target. Undefined: this kind of resource has none. */
export function resourcePolicy(facts: Facts, target: Target): PolicySet | undefined {
  const place = policyPlace(target);
  if (!place) {
    const unreadAction = unreadPolicyOf(target);
    return unreadAction === undefined
      ? undefined
      : unread(unreadAction, `the policy of ${target.arn} is not read`);
  }
  if (target.account !== facts.account)
    return unread(
      place.action,
      `${target.arn} belongs to ${target.account === undefined ? "an account that is not known" : `account ${target.account}`}`,
    );
  if (/[*?]/.test(place.id)) return unread(place.action, `${target.arn} is no single resource`);
  // A name is one resource's in its region only: the queue of that name in another region is another queue.
  const resource = facts.all(place.type).find((one) => one.id === place.id && standsWith(target, one));
  const document = resource && atPointer(resource.data, place.path);
  if (resource && document !== undefined && !isEmpty(document)) {
    return policyAt(
      resource,
      place.path,
      { id: place.id, name: nameOf(resource, target), attachedTo: target.arn },
      place.action,
    );
  }
  const read = readOf(facts, place, target);
  if (read?.complete)
    return {
      policies: [],
      missing: [],
      absence:
        resource && resource.data !== read.pages[0]?.response
          ? [facts.cite(resource)]
          : facts.citeAbsence(read, "", "Policy || ResourcePolicy || policy"),
    };
  if (read?.error && (place.none.test(read.error.code) || isUnknownOperation(read.error.code)))
    return { policies: [], missing: [], absence: facts.citeRefusal(read) };
  return unread(place.action, read?.error?.code ?? "not read");
}

/** Whether an answer from this region can be about the target; buckets have no region in their ARN. */
export function standsWith({ region }: Target, answer: { readonly region: string }): boolean {
  return region === "" || answer.region === region;
}

function readOf(facts: Facts, place: PolicyPlace, target: Target): Read | undefined {
  const { service, operation, params, id } = place;
  const here = (name: string) => facts.reads(service, name).filter((read) => standsWith(target, read));
  const having = (wanted: JsonObject) => (read: Read) =>
    Object.entries(wanted).every(
      ([key, value]) => JSON.stringify(read.params[key]) === JSON.stringify(value),
    );
  if (operation === "GetQueueAttributes") {
    // That the queue is there says nothing of its policy; only a name that was refused does.
    return (
      attributesRead(facts, target) ??
      here("GetQueueUrl").findLast((read) => read.error !== undefined && having({ QueueName: id })(read))
    );
  }
  const reads = here(operation).filter(having(params));
  return reads.findLast((read) => read.complete) ?? reads.at(-1);
}

/** A read of the queue's attributes that would have shown a policy. */
export function attributesRead(facts: Facts, target: Target): Read | undefined {
  return facts.reads("sqs", "GetQueueAttributes").findLast((read) => {
    const asked = JSON.stringify(read.params["AttributeNames"] ?? []);
    const ofQueue = text(read.params, "QueueUrl").endsWith(`/${target.path}`);
    return ofQueue && standsWith(target, read) && (asked === "[]" || /"(?:All|Policy)"/.test(asked));
  });
}

function isEmpty(document: Json): boolean {
  return (
    document === null ||
    document === "" ||
    document === "{}" ||
    (isObject(document) && Object.keys(document).length === 0)
  );
}

/** An endpoint that does not know the operation that reads policies cannot have stored one. */
function isUnknownOperation(code: string): boolean {
  return /UnknownOperation|InvalidAction|NotImplemented|^404$|^501$/i.test(code);
}

function nameOf(resource: Resource, target: Target): string {
  return resource.name ?? target.bucket ?? target.path.split(/[:/]/).at(-1) ?? target.arn;
}
