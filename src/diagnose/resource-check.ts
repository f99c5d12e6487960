import type { Facts, Read, Resource } from "../core/facts.ts";
import type { Evidence } from "../core/finding.ts";
import type { JsonObject } from "../core/json/json.ts";
import type { ProbeRequest } from "../core/probe.ts";
import type { Check, CheckContext, CheckResult, Fault } from "./check.ts";
import { related } from "./related.ts";
import type { Related } from "./related.ts";

/** A read that a check stands on, and the probe that makes it. */
export interface Needed {
  readonly service: string;
  readonly operation: string;
  readonly params: JsonObject;
  readonly probe: ProbeRequest;
  /** Finds the read where its parameters alone do not tell it. */
  readonly find?: (facts: Facts) => Read | undefined;
}

/** The read, once it was made, whether it succeeded or not. */
export function readOf(facts: Facts, { service, operation, params, find }: Needed): Read | undefined {
  return find ? find(facts) : facts.read(service, operation, params);
}

/** What a check thinks of one resource. Nothing set: it has nothing to say. */
export interface Judgement {
  readonly faults?: readonly Fault[];
  readonly fine?: string;
  readonly evidence?: readonly Evidence[];
  readonly gaps?: readonly string[];
  readonly probes?: readonly ProbeRequest[];
}

export interface ResourceCheck {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  /** How far from the subjects it looks; default 2 links. */
  readonly reach?: number;
  /** The read that it stands on first, then others that it wants but can do without when they fail. */
  needed(one: Related, context: CheckContext): Needed | readonly Needed[];
  judge(resource: Resource, context: CheckContext, one: Related): Judgement;
}

/** A check of one kind of resource: of the subjects and what they work with, each read by its probe, each judged by itself. */
export function resourceCheck({ id, title, type, reach, needed, judge }: ResourceCheck): Check {
  return {
    id,
    title,
    run: (context) => {
      const judged = related(context, type, reach).map((one) =>
        judgeOne(one, context, needed(one, context), judge),
      );
      return combined(judged);
    },
  };
}

function judgeOne(
  one: Related,
  context: CheckContext,
  wanted: Needed | readonly Needed[],
  judge: ResourceCheck["judge"],
): Judgement {
  const needed = [wanted].flat();
  const probes = needed.filter((each) => readOf(context.facts, each) === undefined).map(({ probe }) => probe);
  if (probes.length > 0) return { probes };
  const first = needed[0] && readOf(context.facts, needed[0]);
  // What a subject names need not exist; whoever names it is judged for that.
  if (one.distance > 0 && first?.error && !first.error.denied) return {};
  const refused = first && refusal(first);
  if (refused !== undefined) return { gaps: [refused] };
  const resource = context.facts.get(one.type, one.id);
  return resource ? nearer(judge(resource, context, one), one.distance) : {};
}

/** What the question names is likelier to be meant than what lies behind it. */
function nearer(judgement: Judgement, distance: number): Judgement {
  const { faults } = judgement;
  return faults
    ? {
        ...judgement,
        faults: faults.map((fault) => ({ ...fault, confidence: fault.confidence * 0.97 ** distance })),
      }
    : judgement;
}

/** Why a read gave nothing, and what would allow it; undefined where it succeeded. */
export function refusal(read: Read): string | undefined {
  if (!read.error) return undefined;
  const { code, denied } = read.error;
  const action = `${read.service}:${read.operation}`;
  return denied
    ? `${action} was denied (${code}); allow ${action} to settle it`
    : `${action} failed: ${code}`;
}

/** One result of many judgements: probes first, then faults, then what is fine. */
export function combined(judged: readonly Judgement[]): CheckResult {
  const gaps = [...new Set(judged.flatMap((one) => one.gaps ?? []))];
  const probes = judged.flatMap((one) => one.probes ?? []);
  const faults = judged.flatMap((one) => one.faults ?? []);
  if (probes.length > 0 && faults.length === 0) return { kind: "needs", probes };
  if (faults.length > 0) return { kind: "fault", faults, ...(gaps.length > 0 && { gaps }) };
  const fine = judged.filter((one) => one.fine !== undefined);
  if (fine.length > 0) {
    const text = fine.map((one) => one.fine).join("; ");
    return {
      kind: "fine",
      text,
      evidence: fine.flatMap((one) => one.evidence ?? []),
      ...(gaps.length > 0 && { gaps }),
    };
  }
  return gaps.length > 0 ? { kind: "gap", gaps } : { kind: "apart" };
}
