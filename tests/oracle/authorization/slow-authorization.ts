import { foreignQueue, home, sessionName } from "./account-model.ts";
import type { Account, Policy, Question } from "./account-model.ts";
import { otherSession, possibleKeys, settledKeys } from "./slow-keys.ts";
import type { Keys } from "./slow-pattern.ts";
import { isPublic } from "./slow-public.ts";
import { applies, naming } from "./slow-statement.ts";
import type { Naming, Request } from "./slow-statement.ts";

export type Layer =
  | "identity"
  | "resource"
  | "boundary"
  | "scp"
  | "rcp"
  | "endpoint"
  | "trust"
  | "key-policy"
  | "grant";
export type Outcome = "allowed" | "denied-explicitly" | "denied-implicitly";

/** What one possible request comes to. */
export interface Judgement {
  readonly outcome: Outcome;
  /** Denied: every layer that may be named as the reason. Allowed: every layer that allows. */
  readonly layers: readonly Layer[];
  /** Allowed: layers without which it would not be, all to be named. Denied implicitly: layers of which one must be named. */
  readonly needed: readonly Layer[];
  /** Sids of the statements that apply, by effect. */
  readonly allows: readonly string[];
  readonly denies: readonly string[];
  /** Where Block Public Access decides, either denial is right. */
  readonly eitherDenial: boolean;
}

/**
 * Judges a question as one would with the IAM User Guide open beside the policies: every request that it may stand for is decided by itself.
 * Undefined when these are more than `limit`.
 */
export function judge(account: Account, question: Question, limit = 600): readonly Judgement[] | undefined {
  const requests = requestsOf(account, question, limit);
  return requests?.flatMap((request) => judgeRequest(account, request));
}

function requestsOf(account: Account, question: Question, limit: number): readonly Request[] | undefined {
  const possible = possibleKeys(policiesFor(account, question), settledKeys(account, question), limit);
  if (possible === undefined) return undefined;
  const { caller, action, resource } = question;
  const session = (name: string) => `arn:aws:sts::${home}:assumed-role/${account.role.name}/${name}`;
  const principals = caller === "role" ? [session(sessionName), session(otherSession)] : [question.principal];
  const roleArn = caller === "role" || caller === "session" ? { roleArn: account.role.arn } : {};
  const told = (keys: Keys, principal: string): Keys =>
    "roleArn" in roleArn
      ? new Map([...keys, ["aws:userid", [`${account.role.uniqueId}:${principal.split("/").at(-1)}`]]])
      : keys;
  return possible.flatMap((keys) =>
    principals.map((principal) => ({
      caller,
      principal,
      ...roleArn,
      action,
      resource,
      keys: told(keys, principal),
    })),
  );
}

interface Stack {
  readonly layer: Layer;
  readonly policies: readonly Policy[];
}

/** Every policy that has a say in a question, by layer. A level of the organization is a stack of its own. */
function stacksFor(
  account: Account,
  { caller, context, resource }: Pick<Question, "caller" | "context" | "resource">,
): readonly Stack[] {
  const identity =
    caller === "user" ? account.user : caller === "role" || caller === "session" ? account.role : undefined;
  const levels = account.organization && !account.organization.managed ? account.organization.levels : [];
  const limited = identity !== undefined || caller === "root";
  const groups = identity?.groups ?? [];
  return [
    {
      layer: "identity",
      policies: identity
        ? [
            ...identity.inline,
            ...identity.attached,
            ...groups.flatMap((group) => [...group.inline, ...group.attached]),
          ]
        : [],
    },
    ...(identity?.boundary ? [{ layer: "boundary", policies: [identity.boundary] } as const] : []),
    {
      layer: resourceLayer(account),
      policies: account.resourcePolicy && resource !== foreignQueue ? [account.resourcePolicy] : [],
    },
    // Service control policies bind the account's identities, resource control policies whoever calls; neither binds the management account.
    ...levels.flatMap((level): readonly Stack[] =>
      limited ? [{ layer: "scp", policies: level.serviceControl }] : [],
    ),
    ...levels.flatMap((level): readonly Stack[] =>
      resource === foreignQueue ? [] : [{ layer: "rcp", policies: level.resourceControl }],
    ),
    ...(account.endpointPolicy && context["aws:SourceVpce"]
      ? [{ layer: "endpoint", policies: [account.endpointPolicy] } as const]
      : []),
  ];
}

