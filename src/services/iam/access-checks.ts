import type { AccessVerdict, Missing } from "../../core/record/explain-record.ts";
import type { Json } from "../../core/json/json.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { explainAccess } from "../../diagnose/authorization/authorization.ts";
import type { AccessQuery } from "../../diagnose/authorization/authorization.ts";
import { findPrincipal } from "../../diagnose/authorization/principal.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../diagnose/check.ts";
import { accessFaults } from "./access-fault.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";
import { matchesAction } from "../../core/policy/match-statement.ts";
import { ownStatements } from "./meant-requests.ts";
import { workAsks } from "./work-asks.ts";
import { deniedInLogs } from "./denied-lines.ts";
import { deliveryAsks } from "./delivery-asks.ts";
import { keyBehind, keyProbe } from "../../diagnose/key-behind.ts";
import { keyAsks } from "./encryption-asks.ts";
import { judgeAccess } from "./judge-access.ts";
import { loggingAsks } from "./logging-asks.ts";
import { publicBuckets, publicQueues } from "./public-checks.ts";
import { questionAsks } from "./question-asks.ts";

/** Requests that log lines say were refused. */
export const loggedAccess: Check = {
  id: "access.logged",
  title: "requests that the logs say were refused",
  run: (context) => judgeAll(context, { asks: loggedAsks(context), probes: [] }),
};

/** The request that the question is about: caller, action and resource from its words and from what the caller is set up to use. */
export const principalAccess: Check = {
  id: "access.principal",
  title: "permissions of the caller on what it uses",
  run: (context) => judgeAll(context, questionAsks(context, loggedAsks(context).length > 0)),
};

