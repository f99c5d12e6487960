import type { AccessDeciding } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import type { Json } from "../../core/json/json.ts";
import { atPointer } from "../../core/json/json.ts";
import type { Statement } from "../../core/policy/parse-policy.ts";
import { nearMiss } from "../../diagnose/authorization/near-miss.ts";
import type { NearMiss } from "../../diagnose/authorization/near-miss.ts";
import { policiesOf } from "../../diagnose/authorization/policies-of.ts";
import type { PolicyText } from "../../diagnose/authorization/policy-set.ts";
import { findPrincipal } from "../../diagnose/authorization/principal.ts";
import { proposeAccessChange } from "../../diagnose/authorization/propose-access-change.ts";
import { proveAccess } from "../../diagnose/authorization/prove-access.ts";
import { findTarget } from "../../diagnose/authorization/target.ts";
import type { Target } from "../../diagnose/authorization/target.ts";
import { blame } from "../../diagnose/blame.ts";
import type { Fault } from "../../diagnose/check.ts";
import type { AccessAsk } from "./access-ask.ts";
import type { AccessJudgement } from "./judge-access.ts";

type Denied = Extract<AccessJudgement, { verdict: unknown }>;

/** The faults of a denied request: one for each Deny, else one for the layer that is silent though it would have to allow. */
export function accessFaults(facts: Facts, ask: AccessAsk, denied: Denied): readonly Fault[] {
  const { verdict } = denied;
  const explicit = verdict.deciding.filter(({ effect }) => effect === "Deny");
  // Where either side could grant, the caller's own policies are the place to mend; an own policy of a key or role has the first say.
  const order = ["boundary", "scp", "endpoint", "trust", "key-policy", "identity", "resource", "grant"];
  const silent = verdict.deciding
    .filter(({ effect }) => effect === "none")
    .toSorted((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer));
  const told = explicit.length > 0 ? explicit : silent.slice(0, 1);
  return told.map((deciding) => faultOf(facts, ask, denied, deciding));
}

function faultOf(facts: Facts, ask: AccessAsk, denied: Denied, deciding: AccessDeciding): Fault {
  const { query, verdict, assumed } = denied;
  const principal = findPrincipal(facts, query.principal, query.action);
  const target = findTarget(facts, query.resource, query.action);
  const policies = policiesOf(facts, deciding.layer, principal, target, query);
  const who = callerName(query.principal);
  const resource = carrier(facts, deciding, ask, query.principal, target);
  const said =
    deciding.effect === "Deny"
      ? denyWords(deciding, policies, query.action, who, resource)
      : silenceWords(deciding, policies, query, who, resource, target);
  const [change] = proposeAccessChange(facts, query, { ...verdict, deciding: [deciding] });
  const because = assumed.length > 0 ? ` Assumed of the call: ${assumed.join(", ")} as usual.` : "";
  return blame(resource, {
    ...said,
    explanation: said.explanation + because,
    evidence: [...deciding.evidence, ...ask.evidence],
    standing: assumed.length > 0 ? "supported" : "proved",
    confidence: assumed.length > 0 ? 0.8 : 0.95,
    role: ask.role ?? "root",
    pillars: ["security"],
    ...(change && { change, prove: (patched: Facts) => proveAccess(facts, patched, query) }),
  });
}

interface Words {
  readonly property: string;
  readonly observed: Json;
  readonly expected: Json;
  readonly title: string;
  readonly explanation: string;
}

function denyWords(
  deciding: AccessDeciding,
  policies: readonly PolicyText[],
  action: string,
  who: string,
  resource: ResourceRef,
): Words {
  const policy = policies.find(
    ({ ref }) => ref.id === deciding.policy.id && ref.attachedTo === deciding.policy.attachedTo,
  );
  const statement = policy?.statements.find(({ label }) => label === deciding.statement);
  const observed =
    statement && policy ? (atPointer(policy.resource.data, policy.path + statement.pointer) ?? null) : null;
  const unless = statement && statement.conditions.length > 0 ? ` where ${conditionWords(statement)}` : "";
  const name = resource.name ?? resource.id;
  const kind = homeWords(policy);
  return {
    property: `${kind} statement ${deciding.statement ?? ""}`.trim(),
    observed,
    expected: `no Deny of ${action} that applies to ${who}`,
    title: `${kind} statement ${deciding.statement ?? ""} of ${name} explicitly denies ${action} to ${who}${unless}`,
    explanation: `The ${kind} of ${name} has the Deny statement ${deciding.statement ?? ""}, which applies to ${action} by ${who}${unless}. An explicit Deny wins over every Allow.`,
  };
}

function conditionWords({ conditions }: Statement): string {
  return conditions
    .map(({ operator, key, values }) => `${key} ${operator} ${values.join(", ")}`)
    .join(" and ");
}

