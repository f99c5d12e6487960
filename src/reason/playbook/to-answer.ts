import type { Answer, Finding, RuledOut } from "../../core/finding.ts";
import { probeKey, type ProbeRequest } from "../../core/probe.ts";
import type { Playbook } from "../../content/load-playbooks.ts";
import { rankFaults } from "../../diagnose/rank-faults.ts";
import type { CandidateFault } from "../../diagnose/rank-faults.ts";
import { toFinding } from "../../diagnose/to-finding.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import type { Situation } from "../reason.ts";
import type { FoundSubjects } from "./find-subjects.ts";
import { nearNames } from "./near-names.ts";
import { listings, placeOfCheck } from "./choose-playbooks.ts";
import { candidateFaults, saysRefused } from "./run-checks.ts";
import type { CheckRun } from "./run-checks.ts";
import { summaryOf } from "./summary.ts";

export interface Concluding extends FoundSubjects {
  readonly context: CheckContext;
  readonly named: CheckContext;
  readonly runs: readonly CheckRun[];
  readonly chosen: readonly Playbook[];
  readonly situation: Situation;
}

type PlaybookAnswer = Omit<Answer, "rejectedClaims" | "decidedBy">;

/**
 * The answer that the checks support. `fault-found` needs a cause that a check proved or the citations support; `no-fault-found` needs every
 * applicable check to be fine and readable; everything else is `inconclusive`, with what would settle it.
 */
export function toAnswer(concluding: Concluding): PlaybookAnswer {
  const { context, named, runs, situation } = concluding;
  const ranked = rankFaults(candidateFaults(runs, named));
  const findings = ranked.map(({ fault, check }, index) =>
    toFinding(fault, { rank: index + 1, check, facts: situation.facts }),
  );
  const causes = ranked.filter(({ fault }) => fault.role === "root" && fault.standing !== "hypothesis");
  const verdict = verdictOf(concluding, ranked, causes);
  const told = verdict === "fault-found" || verdict === "answered" ? findings : withoutBlame(findings);
  const gaps = gapsOf(concluding);
  return {
    verdict,
    summary: summaryOf({
      verdict,
      findings: told,
      causes: causes.length,
      gaps,
      question: context.question,
      subjects: concluding.subjects,
      near: nearNames(concluding.missing, situation.facts),
      missing: concluding.missing,
    }),
    findings: told,
    ruledOut: ruledOut(runs),
    gaps: [...gaps],
  };
}

function verdictOf(
  { missing, runs, subjects, chosen, implied, context }: Concluding,
  ranked: readonly CandidateFault[],
  causes: readonly CandidateFault[],
): Answer["verdict"] {
  if (causes.some(({ fault }) => fault.severity !== "info")) return "fault-found";
  if (causes.length > 0) return "answered";
  if (ranked.some(({ fault }) => fault.role === "root")) return "inconclusive";
  const found = subjects.some(({ ref }) => ref.type.startsWith("AWS::"));
  if (!found && !implied) return "inconclusive";
  if (
    missing.some((mention) => mention.type !== undefined || mention.kind === "id" || mention.kind === "arn")
  )
    return "inconclusive";
  const settling = [
    listings,
    ...(chosen[0] ? (chosen[0].settled_by.length > 0 ? chosen[0].settled_by : chosen[0].checks) : []),
  ];
  // What was refused is settled by permissions alone: a gap elsewhere does not keep them from being right.
  const settles = ({ check, place }: CheckRun): boolean =>
    place !== undefined && (!saysRefused(context.question) || placeOfCheck(check.id, settling) !== undefined);
  const open = runs.filter(settles).some(({ result }) => result.kind === "gap" || result.kind === "needs");
  const fine = runs.some(
    ({ check, result }) => result.kind === "fine" && placeOfCheck(check.id, settling) !== undefined,
  );
  if (ranked.some(({ fault }) => fault.role === "contributing")) return "inconclusive";
  return fine && !open ? "no-fault-found" : "inconclusive";
}

/** Nothing above `info` is blamed where no fault was found. */
function withoutBlame(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, severity: "info" as const }));
}

function ruledOut(runs: readonly CheckRun[]): RuledOut[] {
  return runs.flatMap(({ check, result }) =>
    result.kind === "fine"
      ? [{ check: `${check.title}: ${result.text}`, evidence: [...result.evidence] }]
      : [],
  );
}

function gapsOf({ runs, situation, missing }: Concluding): readonly string[] {
  const said = runs.flatMap(({ result }) => ("gaps" in result ? (result.gaps ?? []) : []));
  const ended = new Map(
    situation.tried.flatMap(({ probe, status }) => (probe ? [[probeKey(probe), status] as const] : [])),
  );
  const whyNot = (probes: readonly ProbeRequest[]) => {
    const fates = probes.map((probe) => ended.get(probeKey(probe)));
    if (fates.includes("abandoned")) return "the reading failed";
    return fates.includes(undefined) ? "not read, no round was left" : "what was read does not hold it";
  };
  const unread = runs.flatMap(({ check, result }) =>
    result.kind === "needs"
      ? [`${check.title}: ${whyNot(result.probes)} (${result.probes.map(({ reason }) => reason).join("; ")})`]
      : [],
  );
  return [
    ...new Set([...said, ...unread, ...missing.map(({ text }) => `nothing that was read is called ${text}`)]),
  ];
}
