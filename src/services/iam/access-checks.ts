import type { Missing } from "../../core/explain-record.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { explainAccess } from "../../diagnose/authorization/authorization.ts";
import type { AccessQuery } from "../../diagnose/authorization/authorization.ts";
import { findPrincipal } from "../../diagnose/authorization/principal.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../diagnose/check.ts";
import { accessFaults } from "./access-fault.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";
import { deniedInLogs } from "./denied-lines.ts";
import { deliveryAsks } from "./delivery-asks.ts";
import { keyBehind, keyProbe } from "../../diagnose/key-behind.ts";
import { keyAsks } from "./encryption-asks.ts";
import { judgeAccess } from "./judge-access.ts";
import { loggingAsks } from "./logging-asks.ts";
import { publicBuckets, publicQueues } from "./public-checks.ts";
import { questionAsks } from "./question-asks.ts";

/** The request that the question is about: caller, action and resource from its words, from log lines, from what the caller is set up to use. */
export const principalAccess: Check = {
  id: "access.principal",
  title: "permissions of the caller on what it uses",
  run: (context) => {
    const logged = deniedInLogs(context.facts).map((ask) => ({ ...ask, ...targetOf(context, ask.resource) }));
    const asked = questionAsks(context, logged.length > 0);
    return judgeAll(context, { asks: [...logged, ...asked.asks], probes: asked.probes });
  },
};

/** Whether each service may hand on to the next: notifications, subscriptions, rule targets. */
export const delivery: Check = {
  id: "access.delivery",
  title: "permission of each service to deliver to the next one",
  run: (context) => judgeAll(context, deliveryAsks(context)),
};

/** Whether functions may write their logs. */
export const logging: Check = {
  id: "access.logs",
  title: "permission of the function's role to write logs",
  run: (context) => judgeAll(context, loggingAsks(context)),
};

export const checks: readonly Check[] = [principalAccess, delivery, logging, publicBuckets, publicQueues];

function judgeAll(context: CheckContext, { asks, probes }: Asks): CheckResult {
  if (asks.length === 0) return probes.length > 0 ? { kind: "needs", probes } : { kind: "apart" };
  const judged = asks.map((ask) => judgeWithKey(context, ask));
  const needed = [...probes, ...judged.flatMap((one) => one.probes)];
  const faults = distinct(judged.flatMap((one) => one.faults));
  if (needed.length > 0) return { kind: "needs", probes: needed };
  const gaps = [...new Set(judged.flatMap((one) => one.gaps))];
  const withGaps = gaps.length > 0 ? { gaps } : {};
  if (faults.length > 0) return { kind: "fault", faults, ...withGaps };
  const fine = judged.filter((one) => one.fine !== "");
  if (fine.length === 0) return gaps.length > 0 ? { kind: "gap", gaps } : { kind: "apart" };
  return {
    kind: "fine",
    text: fine.map((one) => one.fine).join("; "),
    evidence: fine.flatMap((one) => one.evidence),
    ...withGaps,
  };
}

interface Judged {
  readonly probes: readonly ProbeRequest[];
  readonly faults: readonly Fault[];
  readonly gaps: readonly string[];
  readonly fine: string;
  readonly evidence: readonly Evidence[];
}

const silent: Judged = { probes: [], faults: [], gaps: [], fine: "", evidence: [] };

/** The request itself, and where what it reads is encrypted with a key of the customer, the use of that key. */
function judgeWithKey(context: CheckContext, ask: AccessAsk): Judged {
  const own = judgeAsk(context, ask);
  const key =
    ask.target && own.probes.length === 0
      ? keyBehind(context.facts, ask.target.type, ask.target.id, context.region)
      : undefined;
  if (!key || own.faults.length > 0) return own;
  const probes = keyProbe(context.facts, key);
  if (probes.length > 0) return { ...silent, probes };
  const behind = keyAsks(context.facts, ask, key).map((one) => judgeAsk(context, one));
  return [own, ...behind].reduce(merged);
}