function silenceWords(
  deciding: AccessDeciding,
  policies: readonly PolicyText[],
  query: { action: string; resource: string; context: { readonly [key: string]: readonly string[] } },
  who: string,
  resource: ResourceRef,
  target: Target,
): Words {
  const { action } = query;
  const name = resource.name ?? resource.id;
  if (deciding.layer === "boundary") {
    const boundary = deciding.policy.name ?? "its boundary";
    return {
      property: `PermissionsBoundary ${boundary}`,
      observed: {
        boundary,
        allows: [
          ...new Set(
            policies.flatMap(({ statements }) =>
              statements
                .filter(({ effect }) => effect === "Allow")
                .flatMap((statement) => statement.action.patterns),
            ),
          ),
        ],
      },
      expected: `a boundary that allows ${action}`,
      title: `The permissions boundary ${boundary} of ${name} does not include ${action}`,
      explanation: `${name} has the PermissionsBoundary ${boundary}, and no statement of it allows ${action}. What a role or user may do is what its policies and its boundary both allow, so its own Allow does not help.`,
    };
  }
  const near = nearMiss(policies, action, target.arn);
  const where = deciding.layer === "identity" ? identityProperty(near) : ownProperty(deciding, near);
  const shown = near
    ? observedOf(near)
    : policies.length === 0
      ? null
      : policies.map(({ statements }) => statements.flatMap((statement) => statement.action.patterns)).flat();
  return {
    property: where,
    observed: deciding.layer === "trust" ? trustedBy(policies) : shown,
    expected: expectedWords(deciding, near, query, who),
    title: titleWords(deciding, near, query, who, name, policies),
    explanation: explanationWords(deciding, near, query, who, name, policies),
  };
}

function identityProperty(near: NearMiss | undefined): string {
  if (!near) return "policies";
  const inline = /::(Role|User|Group)Policy$/.test(near.policy.resource.type);
  return `${inline ? "inline policy" : "managed policy"} ${near.policy.ref.name ?? ""} ${near.lacks}`;
}

function ownProperty(deciding: AccessDeciding, near: NearMiss | undefined): string {
  const document = {
    trust: "AssumeRolePolicyDocument Principal",
    "key-policy": "KeyPolicy",
    scp: "service control policies",
    endpoint: "PolicyDocument",
  } as const;
  const base =
    deciding.layer === "trust" ||
    deciding.layer === "key-policy" ||
    deciding.layer === "scp" ||
    deciding.layer === "endpoint"
      ? document[deciding.layer]
      : "resource policy";
  if (deciding.layer === "trust" || near?.lacks !== "Condition")
    return base === "resource policy" ? "Policy" : base;
  const key = near.statement.conditions.map((condition) => condition.key).join(", ");
  return `${base} statement ${near.statement.label} ${key.replace(/^aws:/i, "")}`.trim();
}

function observedOf(near: NearMiss): Json {
  if (near.lacks === "Condition")
    return near.statement.conditions.map(({ operator, key, values }) => ({
      [operator]: { [key]: [...values] },
    }));
  return near.lacks === "Action"
    ? [...near.statement.action.patterns]
    : [...(near.statement.resource?.patterns ?? [])];
}

function trustedBy(policies: readonly PolicyText[]): string[] {
  return policies.flatMap(({ statements }) =>
    statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ principal }) => (principal?.names ?? []).map(({ value }) => value)),
  );
}

function expectedWords(
  deciding: AccessDeciding,
  near: NearMiss | undefined,
  {
    action,
    resource,
    context,
  }: { action: string; resource: string; context: { readonly [key: string]: readonly string[] } },
  who: string,
): Json {
  if (deciding.layer === "identity" && near?.lacks === "Resource")
    return [...(near.statement.resource?.patterns ?? []), resource];
  if (deciding.layer === "identity" && near?.lacks === "Action")
    return [...near.statement.action.patterns, action];
  const source = context["aws:SourceArn"]?.[0];
  return `an Allow of ${action} for ${who}${source === undefined ? "" : ` with aws:SourceArn ${source}`}`;
}

function titleWords(
  deciding: AccessDeciding,
  near: NearMiss | undefined,
  {
    action,
    resource,
    context,
  }: { action: string; resource: string; context: { readonly [key: string]: readonly string[] } },
  who: string,
  name: string,
  policies: readonly PolicyText[],
): string {
  const source = context["aws:SourceArn"]?.[0];
  if (deciding.layer === "identity") return identityTitle(near, action, resource, name);
  const fixed: { readonly [layer: string]: string } = {
    trust: `The trust policy of role ${name} does not admit ${who}: its Principal is ${JSON.stringify(trustedBy(policies))}`,
    "key-policy": `The key policy of ${name} does not give ${who} ${action}`,
    scp: `The service control policies of ${deciding.policy.attachedTo ?? "the organization"} do not allow ${action}`,
    endpoint: `The endpoint policy of ${name} does not allow ${action} on ${resource}`,
  };
  const wanted = source === undefined ? "" : ` for ${source}`;
  const has = near?.lacks === "Condition" ? `; it asks for ${conditionWords(near.statement)}` : "";
  const own =
    policies.length === 0
      ? `${name} has no policy: ${who} may not ${action}${wanted}`
      : `The resource policy of ${name} does not let ${who} ${action}${wanted}${has}`;
  return fixed[deciding.layer] ?? own;
}

