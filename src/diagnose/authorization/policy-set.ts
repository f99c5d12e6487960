import type { AccessDeciding, AccessLayer, Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { atPointer } from "../../core/json/json.ts";
import { anyOf, no, unknownFor } from "../../core/policy/match.ts";
import type { Match } from "../../core/policy/match.ts";
import type { Reach } from "../../core/policy/match-principal.ts";
import { matchStatement } from "../../core/policy/match-statement.ts";
import type { PolicyRequest, StatementMatch } from "../../core/policy/match-statement.ts";
import { parsePolicy } from "../../core/policy/parse-policy.ts";
import type { Statement } from "../../core/policy/parse-policy.ts";

export type PolicyRef = AccessDeciding["policy"];

/** One policy document as it was read. */
export interface PolicyText {
  readonly ref: PolicyRef;
  readonly resource: Resource;
  /** JSON Pointer from the resource's data to the document. */
  readonly path: string;
  readonly statements: readonly Statement[];
}

/** The policies of one layer: what was read, what could not be read, and what shows that there is no other. */
export interface PolicySet {
  readonly policies: readonly PolicyText[];
  readonly missing: readonly Missing[];
  readonly absence: readonly Evidence[];
}

/** Something that applies, or may apply, to the request: a statement, a grant or an ACL entry. */
export interface Hit {
  readonly layer: AccessLayer;
  readonly policy: PolicyRef;
  readonly statement?: string;
  readonly effect: "Allow" | "Deny";
  readonly match: Match;
  readonly reach: Reach;
  readonly why: string;
  readonly evidence: readonly Evidence[];
  /** The resource that carries the policy, and where the statement stands in its data. */
  readonly source?: { readonly resource: Resource; readonly pointer: string };
}

/** What one layer says to a request. */
export interface LayerAnswer {
  readonly layer: AccessLayer;
  readonly applies: boolean;
  readonly allows: readonly Hit[];
  readonly denies: readonly Hit[];
  /** What could not be read: it may hold an Allow or a Deny. */
  readonly missing: readonly Missing[];
  /** What could not be read and can only grant: ACLs, grants of keys. */
  readonly unreadGrants?: readonly Missing[];
  /** Shows a silence: the statements that were read, and that there are no others. */
  readonly silence: readonly Evidence[];
  readonly policies: readonly PolicyText[];
  /** Why a silence is one, where it needs other words than "no statement allows it". */
  readonly why?: string;
}

export const nothing: PolicySet = { policies: [], missing: [], absence: [] };

export function unread(read: string, why: string): PolicySet {
  return { policies: [], missing: [{ read, why }], absence: [] };
}

export function joined(sets: readonly PolicySet[]): PolicySet {
  return {
    policies: sets.flatMap((set) => set.policies),
    missing: sets.flatMap((set) => set.missing),
    absence: sets.flatMap((set) => set.absence),
  };
}

/** The policy at a place in a resource's data; a document that cannot be read is missing, not empty. */
export function policyAt(resource: Resource, path: string, ref: PolicyRef, read: string): PolicySet {
  const parsed = parsePolicy(atPointer(resource.data, path));
  if (parsed.kind === "invalid") return unread(read, `the policy cannot be understood: ${parsed.why}`);
  return { policies: [{ ref, resource, path, statements: parsed.statements }], missing: [], absence: [] };
}

export function absentLayer(layer: AccessLayer): LayerAnswer {
  return { layer, applies: false, allows: [], denies: [], missing: [], silence: [], policies: [] };
}

/** Matches every statement of a layer's policies with the request. */
export function answerOf(
  facts: Facts,
  layer: AccessLayer,
  set: PolicySet,
  request: PolicyRequest,
): LayerAnswer {
  const hits = set.policies.flatMap((policy) =>
    policy.statements.flatMap((statement): readonly Hit[] => {
      const match = matchStatement(statement, request);
      const matches = match.perhaps ? [match, match.perhaps] : [match];
      return matches
        .filter(({ outcome }) => outcome !== "no")
        .map((one) => hitOf(facts, layer, policy, statement, one));
    }),
  );
  return {
    layer,
    applies: set.policies.length > 0 || set.missing.length > 0 || layer === "identity",
    allows: hits.filter(({ effect }) => effect === "Allow"),
    denies: hits.filter(({ effect }) => effect === "Deny"),
    missing: set.missing,
    silence: [...set.policies.map((policy) => citePolicy(facts, policy)), ...set.absence],
    policies: set.policies,
  };
}

function hitOf(
  facts: Facts,
  layer: AccessLayer,
  policy: PolicyText,
  statement: Statement,
  match: StatementMatch,
): Hit {
  const name = policy.ref.name ?? policy.ref.id ?? policy.ref.arn ?? "";
  const verb = statement.effect === "Allow" ? "allows" : "denies";
  const pointer = policy.path + statement.pointer;
  return {
    layer,
    policy: policy.ref,
    statement: statement.label,
    effect: statement.effect,
    match,
    reach: match.reach ?? "self",
    why: `statement ${statement.label} of ${name} ${verb} it`,
    evidence: [citePlace(facts, policy.resource, policy.path, pointer)],
    source: { resource: policy.resource, pointer },
  };
}

/** A document that the answer holds as text can be cited only as a whole. */
function citePlace(facts: Facts, resource: Resource, path: string, pointer: string): Evidence {
  return facts.cite(resource, typeof atPointer(resource.data, path) === "string" ? path : pointer);
}

function citePolicy(facts: Facts, policy: PolicyText): Evidence {
  return citePlace(facts, policy.resource, policy.path, policy.path);
}

/** Whether some Allow of the given reach applies; what could not be read may hold one. */
export function grants(answer: LayerAnswer, reaches?: readonly Reach[]): Match {
  if (!answer.applies) return no;
  const hits = reaches ? answer.allows.filter(({ reach }) => reaches.includes(reach)) : answer.allows;
  const unread = [...answer.missing, ...(answer.unreadGrants ?? [])];
  const open = unread.length > 0 ? [unknownFor(...unread)] : [];
  return anyOf([...hits.map(({ match }) => match), ...open]);
}

/** Whether some Deny applies; what could not be read may hold one. */
export function forbids(answer: LayerAnswer): Match {
  if (!answer.applies) return no;
  const open = answer.missing.length > 0 ? [unknownFor(...answer.missing)] : [];
  return anyOf([...answer.denies.map(({ match }) => match), ...open]);
}
