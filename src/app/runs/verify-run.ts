import { intactCalls, verifyCitations } from "../../agent/verify-citations.ts";
import type { Evidence } from "../../core/finding.ts";
import { foldRun } from "../../core/fold/fold-run.ts";
import type { AnyRecord } from "../../core/fold/fold-run.ts";
import type { Store } from "../../core/store.ts";
import { recordedCalls } from "./recorded-calls.ts";
import { eventsOfRun } from "./runs.ts";

export interface VerifyResult {
  readonly citations: number;
  readonly hold: number;
  readonly failed: readonly {
    /** The finding's rank; for `explain`, the place (from 1) in the list that `at` names; 0 for what was ruled out. */
    readonly finding: number;
    /** Zero-based place in that claim's evidence. */
    readonly evidence: number;
    readonly why: string;
    /** JSON Pointer to the citation in the record. */
    readonly at: string;
  }[];
}

interface Claim {
  readonly finding: number;
  readonly at: string;
  readonly evidence: readonly Evidence[];
}

/** Checks every citation of a record again, against what the store holds. Throws AppError `not-found`. */
export async function verifyRun(store: Store, idOrPrefix: string): Promise<VerifyResult> {
  const events = await eventsOfRun(store, idOrPrefix);
  const calls = intactCalls(await recordedCalls(store, events));
  const claims = claimsOf(foldRun(events));
  const failed = claims.flatMap(({ finding, at, evidence }) =>
    verifyCitations(evidence, calls).map((failure) => ({
      finding,
      ...failure,
      at: `${at}/${failure.evidence}`,
    })),
  );
  const citations = claims.reduce((sum, claim) => sum + claim.evidence.length, 0);
  return { citations, hold: citations - failed.length, failed };
}

function claimsOf({ job, record }: AnyRecord): readonly Claim[] {
  if (job === "explain-access") return listed("deciding", record.deciding);
  if (job === "explain-path")
    return [...listed("hops", record.hops), ...listed("blockedBy", record.blockedBy)];
  if (job === "script-run") return [];
  return [
    ...record.answer.findings.map(({ rank, evidence }, index) => ({
      finding: rank,
      at: `/answer/findings/${index}/evidence`,
      evidence,
    })),
    ...record.answer.ruledOut.map(({ evidence }, index) => ({
      finding: 0,
      at: `/answer/ruledOut/${index}/evidence`,
      evidence,
    })),
  ];
}

function listed(
  name: string,
  entries: readonly { readonly evidence: readonly Evidence[] }[],
): readonly Claim[] {
  return entries.map(({ evidence }, index) => ({
    finding: index + 1,
    at: `/${name}/${index}/evidence`,
    evidence,
  }));
}
