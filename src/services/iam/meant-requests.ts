import type { Facts, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import { matchesAction } from "../../core/policy/match-statement.ts";
import type { Statement } from "../../core/policy/parse-policy.ts";
import { literalPattern, matchesPattern } from "../../core/policy/pattern.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { accessProbes } from "../../diagnose/authorization/access-probes.ts";
import { identityPolicies } from "../../diagnose/authorization/identity-layer.ts";
import { findPrincipal } from "../../diagnose/authorization/principal.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { listedResources } from "../../facts/listed-resources.ts";
import { decidedOn } from "./actions-asked.ts";

/** Where the resources of a service are listed: without the list nobody can say which of them a request meant. */
const kinds: { readonly [service: string]: { readonly type: string; readonly operation: string } } = {
  s3: { type: "AWS::S3::Bucket", operation: "ListBuckets" },
  kms: { type: "AWS::KMS::Key", operation: "ListKeys" },
  sqs: { type: "AWS::SQS::Queue", operation: "ListQueues" },
  sns: { type: "AWS::SNS::Topic", operation: "ListTopics" },
  dynamodb: { type: "AWS::DynamoDB::Table", operation: "ListTables" },
  secretsmanager: { type: "AWS::SecretsManager::Secret", operation: "ListSecrets" },
  lambda: { type: "AWS::Lambda::Function", operation: "ListFunctions" },
  kinesis: { type: "AWS::Kinesis::Stream", operation: "ListStreams" },
};

/** How many resources a request may have meant before the question has to say which. */
const most = 8;

export type Meant =
  | { readonly kind: "needs"; readonly probes: readonly ProbeRequest[] }
  /** The service's resources are not listed here, or no policy of the caller has the action at all: it is one request, whatever the resource. */
  | { readonly kind: "any" }
  /** Which of the account's resources the caller's own policies show to be meant; `open` where there are too many, or none. */
  | { readonly kind: "some"; readonly resources: readonly ResourceRef[]; readonly open: boolean };

/** What a request without a named resource may have meant: the caller's own policies tell what it is there for. */
export function meantResources(context: CheckContext, principal: string, actions: readonly string[]): Meant {
  const { facts, region } = context;
  const service = actions[0]?.split(":")[0]?.toLowerCase() ?? "";
  const kind = kinds[service];
  if (!kind) return { kind: "any" };
  const allows = ownAllows(facts, principal, actions);
  if (allows === undefined) {
    const query = { principal, action: actions[0] ?? "", resource: "*", context: {}, now: context.now };
    const probes = accessProbes(facts, query);
    return probes.length > 0 ? { kind: "needs", probes } : { kind: "any" };
  }
  if (allows.length === 0) return { kind: "any" };
  if (!facts.read(service, kind.operation) && facts.reads(service, kind.operation).length === 0) {
    return {
      kind: "needs",
      probes: [
        { probe: `${service}/inventory`, variables: {}, reason: "which resources the request may mean" },
      ],
    };
  }
  const place = { account: facts.account, region };
  const found = existing(facts, kind.type).filter((resource) => {
    const arn = decidedOn(resource, actions[0] ?? "", undefined, place);
    return allows.some((statement) => names(statement, arn, resource));
  });
  return {
    kind: "some",
    resources: found.slice(0, most).map(refOf),
    open: found.length > most || found.length === 0,
  };
}

/** Whether the caller's own policies show that it is there to do one of the actions on this resource; undefined while they are not read. */
export function isMeant(
  context: CheckContext,
  principal: string,
  actions: readonly string[],
  ref: ResourceRef,
): boolean | undefined {
  const allows = ownAllows(context.facts, principal, actions);
  if (allows === undefined) return undefined;
  const place = { account: context.facts.account, region: context.region };
  const arn = decidedOn(ref, actions[0] ?? "", undefined, place);
  return allows.some((statement) => names(statement, arn, ref));
}

/** The Allow statements of a caller's own policies that have one of the actions, whatever their resource. Undefined: not read yet. */
export function ownAllows(
  facts: Facts,
  principal: string,
  actions: readonly string[],
): readonly Statement[] | undefined {
  return ownStatements(facts, principal)?.filter(
    ({ effect, action }) => effect === "Allow" && actions.some((one) => matchesAction(action, one)),
  );
}

/** Every statement of a caller's own policies; undefined while they are not read. */
export function ownStatements(facts: Facts, principal: string): readonly Statement[] | undefined {
  const found = findPrincipal(facts, principal, "");
  if (found.caller.kind !== "role" && found.caller.kind !== "user") return undefined;
  const set = identityPolicies(facts, found);
  return set.policies.length === 0 && set.missing.length > 0
    ? undefined
    : set.policies.flatMap(({ statements }) => statements);
}

function existing(facts: Facts, type: string): readonly Resource[] {
  return [...facts.all(type), ...listedResources(facts).filter((resource) => resource.type === type)];
}

/** A statement is about a resource when it covers it, or writes its name as a whole part: the bucket without its objects is meant all the same. */
function names(statement: Statement, arn: string, { id, name }: ResourceRef): boolean {
  const { resource } = statement;
  if (!resource || resource.not) return true;
  return resource.patterns.some(
    (text) =>
      matchesPattern(literalPattern(text), arn) ||
      text
        .split(/[:/]/)
        .slice(5)
        .some((part) => part === id || part === name),
  );
}
