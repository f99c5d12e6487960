import type { AccessVerdict, Missing } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import { accessProbes } from "../../diagnose/authorization/access-probes.ts";
import { explainAccess } from "../../diagnose/authorization/authorization.ts";
import type { AccessQuery } from "../../diagnose/authorization/authorization.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { AccessAsk } from "./access-ask.ts";

/** What the account says to a request: what must be read first, or the verdict, and for which of the actions. */
export type AccessJudgement =
  | { readonly kind: "needs"; readonly probes: readonly ProbeRequest[] }
  | {
      readonly kind: "allowed" | "denied";
      readonly query: AccessQuery;
      readonly verdict: AccessVerdict;
      /** Keys whose usual value was assumed. */ readonly assumed: readonly string[];
    }
  | { readonly kind: "unknown"; readonly query: AccessQuery; readonly missing: readonly Missing[] };

/** Judges a request. Of several actions one that is allowed suffices. Condition keys that nobody gave take their usual value: the call is encrypted, from outside any VPC, without a second factor. */
export function judgeAccess(context: CheckContext, ask: AccessAsk): AccessJudgement {
  const queries = ask.actions.map((action): AccessQuery => ({
    principal: ask.principal,
    action,
    resource: ask.resource,
    context: ask.context,
    now: context.now,
  }));
  const probes = queries[0] ? accessProbes(context.facts, queries[0]) : [];
  if (probes.length > 0) return { kind: "needs", probes };
  const judged = queries.map((query) => judgeOne(context.facts, query));
  return (
    judged.find(({ kind }) => kind === "allowed") ??
    judged.find(({ kind }) => kind === "unknown") ??
    judged[0] ?? { kind: "needs", probes: [] }
  );
}

function judgeOne(facts: Facts, query: AccessQuery): AccessJudgement {
  const plain = explainAccess(facts, query);
  const assumed = Object.fromEntries(
    plain.missing.flatMap((missing) =>
      "key" in missing ? [[missing.key, usualValue(facts, query, missing.key)] as const] : [],
    ),
  );
  const keys = Object.keys(assumed);
  const full = { ...query, context: { ...assumed, ...query.context } };
  const verdict = keys.length === 0 ? plain : explainAccess(facts, full);
  if (verdict.decision === "unknown") return { kind: "unknown", query, missing: verdict.missing };
  return { kind: verdict.decision === "allowed" ? "allowed" : "denied", query: full, verdict, assumed: keys };
}

/** An external id is agreed upon between the two sides: the caller is taken to give the right one. */
function usualValue(facts: Facts, query: AccessQuery, key: string): readonly string[] {
  const name = key.toLowerCase();
  if (name === "aws:securetransport") return ["true"];
  if (name === "aws:viaawsservice") return ["false"];
  if (name === "sts:externalid") {
    const role = facts.get("AWS::IAM::Role", query.resource.split("/").at(-1) ?? "");
    const agreed = /"sts:ExternalId":\s*\[?"([^"]+)"/i.exec(
      JSON.stringify(role?.data["AssumeRolePolicyDocument"] ?? ""),
    )?.[1];
    return agreed === undefined ? [] : [agreed];
  }
  return [];
}
