import type { Facts } from "../../core/facts.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { AccessQuery } from "./authorization.ts";
import { attributesRead, policyPlace } from "./resource-policies.ts";
import { findTarget } from "./target.ts";
import type { Target } from "./target.ts";

const region = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** The probes that read the resource's own policy and tags, for resources of this account. */
export function resourceProbes(facts: Facts, query: AccessQuery): readonly ProbeRequest[] {
  const target = findTarget(facts, query.resource.trim(), query.action);
  if (target.arn === "*" || (target.account !== facts.account && target.bucket === undefined)) return [];
  const probe = probeOf(facts, target);
  const wanted =
    probe && !tried(facts, target)
      ? [{ ...probe, reason: `who may use ${target.arn} by its own policy` }]
      : [];
  return [...wanted, ...tagProbes(facts, target)];
}

function probeOf(facts: Facts, target: Target): Omit<ProbeRequest, "reason"> | undefined {
  const { service, arn, path, bucket, key } = target;
  const at = { region: target.region };
  if (/[*?]/.test(bucket ?? path.split("/").slice(0, 2).join("/"))) return undefined;
  if (bucket !== undefined) {
    if (!/^[a-z0-9.-]{3,63}$/.test(bucket)) return undefined;
    return {
      probe: "s3/resource-policy",
      variables: { bucket, key: key !== undefined && !/[*?]/.test(key) ? key : "", account: facts.account },
    };
  }
  if (!region.test(target.region)) return undefined;
  switch (service) {
    case "sqs":
      return { probe: "sqs/resource-policy", variables: { queue: path, ...at } };
    case "sns":
      return {
        probe: "sns/resource-policy",
        variables: { topic: arn.split(":").slice(0, 6).join(":"), ...at },
      };
    case "kms":
      return {
        probe: "kms/resource-policy",
        variables: { key: path.startsWith("key/") ? path.slice(4) : path, ...at },
      };
    case "lambda": {
      const [kind, name = "", qualifier = ""] = path.split(":");
      return kind === "function"
        ? {
            probe: "lambda/resource-policy",
            variables: { function: name, qualifier, arn: arn.split(":").slice(0, 7).join(":"), ...at },
          }
        : undefined;
    }
    case "secretsmanager":
      return path.startsWith("secret:")
        ? { probe: "secretsmanager/resource-policy", variables: { secret: arn, ...at } }
        : undefined;
    case "ecr":
      return path.startsWith("repository/")
        ? { probe: "ecr/resource-policy", variables: { repository: path.slice(11), ...at } }
        : undefined;
    case "dynamodb": {
      const table = arn.split("/").slice(0, 2).join("/");
      return path.startsWith("table/")
        ? {
            probe: "dynamodb/resource-policy",
            variables: { table: path.split("/")[1] ?? "", arn: table, ...at },
          }
        : undefined;
    }
    default:
      return oneCallProbe(target);
  }
}

/** Services whose policy is one call away. */
function oneCallProbe({ service, arn, path, region: at }: Target): Omit<ProbeRequest, "reason"> | undefined {
  const name = path.split(/[:/]/).at(-1) ?? "";
  const probes: {
    readonly [service: string]: readonly [
      probe: string,
      variables: { readonly [name: string]: string },
      form: RegExp,
    ];
  } = {
    kinesis: ["kinesis/resource-policy", { arn }, /^stream\//],
    events: ["events/event-bus", { bus: path.slice("event-bus/".length) }, /^event-bus\//],
    elasticfilesystem: ["efs/file-system-policy", { file_system: name }, /^file-system\//],
    glacier: ["glacier/vault-policy", { vault: name }, /^vaults\//],
    backup: ["backup/vault-policy", { vault: name }, /^backup-vault:/],
    es: ["opensearch/domain-policy", { domain: path.split("/")[1] ?? "" }, /^domain\//],
    "execute-api": ["apigateway/api-policy", { api: path.split("/")[0] ?? "" }, /^[a-z0-9]+\//],
  };
  const found = probes[service];
  return found?.[2].test(path) ? { probe: found[0], variables: { ...found[1], region: at } } : undefined;
}

function tried(facts: Facts, target: Target): boolean {
  const place = policyPlace(target);
  if (target.service === "kms" && !target.path.startsWith("key/"))
    return facts.read("kms", "DescribeKey", { KeyId: target.path }) !== undefined;
  if (!place) return true;
  if (target.service === "sqs")
    return (
      attributesRead(facts, target) !== undefined ||
      facts.read("sqs", "GetQueueUrl", { QueueName: target.path })?.error !== undefined
    );
  const policy = facts.read(place.service, place.operation, place.params) !== undefined;
  if (target.service === "kms")
    return policy && facts.read("kms", "ListGrants", { KeyId: target.path.slice(4) }) !== undefined;
  const withKey =
    target.key !== undefined && target.key !== "" && !/[*?]/.test(target.key) && target.bucket !== undefined;
  if (target.bucket !== undefined)
    return (
      policy &&
      facts.read("s3", "ListBuckets") !== undefined &&
      (!withKey ||
        facts.read("s3", "GetObjectAcl", { Bucket: target.bucket, Key: target.key ?? "" }) !== undefined)
    );
  return policy;
}

const withOwnTags = new Set([
  "s3",
  "sqs",
  "sns",
  "kms",
  "lambda",
  "secretsmanager",
  "dynamodb",
  "iam",
  "organizations",
  "sts",
]);

/** Tags come with the service's own probe, else from the tagging service. */
function tagProbes(facts: Facts, target: Target): readonly ProbeRequest[] {
  if (
    withOwnTags.has(target.service) ||
    /[*?]/.test(target.arn) ||
    !(target.region === "" || region.test(target.region))
  )
    return [];
  const read = facts
    .reads("resourcegroupstaggingapi", "GetResources")
    .some(({ params }) => JSON.stringify(params["ResourceARNList"]) === JSON.stringify([target.arn]));
  return read
    ? []
    : [
        {
          probe: "resourcegroupstaggingapi/tags",
          variables: { arn: target.arn, region: target.region },
          reason: `tags of ${target.arn}`,
        },
      ];
}