function identityTitle(near: NearMiss | undefined, action: string, resource: string, name: string): string {
  if (near?.lacks === "Resource")
    return `Policy ${near.policy.ref.name ?? ""} of ${name} allows ${action} on ${(near.statement.resource?.patterns ?? []).join(", ")}, not on ${resource}`;
  if (near?.lacks === "Action")
    return `Policy ${near.policy.ref.name ?? ""} of ${name} lacks ${action}: it allows only ${near.statement.action.patterns.join(", ")}`;
  return `No policy of ${name} allows ${action} on ${resource}`;
}

function explanationWords(
  deciding: AccessDeciding,
  near: NearMiss | undefined,
  query: { action: string; resource: string; context: { readonly [key: string]: readonly string[] } },
  who: string,
  name: string,
  policies: readonly PolicyText[],
): string {
  const title = titleWords(deciding, near, query, who, name, policies);
  if (deciding.layer === "trust") {
    const ids = trustedBy(policies).filter((value) => /^A(?:IDA|ROA)/.test(value));
    const deleted =
      ids.length > 0
        ? ` ${ids.join(", ")} is the unique id of a deleted user or role: it never matches again, not even a new one of the same name.`
        : "";
    return `${title}.${deleted} Whoever takes the role must be named there.`;
  }
  if (deciding.layer === "key-policy") {
    return `${title}. Neither a statement of the key policy nor a grant names it, and the key policy does not delegate to the account's identity policies (no ":root" principal for ${query.action}), so permission on the encrypted resource alone is not enough.`;
  }
  return deciding.layer === "identity"
    ? `${title}. No other statement of its policies allows it, and nothing else grants it.`
    : `${title}. Without an Allow the call is implicitly denied.`;
}

function homeWords(policy: PolicyText | undefined): string {
  const words: { readonly [type: string]: string } = {
    "AWS::S3::BucketPolicy": "bucket policy",
    "AWS::KMS::KeyPolicy": "key policy",
    "AWS::IAM::Role": "trust policy",
    "AWS::IAM::RolePolicy": "inline policy",
    "AWS::IAM::UserPolicy": "inline policy",
    "AWS::IAM::GroupPolicy": "group policy",
    "AWS::IAM::PolicyVersion": "managed policy",
    "AWS::Organizations::Policy": "service control policy",
    "AWS::EC2::VPCEndpoint": "endpoint policy",
    "AWS::SQS::Queue": "queue policy",
    "AWS::SNS::Topic": "topic policy",
  };
  const kind = words[policy?.resource.type ?? ""] ?? "resource policy";
  const named =
    /inline|managed|group|control/.test(kind) && policy?.ref.name !== undefined ? ` ${policy.ref.name}` : "";
  return kind + named;
}

/** The resource that has the wrong setting, as its user names it; never the document. */
function carrier(
  facts: Facts,
  deciding: AccessDeciding,
  ask: AccessAsk,
  principal: string,
  target: Target,
): ResourceRef {
  const found = findPrincipal(facts, principal, "");
  if (deciding.layer === "identity" || deciding.layer === "boundary") {
    if (found.entity) return refOf(found.entity);
    return {
      type: found.caller.kind === "user" ? "AWS::IAM::User" : "AWS::IAM::Role",
      id: "name" in found.caller ? found.caller.name : principal,
    };
  }
  if (deciding.layer === "scp" || deciding.layer === "rcp")
    return {
      type: "AWS::Organizations::Policy",
      id: deciding.policy.id ?? deciding.policy.attachedTo ?? "",
      ...(deciding.policy.name !== undefined && { name: deciding.policy.name }),
    };
  if (deciding.layer === "endpoint") return { type: "AWS::EC2::VPCEndpoint", id: deciding.policy.id ?? "" };
  if (target.service === "iam") {
    const role = facts.get("AWS::IAM::Role", target.path.split("/").at(-1) ?? "");
    if (role) return refOf(role);
  }
  if (target.service === "kms") return keyRef(facts, target);
  return ask.target ?? { type: "AWS::Resource", id: target.arn, arn: target.arn };
}

/** A key goes by its alias among its users. */
function keyRef(facts: Facts, target: Target): ResourceRef {
  const id = target.path.slice("key/".length);
  const alias = facts.all("AWS::KMS::Alias").find(({ links }) => links.some((link) => link.id === id));
  return { type: "AWS::KMS::Key", id, arn: target.arn, ...(alias && { name: alias.id }) };
}

function callerName(principal: string): string {
  const account = /^arn:[^:]+:iam::(\d+):role\/\*$/.exec(principal)?.[1];
  if (account !== undefined) return `account ${account}`;
  return principal.replace(/^arn:[^:]+:iam::\d+:(?:role|user)\//, "").replace(/^(role|user)\//, "");
}
