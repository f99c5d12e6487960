import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { Caller } from "../../core/policy/match-principal.ts";
import { text } from "../../facts/reader.ts";
import { factsOfAccount } from "./sides.ts";

/** Who asks, as found in the account. */
export interface Principal {
  readonly caller: Caller;
  /** Whether the caller belongs to the account whose facts these are. */
  readonly home: boolean;
  /** The user or role, where it was read. */
  readonly entity?: Resource;
  /** Why nothing can be said of the caller's own policies. */
  readonly missing: readonly Missing[];
}

/** What a principal's text names, from its form alone: IAM and STS ARNs, names, services, `*`. */
export type PrincipalForm =
  | {
      readonly kind: "user" | "role";
      readonly account: string;
      readonly name: string;
      readonly arn?: string;
      readonly session?: string;
    }
  | { readonly kind: "root"; readonly account: string; readonly arn: string }
  | { readonly kind: "federated"; readonly account?: string; readonly arn: string }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "anonymous" }
  | { readonly kind: "name"; readonly name: string };

const providers = new Set([
  "accounts.google.com",
  "graph.facebook.com",
  "www.amazon.com",
  "cognito-identity.amazonaws.com",
]);

export function principalForm(given: string, action: string, account: string): PrincipalForm {
  if (given === "*") return { kind: "anonymous" };
  if (providers.has(given) && /^sts:AssumeRoleWith/i.test(action)) return { kind: "federated", arn: given };
  if (/\.amazonaws\.com(\.cn)?$/.test(given)) return { kind: "service", name: given };
  const arn = /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(given);
  if (!arn) {
    if (/^\d{12}$/.test(given)) return { kind: "root", account: given, arn: `arn:aws:iam::${given}:root` };
    const [, kind, name = given] = /^(role|user)\/(?:.*\/)?([^/]+)$/.exec(given) ?? [];
    return kind === "role" || kind === "user" ? { kind, account, name } : { kind: "name", name };
  }
  const [, , , owner = "", rest = ""] = arn;
  const [kind = "", ...path] = rest.split("/");
  const last = path.at(-1) ?? "";
  if (rest === "root") return { kind: "root", account: owner, arn: given };
  if (kind === "user" || kind === "role") return { kind, account: owner, name: last, arn: given };
  if (kind === "assumed-role")
    return {
      kind: "role",
      account: owner,
      name: path[0] ?? "",
      ...(path.length > 1 && { session: path.slice(1).join("/") }),
    };
  return { kind: "federated", account: owner, arn: given };
}

export function findPrincipal(facts: Facts, given: string, action: string): Principal {
  const form = principalForm(given, action, facts.account);
  if (form.kind === "anonymous" || form.kind === "service") return { caller: form, home: false, missing: [] };
  if (form.kind === "root" || form.kind === "federated")
    return { caller: form, home: factsOfAccount(facts, form.account).account === form.account, missing: [] };
  if (form.kind === "name") return byName(facts, form.name);
  const own = factsOfAccount(facts, form.account);
  if (form.account === own.account) return entityOf(own, form.kind, form.name, form.session, form.arn);
  const type = form.kind === "role" ? "iam:GetRole" : "iam:GetUser";
  const arn = form.arn ?? `arn:aws:iam::${form.account}:${form.kind}/${form.name}`;
  const { account, name, session } = form;
  const missing = [
    {
      read: type,
      why: `${given} belongs to account ${account}, whose policies cannot be read from account ${facts.account}`,
    },
  ];
  if (form.kind === "user") return { caller: { kind: "user", account, name, arn }, home: false, missing };
  return {
    caller: { kind: "role", account, name, arn, ...(session !== undefined && { session }) },
    home: false,
    missing,
  };
}

function byName(whole: Facts, name: string): Principal {
  const homes = whole.accounts.filter((account) => {
    const own = factsOfAccount(whole, account);
    return (entity(own, "role", name) ?? entity(own, "user", name)) !== undefined;
  });
  const facts = factsOfAccount(whole, homes[0]);
  if (homes.length > 1) {
    const why = `${name} is in the accounts ${homes.join(" and ")}; give the ARN`;
    return { ...entityOf(facts, "role", name), missing: [{ read: "iam:GetRole", why }] };
  }
  const role = entity(facts, "role", name);
  const user = entity(facts, "user", name);
  if (role && user) {
    return {
      ...entityOf(facts, "role", name),
      missing: [{ read: "iam:GetRole", why: `both a role and a user are called ${name}; give the ARN` }],
    };
  }
  return entityOf(facts, user ? "user" : "role", name);
}

function entity(facts: Facts, kind: "user" | "role", name: string): Resource | undefined {
  const found = facts.get(kind === "role" ? "AWS::IAM::Role" : "AWS::IAM::User", name);
  return found?.id === name ? found : undefined;
}

function entityOf(
  facts: Facts,
  kind: "user" | "role",
  name: string,
  session?: string,
  given?: string,
): Principal {
  const found = entity(facts, kind, name);
  const arn = found?.arn ?? given ?? `arn:aws:iam::${facts.account}:${kind}/${name}`;
  const id = text(found?.data, kind === "role" ? "RoleId" : "UserId");
  const base = { account: facts.account, name, arn, ...(id !== "" && { uniqueId: id }) };
  const caller: Caller =
    kind === "user" ? { kind, ...base } : { kind, ...base, ...(session !== undefined && { session }) };
  return {
    caller,
    home: true,
    ...(found && { entity: found }),
    missing: found ? [] : [whyNot(facts, kind, name)],
  };
}

function whyNot(facts: Facts, kind: "user" | "role", name: string): Missing {
  const read =
    kind === "role"
      ? facts.read("iam", "GetRole", { RoleName: name })
      : facts.read("iam", "GetUser", { UserName: name });
  return {
    read: kind === "role" ? "iam:GetRole" : "iam:GetUser",
    why: read?.error?.code ?? `${name} was not read`,
  };
}

/** A role that AWS made for one of its services; organization policies do not bind it. */
export function isServiceLinked(caller: Caller): boolean {
  return caller.kind === "role" && caller.arn.includes(":role/aws-service-role/");
}
