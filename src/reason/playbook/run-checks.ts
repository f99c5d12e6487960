import type { ProbeRequest } from "../../core/probe.ts";
import { probeKey } from "../../core/probe.ts";
import type { Question } from "../../core/question.ts";
import type { Playbook } from "../../content/load-playbooks.ts";
import type { Check, CheckContext, CheckResult } from "../../diagnose/check.ts";
import type { CandidateFault } from "../../diagnose/rank-faults.ts";
import { neighbourhood } from "../../diagnose/related.ts";
import type { VerdictEvent } from "../reason.ts";
import { isListing } from "./find-subjects.ts";
import { fittingChecks, listings, placeOfCheck } from "./choose-playbooks.ts";
import { withoutDeniedSigns } from "./without-denied-signs.ts";

/** A check that applies. */
type Spoken = Exclude<CheckResult, { kind: "apart" }>;

export interface CheckRun {
  readonly check: Check;
  readonly result: Spoken;
  readonly place: number | undefined;
}

/** Where AWS answered that a call is not allowed, it came through and was understood: network, subscriptions, backlogs and throughput are no suspects. */
const besideRefusals = /^(?:network|sns|sqs|events|dynamodb|kinesis|autoscaling)\./;

/** The question speaks of a call that AWS refused, not of one that failed or never arrived. */
export function saysRefused({ text, symptoms }: Question): boolean {
  return (
    symptoms?.[0] === "access" &&
    /access ?denied|not authori[sz]ed|unauthori[sz]edoperation|accessdeniedexception|authorization ?error|\b403s?\b/i.test(
      withoutDeniedSigns(text),
    )
  );
}

/** The question is why something is not reached: whatever it says of public or open things besides, no list answers it. */
function saysUnreached({ text, symptoms, asks }: Question): boolean {
  return (
    symptoms?.[0] === "connectivity" &&
    asks === "cause" &&
    /\b(?:no|not|nothing|nobody|cannot|unable|unreachable|tim(?:es?|ed|ing) out|time-?outs?|hangs?|refused)\b|n't\b/i.test(
      text,
    )
  );
}

/** Checks that only speak when their playbook asks for them: they answer one kind of question, whatever the subject. */
const onRequest = /^(?:network|access)\./;

/**
 * Runs every check that may have something to say: those that the playbooks name, and all others that apply to the subjects, for causes lie where
 * nobody looked. The first two playbooks give a check its place. A listing ("which buckets are public?") is not answered by faults of another kind.
 */
export function runChecks(
  checks: readonly Check[],
  playbooks: readonly Playbook[],
  context: CheckContext,
): readonly CheckRun[] {
  const patterns = fittingChecks(playbooks);
  const lists = checks
    .filter((check) => placeOfCheck(check.id, [listings]) !== undefined)
    .flatMap((check) => {
      const result = check.run(context);
      return result.kind === "apart" ? [] : [{ check, result, place: 0 }];
    });
  // A question for a list is answered by that list alone: what else is wrong with its members was not asked.
  if (lists.length > 0 && !saysUnreached(context.question)) return lists;
  return checks.flatMap((check) => {
    const place = placeOfCheck(check.id, patterns);
    if (place === undefined && (onRequest.test(check.id) || isListing(context.question))) return [];
    if (besideRefusals.test(check.id) && saysRefused(context.question)) return [];
    const result = check.run(context);
    return result.kind === "apart" ? [] : [{ check, result, place }];
  });
}

/** The probes that checks still want, each once, the likeliest checks' first. */
export function wantedProbes(runs: readonly CheckRun[]): readonly ProbeRequest[] {
  const wanted = new Map<string, ProbeRequest>();
  for (const { result } of runs.toSorted((a, b) => (a.place ?? 1000) - (b.place ?? 1000))) {
    if (result.kind !== "needs") continue;
    for (const probe of result.probes) if (!wanted.has(probeKey(probe))) wanted.set(probeKey(probe), probe);
  }
  return [...wanted.values()];
}

export function candidateFaults(runs: readonly CheckRun[], context: CheckContext): readonly CandidateFault[] {
  const near = neighbourhood(context, 3);
  const far = 4;
  return runs.flatMap(({ check, result, place }) =>
    result.kind === "fault"
      ? result.faults.map((fault) => {
          const found = near.find(
            (one) =>
              one.type === fault.resource.type &&
              (one.id === fault.resource.id || one.resource?.arn === fault.resource.id),
          );
          return { fault, check: check.id, place, distance: found?.distance ?? far };
        })
      : [],
  );
}

/** What each check said, for the record. */
export function verdictsOf(runs: readonly CheckRun[], iteration: number): readonly VerdictEvent[] {
  return runs.map(({ check, result }) => {
    const detail = "detail" in result && result.detail !== undefined ? { detail: result.detail } : {};
    return {
      kind: "verdict",
      iteration,
      check: check.id,
      result: result.kind,
      text: wordsOf(result),
      ...detail,
    };
  });
}

function wordsOf(result: Spoken): string {
  if (result.kind === "fault") return result.faults.map(({ title }) => title).join("; ");
  if (result.kind === "fine") return result.text;
  if (result.kind === "needs") return result.probes.map(({ reason }) => reason).join("; ");
  return result.gaps.join("; ");
}
