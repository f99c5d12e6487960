import type { Facts } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { objects, text } from "../../facts/reader.ts";

/** The principals of the account whose policies name a resource, where a question tells of no caller. */
export interface NamingCallers {
  readonly principals: readonly string[];
  readonly probes: readonly ProbeRequest[];
  readonly gaps: readonly string[];
}

const most = 6;

export function callersNaming(facts: Facts, { id, name = id }: ResourceRef): NamingCallers {
  const [read] = facts.reads("iam", "GetAccountAuthorizationDetails");
  if (!read) {
    return {
      principals: [],
      probes: [{ probe: "iam/authorization-details", variables: {}, reason: `whose policies name ${name}` }],
      gaps: [],
    };
  }
  if (!read.complete)
    return {
      principals: [],
      probes: [],
      gaps: [
        `iam:GetAccountAuthorizationDetails could not be read (${read.error?.code ?? "not to its end"}); allow it to find whose policies name ${name}, or say who is refused`,
      ],
    };
  const pages = read.pages.map(({ response }) => response);
  const managed = new Set(
    pages
      .flatMap((page) => objects(page, "Policies"))
      .filter((policy) => mentions(defaultDocument(policy), [id, name]))
      .map((policy) => text(policy, "Arn")),
  );
  const groups = new Set(
    pages
      .flatMap((page) => objects(page, "GroupDetailList"))
      .filter((group) => carries(group, "GroupPolicyList", [id, name], managed))
      .map((group) => text(group, "GroupName")),
  );
  const users = pages
    .flatMap((page) => objects(page, "UserDetailList"))
    .filter(
      (user) =>
        carries(user, "UserPolicyList", [id, name], managed) ||
        list(user["GroupList"]).some((group) => groups.has(group)),
    );
  const roles = pages
    .flatMap((page) => objects(page, "RoleDetailList"))
    .filter((role) => carries(role, "RolePolicyList", [id, name], managed));
  const found = [...users, ...roles].map((entity) => text(entity, "Arn")).filter((arn) => arn !== "");
  return found.length > most
    ? {
        principals: [],
        probes: [],
        gaps: [`${found.length} users and roles have policies that name ${name}; say who is refused`],
      }
    : { principals: found, probes: [], gaps: [] };
}

function carries(
  entity: JsonObject,
  inline: string,
  wanted: readonly string[],
  managed: ReadonlySet<string>,
): boolean {
  return (
    objects(entity, inline).some((policy) => mentions(policy["PolicyDocument"], wanted)) ||
    objects(entity, "AttachedManagedPolicies").some((policy) => managed.has(text(policy, "PolicyArn")))
  );
}

function defaultDocument(policy: JsonObject): Json | undefined {
  return objects(policy, "PolicyVersionList").find((version) => version["IsDefaultVersion"] === true)?.[
    "Document"
  ];
}

/** A name counts as a whole part of an ARN only. */
function mentions(document: Json | undefined, wanted: readonly string[]): boolean {
  if (document === undefined) return false;
  const parts = strings(typeof document === "string" ? unescaped(document) : document).flatMap((value) =>
    value.split(/[:/"]/),
  );
  return parts.some((part) => wanted.includes(part));
}

function unescaped(document: string): Json {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function strings(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((entry) => strings(entry));
  return isObject(value) ? Object.values(value).flatMap((entry) => strings(entry)) : [];
}

function list(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