function policiesFor(account: Account, question: Question): readonly Policy[] {
  return stacksFor(account, question).flatMap(({ policies }) => policies);
}

function resourceLayer({ service }: Account): Layer {
  return service === "kms" ? "key-policy" : service === "sts" ? "trust" : "resource";
}

interface Hit {
  readonly layer: Layer;
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly naming: Naming;
}

function hitsOf({ layer, policies }: Stack, request: Request): readonly Hit[] {
  const hits: Hit[] = [];
  for (const policy of policies) {
    for (const statement of policy.Statement) {
      const named = naming(statement, request);
      if (named !== undefined && applies(statement, policy.Version, request))
        hits.push({ layer, sid: statement.Sid, effect: statement.Effect, naming: named });
    }
  }
  return hits;
}

function judgeRequest(account: Account, request: Request): readonly Judgement[] {
  const stacks = stacksFor(account, {
    caller: request.caller,
    context: contextOf(request.keys),
    resource: request.resource,
  });
  const hits = stacks.flatMap((stack) => hitsOf(stack, request));
  const denials = hits.filter((hit) => hit.effect === "Deny");
  const allows = hits.filter((hit) => hit.effect === "Allow").map(({ sid }) => sid);
  // The public grant of an ACL is the second of two and has no name of its own.
  const found = {
    allows: publicByAcl(account, request.action) ? [...allows, "1"] : allows,
    denies: denials.map(({ sid }) => sid),
  };
  const blocked = blockedFromPublic(account, request);
  if (denials.length > 0) {
    return [
      {
        outcome: "denied-explicitly",
        layers: [...denials.map(({ layer }) => layer), ...(blocked ? ["resource" as const] : [])],
        needed: [],
        ...found,
        eitherDenial: blocked,
      },
    ];
  }
  const allowing = (stack: Stack) => hitsOf(stack, request).some((hit) => hit.effect === "Allow");
  const shut = stacks
    .filter(({ layer }) => layer === "scp" || layer === "endpoint")
    .filter((stack) => !allowing(stack))
    .map(({ layer }) => layer);
  const granted = grantOf(account, request, hits, blocked);
  const silent = [...shut, ...granted.silent];
  if (silent.length > 0)
    return [
      {
        outcome: "denied-implicitly",
        layers: [...silent, ...alsoSilent(account, request, hits)],
        needed: silent,
        ...found,
        eitherDenial: blocked,
      },
    ];
  const ceilings = stacks
    .filter(({ layer }) => layer === "scp" || layer === "endpoint")
    .map(({ layer }) => layer);
  const allowed: Judgement = {
    outcome: "allowed",
    layers: [...ceilings, ...granted.layers, "rcp"],
    needed: [...ceilings, ...granted.needed],
    ...found,
    eitherDenial: false,
  };
  const foreign = request.resource === foreignQueue;
  if (request.caller !== "stranger" && !foreign) return [allowed];
  // The policies of the other account cannot be read: they may allow, be silent or deny.
  const refused = {
    layers: [foreign ? resourceLayer(account) : "identity"] as const,
    needed: [],
    ...found,
    eitherDenial: false,
  };
  return [
    allowed,
    { outcome: "denied-implicitly", ...refused },
    { outcome: "denied-explicitly", ...refused },
  ];
}

