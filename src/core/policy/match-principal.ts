import { matchOf, no, unknownFor, yes } from "./match.ts";
import type { Match } from "./match.ts";
import type { PrincipalName, Statement } from "./parse-policy.ts";

/** Who makes a request. A role without `session` stands for any of its sessions. */
export type Caller =
  | {
      readonly kind: "user";
      readonly account: string;
      readonly arn: string;
      readonly name: string;
      readonly uniqueId?: string;
    }
  | {
      readonly kind: "role";
      readonly account: string;
      readonly arn: string;
      readonly name: string;
      readonly uniqueId?: string;
      readonly session?: string;
    }
  | { readonly kind: "root"; readonly account: string; readonly arn: string }
  | { readonly kind: "federated"; readonly account?: string; readonly arn: string }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "anonymous" };

/**
 * By which name a statement reaches the caller. `everyone`, `self` (user, session, service, provider) go to the caller itself; `role` is the role behind
 * a session; `account` hands the decision to the caller's account (IAM User Guide, Principal).
 */
export type Reach = "everyone" | "self" | "role" | "account";

export interface PrincipalMatch extends Match {
  readonly reach?: Reach;
  /** A name that may be the caller's own beside one that surely reaches it from further off: one session of the role, beside its account. */
  readonly perhaps?: PrincipalMatch;
}

const nearestFirst = ["everyone", "self", "role", "account"] as const;

/** Whether a statement's Principal or NotPrincipal covers the caller. A statement without either (an identity policy) covers whoever carries it. */
export function matchPrincipal(statement: Statement, caller: Caller): PrincipalMatch {
  const { principal } = statement;
  if (!principal) return { ...yes, reach: "self" };
  const reached = principal.names.map((name) => reachedBy(name, caller));
  if (principal.not) {
    // An account that is listed spares its root user only: AWS's own examples list it beside each user that is to be spared (IAM User Guide, NotPrincipal).
    const listed = reached.some(
      ({ outcome, reach }) => outcome === "yes" && (reach !== "account" || caller.kind === "root"),
    );
    if (listed) return no;
    const open = reached.filter(({ outcome }) => outcome === "unknown");
    return open.length > 0
      ? unknownFor(...open.flatMap(({ missing }) => missing))
      : { ...yes, reach: "everyone" };
  }
  const named = nearestFirst.flatMap((reach) => reached.filter((match) => match.reach === reach));
  const sure = named.find(({ outcome }) => outcome === "yes");
  const open = named.find(({ outcome }) => outcome === "unknown");
  if (!sure) return open ?? no;
  return open && named.indexOf(open) < named.indexOf(sure) ? { ...sure, perhaps: open } : sure;
}

function reachedBy({ type, value }: PrincipalName, caller: Caller): PrincipalMatch {
  if (value === "*" && (type === "*" || type === "AWS")) return { ...yes, reach: "everyone" };
  if (type === "Service")
    return {
      ...matchOf(caller.kind === "service" && (value === caller.name || value === "*")),
      reach: "self",
    };
  if (type === "Federated") return { ...matchOf(isProvider(caller, value)), reach: "self" };
  if (type !== "AWS" && type !== "*") return no;
  if (!("account" in caller) || caller.account === undefined) return no;
  if (value === caller.account || new RegExp(`^arn:[^:]+:iam::${caller.account}:root$`).test(value))
    return { ...yes, reach: "account" };
  if (caller.kind === "user") return { ...byArnOrId(value, caller), reach: "self" };
  if (caller.kind === "role") return byRole(value, caller);
  return { ...matchOf(value === caller.arn), reach: "self" };
}

function isProvider(caller: Caller, value: string): boolean {
  if (caller.kind === "federated") return value === caller.arn;
  return caller.kind === "service" && value === caller.name;
}

/** When a user or role is deleted, its unique id stands in its place for ever (IAM User Guide, Principal). */
function byArnOrId(value: string, caller: Extract<Caller, { kind: "user" | "role" }>): Match {
  if (value === caller.arn || (caller.uniqueId !== undefined && value === caller.uniqueId)) return yes;
  // AIDA begins the ids of users, AROA those of roles (IAM User Guide, IAM identifiers).
  const idLike = new RegExp(`^${caller.kind === "user" ? "AIDA" : "AROA"}[A-Z0-9]{12,}$`).test(value);
  if (idLike && caller.uniqueId === undefined)
    return unknownFor({
      key: "aws:userid",
      why: `whether ${value} is the caller's unique id cannot be read`,
    });
  return no;
}

function byRole(value: string, caller: Extract<Caller, { kind: "role" }>): PrincipalMatch {
  const session = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(value);
  if (session) {
    if (session[1] !== caller.account || session[2] !== caller.name) return no;
    if (caller.session === undefined)
      return {
        ...unknownFor({ key: "session name", why: `${value} is one session of the role` }),
        reach: "self",
      };
    return { ...matchOf(session[3] === caller.session), reach: "self" };
  }
  const role = /^arn:[^:]+:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(value);
  // A role's name is unique in its account, and a session's ARN leaves out the role's path: the name decides only where the caller's full ARN is not known.
  const pathless =
    caller.arn.endsWith(`:role/${caller.name}`) &&
    caller.uniqueId === undefined &&
    caller.session !== undefined;
  if (role && pathless)
    return { ...matchOf(role[1] === caller.account && role[2] === caller.name), reach: "role" };
  return { ...byArnOrId(value, caller), reach: "role" };
}
