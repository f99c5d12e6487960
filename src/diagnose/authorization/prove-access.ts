import type { Facts } from "../../core/facts.ts";
import type { NewlyAllowed, Proof } from "../../core/finding.ts";
import { explainAccess } from "./authorization.ts";
import type { AccessQuery } from "./authorization.ts";
import { findPrincipal } from "./principal.ts";
import { splitArn } from "./target.ts";

/** How many other requests are tried. */
const most = 60;

/** What a change does: is the request allowed then, and which others become allowed that were not? Tried are the principals that were read and everyone, actions of the same service, and the resources of the same kind. */
export function proveAccess(facts: Facts, patched: Facts, query: AccessQuery): Proof {
  const before = explainAccess(facts, query);
  const after = explainAccess(patched, query);
  // Where the caller's account cannot be read, this side's word is all that a change here can turn.
  const foreign =
    !findPrincipal(facts, query.principal, query.action).home &&
    before.decision.startsWith("denied") &&
    after.decision === "unknown";
  const flips = before.decision !== "allowed" && (after.decision === "allowed" || foreign);
  const newly = others(facts, query).filter(
    (other) =>
      explainAccess(patched, other).decision === "allowed" &&
      explainAccess(facts, other).decision !== "allowed",
  );
  return {
    flips,
    newlyAllowed: newly.map(({ principal, action, resource }): NewlyAllowed => ({
      principal,
      action,
      resource,
    })),
  };
}

function others(facts: Facts, query: AccessQuery): readonly AccessQuery[] {
  const principals = [
    ...new Set([
      query.principal,
      ...[...facts.all("AWS::IAM::Role"), ...facts.all("AWS::IAM::User")].flatMap(({ arn }) => arn ?? []),
      "*",
    ]),
  ];
  const asked = (one: AccessQuery) =>
    one.principal === query.principal && one.action === query.action && one.resource === query.resource;
  const tried = [
    ...principals.map((principal) => ({ ...query, principal })),
    ...siblingActions(query.action).map((action) => ({ ...query, action })),
    ...siblingResources(facts, query.resource).map((resource) => ({ ...query, resource })),
  ];
  return tried.filter((one) => !asked(one) && !isSame(facts, one.principal, query)).slice(0, most);
}

/** The same principal by another name is no other one. */
function isSame(facts: Facts, principal: string, query: AccessQuery): boolean {
  return (
    principal !== query.principal &&
    [...facts.named(query.principal), ...facts.named(query.principal.split("/")[1] ?? "")].some(
      ({ arn }) => arn === principal,
    )
  );
}

const verbs: { readonly [service: string]: readonly string[] } = {
  s3: ["GetObject", "PutObject", "DeleteObject", "ListBucket", "PutBucketPolicy"],
  sqs: ["SendMessage", "ReceiveMessage", "DeleteMessage", "PurgeQueue"],
  sns: ["Publish", "Subscribe", "DeleteTopic"],
  dynamodb: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"],
  kms: ["Decrypt", "Encrypt", "GenerateDataKey", "ScheduleKeyDeletion", "PutKeyPolicy"],
  lambda: ["InvokeFunction", "UpdateFunctionCode"],
  secretsmanager: ["GetSecretValue", "PutSecretValue", "DeleteSecret"],
  sts: ["AssumeRole"],
  ec2: ["RunInstances", "TerminateInstances", "DescribeInstances"],
  iam: ["PassRole", "CreateUser", "AttachRolePolicy"],
  logs: ["CreateLogGroup", "CreateLogStream", "PutLogEvents", "DeleteLogGroup"],
};

function siblingActions(action: string): readonly string[] {
  const [service = ""] = action.split(":");
  return (verbs[service.toLowerCase()] ?? [])
    .map((verb) => `${service}:${verb}`)
    .filter((one) => one.toLowerCase() !== action.toLowerCase());
}

function siblingResources(facts: Facts, resource: string): readonly string[] {
  const parts = splitArn(resource);
  if (!parts) return [];
  const types: { readonly [service: string]: string } = {
    s3: "AWS::S3::Bucket",
    sqs: "AWS::SQS::Queue",
    sns: "AWS::SNS::Topic",
    dynamodb: "AWS::DynamoDB::Table",
    kms: "AWS::KMS::Key",
    lambda: "AWS::Lambda::Function",
    secretsmanager: "AWS::SecretsManager::Secret",
    iam: "AWS::IAM::Role",
  };
  const rest = parts.service === "s3" && parts.path.includes("/") ? "/*" : "";
  return facts
    .all(types[parts.service] ?? "")
    .flatMap(({ arn }) => (arn === undefined || resource.startsWith(arn) ? [] : [arn + rest]));
}
