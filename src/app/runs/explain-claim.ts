import { intactCalls, verifyCitations } from "../../agent/verify-citations.ts";
import type { Evidence, Finding } from "../../core/finding.ts";
import { foldRecord } from "../../core/fold/fold-record.ts";
import type { Store } from "../../core/store.ts";
import { recordedCalls } from "./recorded-calls.ts";
import { eventsOfRun } from "./runs.ts";

/** A citation with the call that it is about, checked again. */
export interface ExplainedCitation extends Evidence {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** When it was read. */
  readonly at: string;
  readonly holds: boolean;
  /** Why it does not hold. */
  readonly why?: string;
}

export interface ExplainedClaim {
  readonly run: string;
  /** Its rank, of so many. */
  readonly n: number;
  readonly of: number;
  readonly text: string;
  readonly standing: Finding["standing"] | "ruled out";
  readonly check?: string;
  readonly citations: readonly ExplainedCitation[];
}

/** The evidence of one claim of an answer, each citation resolved again against what the store holds. `n` counts findings, then what was ruled out. Undefined where there is no such claim. */
export async function explainClaim(store: Store, run: string, n = 1): Promise<ExplainedClaim | undefined> {
  const events = await eventsOfRun(store, run);
  const calls = intactCalls(await recordedCalls(store, events));
  const { answer } = foldRecord(events);
  const claims = [
    ...answer.findings.map(({ title, explanation, standing, check, evidence }) => ({
      text: `${title} ${explanation}`,
      standing,
      evidence,
      ...(check !== undefined && { check }),
    })),
    ...answer.ruledOut.map(({ check, evidence }) => ({
      text: check,
      standing: "ruled out" as const,
      evidence,
    })),
  ];
  const claim = claims[n - 1];
  if (!claim) return undefined;
  const { evidence, ...told } = claim;
  const failed = verifyCitations(evidence, calls);
  return {
    run,
    n,
    of: claims.length,
    ...told,
    citations: evidence.map((citation, index) => {
      const call = calls.get(citation.call);
      const failure = failed.find((one) => one.evidence === index);
      return {
        ...citation,
        service: call?.service ?? "?",
        operation: call?.operation ?? "?",
        region: call?.region ?? "?",
        at: call?.earlier?.at ?? call?.at ?? "",
        holds: failure === undefined,
        ...(failure && { why: failure.why }),
      };
    }),
  };
}