/** Layers that might have granted it, too, though they need not. */
function alsoSilent(account: Account, request: Request, hits: readonly Hit[]): readonly Layer[] {
  const resource = resourceLayer(account);
  const speaks = hits.some((hit) => hit.layer === resource && hit.effect === "Allow");
  return [
    ...(speaks ? [] : [resource]),
    ...(account.service === "kms" && !grantCovers(account, request) ? ["grant" as const] : []),
  ];
}

interface Granted {
  /** Layers that would have to allow and do not; none when it is granted. */
  readonly silent: readonly Layer[];
  readonly layers: readonly Layer[];
  readonly needed: readonly Layer[];
}

/** Whether identity, boundary and resource together grant what nothing denies. */
function grantOf(account: Account, request: Request, hits: readonly Hit[], blocked: boolean): Granted {
  const resource = resourceLayer(account);
  const named = blocked
    ? []
    : hits.filter((hit) => hit.layer === resource && hit.effect === "Allow").map((hit) => hit.naming);
  if (request.caller === "stranger" || request.caller === "service" || request.caller === "anyone") {
    const acl = request.caller === "anyone" && publicByAcl(account, request.action);
    return named.length > 0 || acl
      ? { silent: [], layers: [resource], needed: [resource] }
      : { silent: [resource], layers: [], needed: [] };
  }
  const identity =
    request.caller === "root" || hits.some((hit) => hit.layer === "identity" && hit.effect === "Allow");
  const bounded = identityOf(account, request)?.boundary !== undefined;
  const within = !bounded || hits.some((hit) => hit.layer === "boundary" && hit.effect === "Allow");
  const byGrant = grantCovers(account, request);
  const layers: readonly Layer[] = [
    ...(identity ? ["identity" as const] : []),
    ...(bounded && within ? ["boundary" as const] : []),
    ...(named.length > 0 ? [resource] : []),
    ...(byGrant ? ["grant" as const] : []),
  ];
  const must = resource === "key-policy" || resource === "trust";
  // A name of the caller itself, or everyone's, is past boundaries and identity policies; the role behind a session is not past its boundary.
  if (named.includes("itself")) return { silent: [], layers, needed: [] };
  if (named.includes("role") && within) return { silent: [], layers, needed: [] };
  if (byGrant) return { silent: [], layers, needed: [] };
  const opened = !must || named.length > 0;
  // Across accounts the caller's own policies always have to allow.
  if (opened && identity && within)
    return {
      silent: [],
      layers,
      needed: ["identity", ...(bounded ? ["boundary" as const] : []), ...(must ? [resource] : [])],
    };
  const silent: readonly Layer[] = [
    ...(opened ? [] : [resource]),
    ...(identity ? [] : ["identity" as const]),
    ...(within ? [] : ["boundary" as const]),
  ];
  return { silent, layers, needed: [] };
}

function identityOf(account: Account, { caller }: Request) {
  return caller === "user"
    ? account.user
    : caller === "role" || caller === "session"
      ? account.role
      : undefined;
}

/** RestrictPublicBuckets leaves a public policy to AWS services and the owner's account (S3 User Guide, Blocking public access). */
function blockedFromPublic(account: Account, { caller }: Request): boolean {
  const outside = caller === "anyone" || caller === "stranger";
  return (
    outside &&
    account.service === "s3" &&
    account.restrictPublicBuckets &&
    account.resourcePolicy !== undefined &&
    isPublic(account.resourcePolicy)
  );
}

function publicByAcl(account: Account, action: string): boolean {
  return (
    account.publicObject && action === "s3:GetObject" && !account.ownerEnforced && !account.ignorePublicAcls
  );
}

function grantCovers(account: Account, request: Request): boolean {
  const operation = request.action.split(":")[1] ?? "";
  return account.grants.some(
    ({ grantee, operations }) =>
      (grantee === request.principal || grantee === request.roleArn) && operations.includes(operation),
  );
}

function contextOf(keys: Keys): Question["context"] {
  const endpoint = keys.get("aws:sourcevpce");
  return endpoint ? { "aws:SourceVpce": endpoint } : {};
}
