import { absent, known } from "../../core/policy/key-value.ts";
import type { KeyValue } from "../../core/policy/key-value.ts";
import { tagMap } from "./tags.ts";
import { organizationKey } from "./organization-keys.ts";
import type { RequestFacts } from "./request-keys.ts";

/** Condition keys about the caller (IAM User Guide, Global condition context keys, Properties of the principal). Undefined: not one of them, or not known. */
export function principalKey(name: string, request: RequestFacts): KeyValue | undefined {
  if (name.startsWith("aws:principaltag/")) return tagKey(name.slice("aws:principaltag/".length), request);
  const { caller, home } = request.principal;
  switch (name) {
    case "aws:principalarn":
      return "arn" in caller && caller.kind !== "federated" ? arnOf(request) : absent;
    case "aws:principalaccount":
    case "kms:calleraccount":
      if (caller.kind === "anonymous" && name === "aws:principalaccount") return known("anonymous");
      return "account" in caller && caller.account !== undefined ? known(caller.account) : absent;
    case "aws:principaltype":
      return principalType(caller.kind);
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      if (!("account" in caller)) return absent;
      return home
        ? organizationKey(name.slice("aws:principal".length), request.facts)
        : { kind: "unknown", why: "the caller's account is another one" };
    case "aws:principalisawsservice":
      return known(String(caller.kind === "service"));
    case "aws:principalservicename":
    case "aws:principalservicenameslist":
      return caller.kind === "service" ? known(caller.name) : absent;
    case "aws:username":
      return caller.kind === "user" ? known(caller.name) : absent;
    case "aws:userid":
      return userId(request);
    case "aws:multifactorauthpresent":
    case "aws:multifactorauthage":
    case "aws:viaawsservice":
    case "aws:calledvia":
    case "aws:calledviafirst":
    case "aws:calledvialast":
      return caller.kind === "service" || caller.kind === "anonymous"
        ? name === "aws:viaawsservice"
          ? known("false")
          : absent
        : undefined;
    default:
      return undefined;
  }
}

/** A session's `aws:PrincipalArn` is the role's, path included. */
function arnOf({ principal }: RequestFacts): KeyValue {
  const { caller, home, entity } = principal;
  if (!("arn" in caller)) return absent;
  if (caller.kind === "role" && caller.session !== undefined && !home && !entity) {
    return {
      kind: "unknown",
      why: "a session's ARN leaves out the path of its role, which belongs to another account",
    };
  }
  return known(caller.arn);
}

function principalType(kind: RequestFacts["principal"]["caller"]["kind"]): KeyValue | undefined {
  const types = {
    user: "User",
    role: "AssumedRole",
    root: "Account",
    anonymous: "Anonymous",
    service: undefined,
    federated: undefined,
  } as const;
  const type = types[kind];
  return type === undefined ? undefined : known(type);
}

function userId({ principal: { caller } }: RequestFacts): KeyValue {
  if (caller.kind === "root") return known(caller.account);
  if (caller.kind === "user" && caller.uniqueId !== undefined) return known(caller.uniqueId);
  if (caller.kind === "role" && caller.uniqueId !== undefined && caller.session !== undefined)
    return known(`${caller.uniqueId}:${caller.session}`);
  if (caller.kind === "role" && caller.uniqueId !== undefined)
    return { kind: "unknown", why: "the role's session has no name here", prefix: `${caller.uniqueId}:` };
  if (caller.kind === "service" || caller.kind === "anonymous") return absent;
  return { kind: "unknown", why: "the caller's unique id was not read" };
}

function tagKey(tag: string, { facts, principal }: RequestFacts): KeyValue {
  const { caller, entity, home } = principal;
  if (caller.kind === "service" || caller.kind === "anonymous" || caller.kind === "root") return absent;
  if (!home) return { kind: "unknown", why: "tags of a principal in another account cannot be read" };
  if (!entity || (caller.kind !== "user" && caller.kind !== "role"))
    return { kind: "unknown", why: "the principal was not read" };
  const aspect = facts.get(caller.kind === "role" ? "AWS::IAM::RoleTags" : "AWS::IAM::UserTags", entity.id);
  const tags = new Map([...tagMap(entity.data["Tags"]), ...tagMap(aspect?.data["Tags"])]);
  const value = tags.get(tag);
  return value === undefined ? absent : known(value);
}
