import { isObject } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { memberOf } from "./member-path.ts";

type Rule = (params: JsonObject) => readonly string[] | undefined;

/** The actions where the parameters decide which; undefined where they do not. Sources: Amazon S3 API operations and permissions; DynamoDB Developer Guide, IAM policies for PartiQL. */
export function actionsByParams(
  service: string,
  operation: string,
  params: JsonObject,
): readonly string[] | undefined {
  if (!Object.hasOwn(rules, service)) return undefined;
  const rule = rules[service]?.[operation];
  return rule?.(params);
}

const has = (params: JsonObject, name: string): boolean => memberOf(params, name) !== undefined;

/** One action for the current version, another for a version that is named. */
function byVersion(plain: readonly string[], versioned: readonly string[]): Rule {
  return (params) => (has(params, "VersionId") ? versioned : plain);
}

/** What a new object brings along needs actions of its own. */
function putObject(actions: readonly string[]): Rule {
  return (params) => [
    ...actions,
    ...(["ACL", "GrantRead", "GrantFullControl", "GrantReadACP", "GrantWriteACP"].some((name) =>
      has(params, name),
    )
      ? ["s3:PutObjectAcl"]
      : []),
    ...(has(params, "Tagging") ? ["s3:PutObjectTagging"] : []),
    ...(has(params, "ObjectLockMode") || has(params, "ObjectLockRetainUntilDate")
      ? ["s3:PutObjectRetention"]
      : []),
    ...(has(params, "ObjectLockLegalHoldStatus") ? ["s3:PutObjectLegalHold"] : []),
  ];
}

const deleteObject: Rule = (params) => [
  has(params, "VersionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
  ...(has(params, "BypassGovernanceRetention") ? ["s3:BypassGovernanceRetention"] : []),
];

const deleteObjects: Rule = (params) => [
  "s3:DeleteObject",
  ...(JSON.stringify(memberOf(params, "Delete") ?? "").match(/"VersionId"|^"\*"$/)
    ? ["s3:DeleteObjectVersion"]
    : []),
  ...(has(params, "BypassGovernanceRetention") ? ["s3:BypassGovernanceRetention"] : []),
];

const copyObject: Rule = (params) => {
  const source = memberOf(params, "CopySource");
  const versioned = isObject(source) ? has(source, "VersionId") : /[?&]versionId=/.test(String(source ?? ""));
  return [...(putObject(["s3:PutObject"])(params) ?? []), versioned ? "s3:GetObjectVersion" : "s3:GetObject"];
};

const createBucket: Rule = (params) => [
  "s3:CreateBucket",
  ...(has(params, "ACL") || has(params, "GrantRead") || has(params, "GrantFullControl")
    ? ["s3:PutBucketAcl"]
    : []),
  ...(has(params, "ObjectLockEnabledForBucket")
    ? ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]
    : []),
  ...(has(params, "ObjectOwnership") ? ["s3:PutBucketOwnershipControls"] : []),
];

const verbs: { readonly [verb: string]: string } = {
  select: "dynamodb:PartiQLSelect",
  insert: "dynamodb:PartiQLInsert",
  update: "dynamodb:PartiQLUpdate",
  delete: "dynamodb:PartiQLDelete",
};

/** The verb that a PartiQL statement begins with; all four where it is not known. */
const partiQl: Rule = (params) => {
  const statement = memberOf(params, "Statement");
  if (typeof statement !== "string") return undefined;
  const action = verbs[/^\s*(\w+)/.exec(statement)?.[1]?.toLowerCase() ?? ""];
  return action === undefined ? undefined : [action];
};

const rules: { readonly [service: string]: { readonly [operation: string]: Rule } } = {
  dynamodb: { ExecuteStatement: partiQl },
  s3: {
    CopyObject: copyObject,
    CreateBucket: createBucket,
    CreateMultipartUpload: putObject(["s3:PutObject"]),
    DeleteObject: deleteObject,
    DeleteObjectTagging: byVersion(["s3:DeleteObjectTagging"], ["s3:DeleteObjectVersionTagging"]),
    DeleteObjects: deleteObjects,
    GetObject: byVersion(["s3:GetObject"], ["s3:GetObjectVersion"]),
    GetObjectAcl: byVersion(["s3:GetObjectAcl"], ["s3:GetObjectVersionAcl"]),
    GetObjectAttributes: byVersion(
      ["s3:GetObjectAttributes", "s3:GetObject"],
      ["s3:GetObjectVersionAttributes", "s3:GetObjectVersion"],
    ),
    GetObjectTagging: byVersion(["s3:GetObjectTagging"], ["s3:GetObjectVersionTagging"]),
    GetObjectTorrent: byVersion(["s3:GetObjectTorrent"], ["s3:GetObjectVersionTorrent"]),
    HeadObject: byVersion(["s3:GetObject"], ["s3:GetObjectVersion"]),
    PutObject: putObject(["s3:PutObject"]),
    PutObjectAcl: byVersion(["s3:PutObjectAcl"], ["s3:PutObjectVersionAcl"]),
    PutObjectTagging: byVersion(["s3:PutObjectTagging"], ["s3:PutObjectVersionTagging"]),
  },
};