function merged(a: Judged, b: Judged): Judged {
  const fine = [a.fine, b.fine].filter((text) => text !== "").join("; ");
  return {
    probes: [...a.probes, ...b.probes],
    faults: [...a.faults, ...b.faults],
    gaps: [...a.gaps, ...b.gaps],
    fine,
    evidence: [...a.evidence, ...b.evidence],
  };
}

function judgeAsk(context: CheckContext, ask: AccessAsk): Judged {
  const judged = judgeAccess(context, ask);
  if (judged.kind === "needs") return { ...silent, probes: judged.probes };
  const { query } = judged;
  if (judged.kind === "unknown" && isForeign(context, query)) {
    const role = context.facts.get("AWS::IAM::Role", query.resource.split("/").at(-1) ?? "");
    const evidence = role ? [context.facts.cite(role, "/AssumeRolePolicyDocument")] : [];
    return {
      ...silent,
      fine: `nothing here keeps ${query.principal} from ${query.action} on ${query.resource}; its own policies lie in its account`,
      evidence,
    };
  }
  if (judged.kind === "unknown")
    return { ...silent, gaps: judged.missing.map((missing) => gapWords(missing, query)) };
  if (judged.kind === "allowed") {
    const evidence = judged.verdict.deciding.flatMap((deciding) => deciding.evidence);
    return { ...silent, fine: `${query.principal} may ${query.action} on ${query.resource}`, evidence };
  }
  if (isPartly(ask, query.action, context))
    return {
      ...silent,
      gaps: [
        `Whether ${ask.principal} may ${query.action} depends on which object of ${ask.resource} is meant.`,
      ],
    };
  return { ...silent, faults: accessFaults(context.facts, ask, judged) };
}

/** All that is unknown lies in the caller's own account, which cannot be read from here. */
function isForeign({ facts }: CheckContext, query: AccessQuery): boolean {
  const { home, caller, missing } = findPrincipal(facts, query.principal, query.action);
  if (home || !("account" in caller)) return false;
  const { missing: open } = explainAccess(facts, query);
  return open.every(
    (one) => "key" in one || missing.some((own) => JSON.stringify(own) === JSON.stringify(one)),
  );
}

function gapWords(missing: Missing, { principal, action, resource }: AccessQuery): string {
  if ("key" in missing)
    return `${missing.key} is not known, and whether ${principal} may ${action} hangs on it`;
  return `${missing.read} could not be read (${missing.why}); allow it to decide whether ${principal} may ${action} on ${resource}`;
}

/** A statement for some of a bucket's objects neither allows nor refuses "the objects". */
function isPartly(ask: AccessAsk, action: string, { facts }: CheckContext): boolean {
  if (!ask.resource.endsWith("/*") || !action.startsWith("s3:")) return false;
  const bucket = ask.resource.slice(0, -1);
  const policies = [
    ...facts.all("AWS::IAM::RolePolicy"),
    ...facts.all("AWS::IAM::UserPolicy"),
    ...facts.all("AWS::IAM::PolicyVersion"),
    ...facts.all("AWS::S3::BucketPolicy"),
  ];
  return policies.some(({ data }) => {
    const written = JSON.stringify(data);
    return (
      written.includes(bucket) &&
      new RegExp(`"${bucket.replaceAll(/[.*+?^${"$"}{}()|[\]\\]/g, String.raw`\$&`)}[^*"]`).test(written)
    );
  });
}

function targetOf(context: CheckContext, arn: string): { target?: ResourceRef } {
  const last = arn.split(":").at(-1)?.split("/").at(-1) ?? arn;
  const bucket = /^arn:[^:]+:s3:::([^/]+)/.exec(arn)?.[1];
  const found = context.facts
    .named(bucket ?? last)
    .find(
      (one) =>
        one.arn === arn || one.id === bucket || (one.type.split("::").length === 3 && arn.endsWith(one.id)),
    );
  return found
    ? { target: { type: found.type, id: found.id, ...(found.arn !== undefined && { arn: found.arn }) } }
    : {};
}

function distinct(faults: readonly Fault[]): readonly Fault[] {
  return [
    ...new Map(
      faults.map((fault) => [
        `${fault.resource.type} ${fault.resource.id} ${fault.property} ${JSON.stringify(fault.observed)}`,
        fault,
      ]),
    ).values(),
  ];
}
