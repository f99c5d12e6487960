import type { Facts, Read } from "../../core/facts.ts";
import { isArray, isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { standsWith } from "./resource-policies.ts";
import type { Target } from "./target.ts";

/** Tags of something, or why they are not known. */
export type Tags =
  | { readonly kind: "known"; readonly tags: ReadonlyMap<string, string> }
  | { readonly kind: "unknown"; readonly why: string };

/** Services whose resources tag:GetResources lists: an empty answer shows that there are no tags. */
const listed = new Set([
  "acm",
  "cloudwatch",
  "dynamodb",
  "ec2",
  "ecs",
  "elasticfilesystem",
  "elasticloadbalancing",
  "kms",
  "lambda",
  "logs",
  "rds",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "states",
  "events",
  "kinesis",
  "firehose",
  "ecr",
  "codebuild",
  "apigateway",
  "glue",
  "athena",
  "backup",
  "redshift",
  "es",
  "elasticache",
]);

export function knownTags(list: Json | undefined): Tags {
  return { kind: "known", tags: tagMap(list) };
}

/** Tags of a resource: from its own service's answer, else from the tagging service. */
export function resourceTags(facts: Facts, target: Target): Tags {
  if (target.arn === "*" || /[*?]/.test(target.arn)) return { kind: "known", tags: new Map() };
  const own = ownTags(facts, target);
  if (own?.complete) return { kind: "known", tags: tagsOf(own.pages.map(({ response }) => response)) };
  const general = facts
    .reads("resourcegroupstaggingapi", "GetResources")
    .find((read) => JSON.stringify(read.params["ResourceARNList"]) === JSON.stringify([target.arn]));
  if (general?.complete) {
    const found = general.pages
      .flatMap(({ response }) => objects(response, "ResourceTagMappingList"))
      .find((item) => text(item, "ResourceARN") === target.arn);
    if (found) return knownTags(found["Tags"]);
    if (listed.has(target.service)) return { kind: "known", tags: new Map() };
  }
  return {
    kind: "unknown",
    why: own?.error?.code ?? general?.error?.code ?? "the resource's tags were not read",
  };
}

/** Reads by name tell of this account's resources only; those of another account may bear the same names. */
function ownTags(facts: Facts, target: Target): Read | undefined {
  const { service, arn, path } = target;
  if (target.account !== facts.account) return undefined;
  const name = path.split(/[:/]/).at(-1) ?? "";
  if (service === "lambda")
    return facts.read("lambda", "ListTags", { Resource: arn.split(":").slice(0, 7).join(":") });
  if (service === "secretsmanager")
    return readOf(
      facts,
      "secretsmanager",
      "DescribeSecret",
      (params, response) => text(response, "ARN") === arn || params["SecretId"] === arn,
    );
  if (service === "sqs")
    return facts
      .reads("sqs", "ListQueueTags")
      .findLast((read) => standsWith(target, read) && text(read.params, "QueueUrl").endsWith(`/${name}`));
  if (service === "sns") return facts.read("sns", "ListTagsForResource", { ResourceArn: arn });
  if (service === "dynamodb")
    return facts.read("dynamodb", "ListTagsOfResource", {
      ResourceArn: arn.split("/").slice(0, 2).join("/"),
    });
  if (service === "kms") return facts.read("kms", "ListResourceTags", { KeyId: name });
  if (service === "iam" && path.startsWith("role/"))
    return facts.read("iam", "ListRoleTags", { RoleName: name });
  if (service === "iam" && path.startsWith("user/"))
    return facts.read("iam", "ListUserTags", { UserName: name });
  return undefined;
}

function readOf(
  facts: Facts,
  service: string,
  operation: string,
  wanted: (params: JsonObject, response: Json) => boolean,
): Read | undefined {
  return facts
    .reads(service, operation)
    .findLast((read) => wanted(read.params, read.pages[0]?.response ?? {}));
}

function tagsOf(responses: readonly Json[]): ReadonlyMap<string, string> {
  return new Map(
    responses.flatMap((response) =>
      isObject(response) ? [...tagMap(response["Tags"] ?? response["tags"])] : [],
    ),
  );
}

/** Lists of Key and Value under any of their spellings, and plain objects. Names are compared without regard to case. */
export function tagMap(list: Json | undefined): ReadonlyMap<string, string> {
  if (isArray(list)) {
    return new Map(
      list
        .filter(isObject)
        .map((tag) => [
          (text(tag, "Key") || text(tag, "TagKey") || text(tag, "key")).toLowerCase(),
          text(tag, "Value") || text(tag, "TagValue") || text(tag, "value"),
        ]),
    );
  }
  if (!isObject(list)) return new Map();
  return new Map(
    Object.entries(list).flatMap(([key, value]) =>
      typeof value === "string" ? [[key.toLowerCase(), value]] : [],
    ),
  );
}
