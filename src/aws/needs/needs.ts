import type { Need } from "../../core/need.ts";
import { isObject } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { ActionsOf } from "./actions.ts";
import { behindEncryption } from "./behind-encryption.ts";
import { partitionOf } from "./bind-arn.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import { memberOf, textsAt } from "./member-path.ts";
import { handovers } from "./pass-role.ts";
import { createBinding } from "./resources.ts";
import type { BindAction, ResourcesOfCall } from "./resources.ts";
import type { ServiceModels } from "../service-models.ts";

/** Everything a call needs to be allowed: its own actions, each on the resources that it concerns, and what AWS checks behind it. The main action first. */
export type NeedsOf = (call: ResourcesOfCall) => readonly Need[];

export function createNeeds({
  models,
  catalog,
  actions,
}: {
  readonly models: ServiceModels;
  readonly catalog: IamCatalog;
  readonly actions: ActionsOf;
}): NeedsOf {
  const bind = createBinding({ models, catalog });
  return (call) => [
    ...actions(call.service, call.operation, call.params).map((action): Need => {
      const { arns, binding } = bind(action, { ...call, params: paramsFor(action, call) });
      return { action, resources: arns, binding };
    }),
    ...passedRoles(call),
    ...tagging(call, catalog, bind),
    ...keyUse(call),
  ];
}

/** Two actions of one call may be about two resources: a copy reads one object and writes another. */
function paramsFor(action: string, { service, operation, params }: ResourcesOfCall): JsonObject {
  if (service === "s3" && /^(?:CopyObject|UploadPartCopy)$/.test(operation) && action.startsWith("s3:Get"))
    return copySource(params);
  if (service === "kms" && operation === "ReEncrypt") {
    const wanted = action === "kms:ReEncryptTo" ? "DestinationKeyId" : "SourceKeyId";
    const key = memberOf(params, wanted);
    // The ciphertext tells KMS its key where the request does not.
    return { KeyId: key ?? "*" };
  }
  return params;
}

function copySource(params: JsonObject): JsonObject {
  const source = memberOf(params, "CopySource");
  if (isObject(source)) return source;
  const text = typeof source === "string" ? source.replace(/\?.*$/, "").replace(/^\//, "") : "*";
  const [bucket = "*", ...key] = text.split("/");
  return { Bucket: bucket, Key: key.length === 0 ? "*" : decoded(key.join("/")) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function passedRoles({ service, operation, params, account, region }: ResourcesOfCall): readonly Need[] {
  const handover = Object.hasOwn(handovers, service) ? handovers[service]?.[operation] : undefined;
  if (!handover) return [];
  const roles = handover.members.flatMap((path) => textsAt(params, path).map((text) => ({ path, text })));
  if (roles.length === 0) return [];
  const resources = roles.map(({ path, text }) => {
    if (/^arn:[^:]*:iam::[^:]*:role\//.test(text)) return text;
    const name = text.startsWith("arn:") || path.includes("InstanceProfile") ? "*" : text;
    return `arn:${partitionOf(region)}:iam::${account}:role/${name}`;
  });
  return [
    {
      action: "iam:PassRole",
      resources: [...new Set(resources)].toSorted(),
      context: { "iam:PassedToService": handover.to },
    },
  ];
}

/** Tags given while something is made need the tagging action too (IAM User Guide, Controlling access during creation). */
function tagging(call: ResourcesOfCall, catalog: IamCatalog, bind: BindAction): readonly Need[] {
  const given = ["Tags", "tags", "TagSpecifications", "tagSpecifications"].some((name) =>
    Object.hasOwn(call.params, name),
  );
  if (!given || !/^(?:Create|Run|Allocate|Request|Import|Copy|Publish|Register|Put)/.test(call.operation))
    return [];
  if (call.service === "s3" || call.service === "s3control") return [];
  const [prefix = ""] = taggers[call.service]?.split(":") ?? [call.service];
  const action = taggers[call.service] ?? `${prefix}:TagResource`;
  const name = action.split(":")[1] ?? "";
  if (catalog.action(prefix, name) === undefined) return [];
  const bound = bind(action, call);
  return [{ action, resources: bound.arns, binding: bound.binding }];
}

/** The action that tags, where it is not `<service>:TagResource`. */
const taggers: { readonly [service: string]: string } = {
  autoscaling: "autoscaling:CreateOrUpdateTags",
  ec2: "ec2:CreateTags",
  efs: "elasticfilesystem:TagResource",
  elasticache: "elasticache:AddTagsToResource",
  elb: "elasticloadbalancing:AddTags",
  elbv2: "elasticloadbalancing:AddTags",
  opensearch: "es:AddTags",
  rds: "rds:AddTagsToResource",
  redshift: "redshift:CreateTags",
  sqs: "sqs:TagQueue",
  ssm: "ssm:AddTagsToResource",
  stepfunctions: "states:TagResource",
  cloudtrail: "cloudtrail:AddTags",
  acm: "acm:AddTagsToCertificate",
};

/** Which key encrypts the data does not stand in the request; the condition holds it to this service in this region. */
function keyUse({ service, operation, params, account, region }: ResourcesOfCall): readonly Need[] {
  const behind = behindEncryption(service, operation, params);
  if (!behind) return [];
  const key = textsAt(params, "SSEKMSKeyId").find((id) => id.startsWith("arn:"));
  const resources = [key ?? `arn:${partitionOf(region)}:kms:${region}:${account}:key/*`];
  const context = { "kms:ViaService": `${behind.via}.${region}.amazonaws.com` };
  return behind.actions.map((action): Need => ({
    action,
    resources,
    context,
    perhaps: "the data is encrypted with a customer managed key",
  }));
}