/** Whether the functions along a pipeline may write what they are there to write. */
export const work: Check = {
  id: "access.work",
  title: "permission of the functions on the way to do their work",
  run: (context) => judgeAll(context, workAsks(context)),
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

export const checks: readonly Check[] = [
  loggedAccess,
  principalAccess,
  work,
  delivery,
  logging,
  publicBuckets,
  publicQueues,
];

function loggedAsks(context: CheckContext): readonly AccessAsk[] {
  return deniedInLogs(context.facts).map((ask) => ({ ...ask, ...targetOf(context, ask.resource) }));
}

function judgeAll(
  context: CheckContext,
  { asks, probes, gaps: open = [], faults: told = [] }: Asks,
): CheckResult {
  const judged = settleGuesses(asks.map((ask) => ({ ask, judged: judgeWithKey(context, ask) })));
  const needed = [...probes, ...judged.flatMap((one) => one.probes)];
  const faults = distinct([...told, ...judged.flatMap((one) => one.faults)]);
  if (needed.length > 0) return { kind: "needs", probes: needed };
  const gaps = [...new Set([...open, ...judged.flatMap((one) => one.gaps)])];
  const withGaps = gaps.length > 0 ? { gaps } : {};
  const details = judged.flatMap((one) => one.details);
  const detail = details.length > 0 ? { detail: details } : {};
  if (faults.length > 0) return { kind: "fault", faults, ...withGaps, ...detail };
  const fine = judged.filter((one) => one.fine !== "");
  if (fine.length === 0 || open.length > 0)
    return gaps.length > 0 ? { kind: "gap", gaps } : { kind: "apart" };
  return {
    kind: "fine",
    text: fine.map((one) => one.fine).join("; "),
    evidence: fine.flatMap((one) => one.evidence),
    ...withGaps,
    ...detail,
  };
}

interface JudgedAsk {
  readonly ask: AccessAsk;
  readonly judged: Judged;
}

/** Where the words do not say what is refused and something of it is allowed, what is merely not allowed may never have been asked for: that is no fault, but a gap. */
function settleGuesses(all: readonly JudgedAsk[]): readonly Judged[] {
  const works = new Set(
    all
      .filter(
        ({ ask, judged }) => ask.guessed === "action" && judged.fine !== "" && judged.faults.length === 0,
      )
      .map(({ ask }) => guessKey(ask)),
  );
  return all.map(({ ask, judged }) => {
    if (
      ask.guessed !== "action" ||
      !works.has(guessKey(ask)) ||
      judged.explicit === true ||
      judged.faults.length === 0
    )
      return judged;
    return {
      ...silent,
      gaps: [
        `${ask.principal} may not ${ask.actions[0] ?? ""} on ${ask.resource}; the question does not say whether that is what is refused`,
      ],
    };
  });
}

function guessKey({ principal, target }: AccessAsk): string {
  return `${principal} ${target?.type ?? ""} ${target?.id ?? ""}`;
}

interface Judged {
  readonly probes: readonly ProbeRequest[];
  readonly faults: readonly Fault[];
  readonly gaps: readonly string[];
  readonly fine: string;
  readonly evidence: readonly Evidence[];
  /** The layers and what decides in them, for a picture. */
  readonly details: readonly Json[];
  /** A Deny decided, not a missing Allow. */
  readonly explicit?: boolean;
}

const silent: Judged = { probes: [], faults: [], gaps: [], fine: "", evidence: [], details: [] };

/** What is drawn of a verdict: the request, its layers, and what decides in them. */
function pictured(
  { principal, action, resource }: AccessQuery,
  { decision, layers, deciding }: AccessVerdict,
): Json {
  return {
    principal,
    action,
    resource,
    decision,
    layers: layers.map(({ layer, verdict }) => ({ layer, verdict })),
    deciding: deciding.map(({ layer, policy, statement, why }) => ({
      layer,
      policy: { name: policy.name ?? policy.id ?? policy.arn ?? "" },
      ...(statement !== undefined && { statement }),
      why,
    })),
  };
}

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
    explicit: a.explicit === true || b.explicit === true,
    probes: [...a.probes, ...b.probes],
    faults: [...a.faults, ...b.faults],
    gaps: [...a.gaps, ...b.gaps],
    fine,
    evidence: [...a.evidence, ...b.evidence],
    details: [...a.details, ...b.details],
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
  const doubt =
    ask.resource === "*" && (judged.kind === "allowed" || judged.verdict.decision === "denied-implicitly")
      ? whereItDepends(context, ask, query, judged.kind)
      : undefined;
  if (doubt !== undefined) return { ...silent, gaps: [doubt] };
  if (judged.kind === "allowed") {
    const evidence = judged.verdict.deciding.flatMap((deciding) => deciding.evidence);
    const details = [pictured(query, judged.verdict)];
    return {
      ...silent,
      fine: `${query.principal} may ${query.action} on ${query.resource}`,
      evidence,
      details,
    };
  }
  if (isPartly(ask, query.action, context))
    return {
      ...silent,
      gaps: [
        `Whether ${ask.principal} may ${query.action} depends on which object of ${ask.resource} is meant.`,
      ],
    };
  const faults = accessFaults(context.facts, ask, judged);
  return {
    ...silent,
    faults: ask.guessed === "resource" || ask.guessed === "caller" ? faults.map(lessSure) : faults,
    details: faults.length > 0 ? [pictured(query, judged.verdict)] : [],
    explicit: judged.verdict.decision === "denied-explicitly",
  };
}

/** The caller or the resource was filled in from policies: the citations hold, but that this is the request is not proved. */
function lessSure(fault: Fault): Fault {
  return { ...fault, standing: "supported", confidence: Math.min(fault.confidence, 0.75) };
}

/** Of a request without a resource, statements for some resources only leave the outcome open. */
function whereItDepends(
  { facts }: CheckContext,
  ask: AccessAsk,
  { action }: AccessQuery,
  outcome: "allowed" | "denied",
): string | undefined {
  const effect = outcome === "allowed" ? "Deny" : "Allow";
  const narrow = (ownStatements(facts, ask.principal) ?? []).filter(
    (statement) =>
      statement.effect === effect &&
      matchesAction(statement.action, action) &&
      statement.resource !== undefined &&
      !statement.resource.patterns.includes("*"),
  );
  if (narrow.length === 0) return undefined;
  return `Whether ${ask.principal} may ${action} depends on the resource, which the question does not name.`;
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
