import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { allOf, matchOf, no, unknownFor } from "../../core/policy/match.ts";
import type { Match } from "../../core/policy/match.ts";
import { matchPrincipal } from "../../core/policy/match-principal.ts";
import type { PolicyRequest } from "../../core/policy/match-statement.ts";
import { strings, text } from "../../facts/reader.ts";
import { absentLayer } from "./policy-set.ts";
import type { Hit, LayerAnswer } from "./policy-set.ts";
import type { Target } from "./target.ts";

/** Grants of a key: each lets its grantee do the operations it lists, within its constraints (KMS Developer Guide, Grants in KMS). */
export function grantLayer(facts: Facts, target: Target, request: PolicyRequest): LayerAnswer {
  const id = /^key\/(.+)$/.exec(target.path)?.[1];
  if (target.service !== "kms" || id === undefined || target.account !== facts.account)
    return absentLayer("grant");
  const read = facts.read("kms", "ListGrants", { KeyId: id });
  const missing =
    read?.complete === true ? [] : [{ read: "kms:ListGrants", why: read?.error?.code ?? "not read" }];
  const ours = facts
    .all("AWS::KMS::Grant")
    .filter((grant) => text(grant.data, "KeyId") === id || text(grant.data, "KeyId").endsWith(`:key/${id}`));
  if (ours.length === 0 && missing.length === 0) return absentLayer("grant");
  const allows = ours.flatMap((grant): readonly Hit[] => {
    const match = grantMatch(grant, request);
    const name = grant.name ?? grant.id;
    const why = `the grant ${name} lets ${text(grant.data, "GranteePrincipal")} do ${strings(grant.data, "Operations").join(", ")}`;
    return match.outcome === "no"
      ? []
      : [
          {
            layer: "grant",
            policy: { id: grant.id, name, attachedTo: target.arn },
            effect: "Allow",
            match,
            reach: "self",
            why,
            evidence: [facts.cite(grant)],
            source: { resource: grant, pointer: "" },
          },
        ];
  });
  return {
    layer: "grant",
    applies: true,
    allows,
    denies: [],
    missing: [],
    unreadGrants: missing,
    silence: read?.complete ? facts.citeAbsence(read, "/Grants", "[].GranteePrincipal") : [],
    policies: [],
  };
}

function grantMatch(grant: Resource, request: PolicyRequest): Match {
  const operations = strings(grant.data, "Operations").map((operation) => `kms:${operation}`.toLowerCase());
  if (!operations.includes(request.action.toLowerCase())) return no;
  const grantee = text(grant.data, "GranteePrincipal") || text(grant.data, "GranteeServicePrincipal");
  const isService = grantee.endsWith(".amazonaws.com");
  const principal = matchPrincipal(
    {
      label: "",
      index: 0,
      pointer: "",
      effect: "Allow",
      action: { not: false, patterns: [] },
      principal: { not: false, names: [{ type: isService ? "Service" : "AWS", value: grantee }] },
      conditions: [],
      variables: false,
    },
    request.caller ?? { kind: "anonymous" },
  );
  return allOf([principal, constraintMatch(grant, request)]);
}

/** The encryption context of the request must equal, or contain, the grant's. */
function constraintMatch(grant: Resource, request: PolicyRequest): Match {
  const constraints = grant.data["Constraints"];
  if (!isObject(constraints)) return matchOf(true);
  const wanted = constraints["EncryptionContextEquals"] ?? constraints["EncryptionContextSubset"];
  if (!isObject(wanted)) return matchOf(true);
  return allOf(
    Object.entries(wanted).map(([name, value]) => {
      const given = request.key(`kms:EncryptionContext:${name}`);
      if (given.kind === "unknown")
        return unknownFor({ key: `kms:EncryptionContext:${name}`, why: given.why });
      return matchOf(given.kind === "known" && typeof value === "string" && given.values.includes(value));
    }),
  );
}
