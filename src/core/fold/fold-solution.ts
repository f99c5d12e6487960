import type { Call } from "../call.ts";
import { digestOf } from "../json/digest.ts";
import type { Event } from "../event.ts";
import { foldRecord } from "./fold-record.ts";
import { inferSchema } from "../json/infer-schema.ts";
import type { RunRecord } from "../record/record.ts";
import { shortenJson } from "../json/shorten-json.ts";
import type { Solution } from "../record/solution.ts";

/** Bytes that one step's value may have in the document. */
const mostBytes = 16_384;

/** A run as one document for another agent: a fold of its events, so that old runs have it too. Throws only where there is no `run-start`. */
export function foldSolution(events: readonly Event[]): Solution {
  const record = foldRecord(events);
  const { answer } = record;
  return {
    schemaVersion: record.schemaVersion,
    problem: record.question,
    run: record.id,
    status: record.status,
    scope: record.scope,
    prompts: events.flatMap(promptOf),
    scripts: record.steps.map(
      ({ step, task, reason, target, script, decidedBy, status, attempts, calls }) => ({
        step,
        task,
        reason,
        ...(target && { target }),
        ...script,
        decidedBy,
        status,
        attempts: attempts.length,
        calls,
      }),
    ),
    data: dataOf(record),
    suggestion: {
      verdict: answer.verdict,
      decidedBy: answer.decidedBy,
      summary: answer.summary,
      findings: answer.findings,
      fixes: answer.findings.flatMap(({ rank, fix }) => (fix ? [{ finding: rank, ...fix }] : [])),
      gaps: answer.gaps,
    },
    usage: record.usage,
    errors: record.errors,
  };
}

function promptOf(event: Event): Solution["prompts"] {
  if (event.kind !== "model") return [];
  const { prompt, role, model, step, attempt, promptDigest, answerDigest, failure } = event;
  const at = prompt.lastIndexOf("@");
  return [
    {
      id: at < 0 ? prompt : prompt.slice(0, at),
      version: at < 0 ? "" : prompt.slice(at + 1),
      role,
      model,
      tokens: { input: event.inputTokens, cached: event.cachedTokens, output: event.outputTokens },
      ...(step !== undefined && { step }),
      ...(attempt !== undefined && { attempt }),
      promptDigest,
      ...(answerDigest !== undefined && { answerDigest }),
      ...(failure && { failure: `${failure.kind}: ${failure.message}` }),
    },
  ];
}

function dataOf({ steps, calls }: RunRecord): Solution["data"] {
  const made = new Map(calls.map((call) => [call.n, call]));
  return steps.flatMap(({ step, output, calls: numbers }, index) => {
    if (output === undefined) return [];
    const { value, cuts } = shortenJson(output, mostBytes);
    return [
      {
        step,
        schema: inferSchema(output),
        provenance: numbers.flatMap((n) => {
          const call = made.get(n);
          return call ? [provenanceOf(call)] : [];
        }),
        value,
        digest: digestOf(output),
        whole: `/steps/${index}/output`,
        cuts: [...cuts],
      },
    ];
  });
}

function provenanceOf(call: Call): Solution["data"][number]["provenance"][number] {
  const error = call.error ? `${call.error.code}: ${call.error.message}` : call.reason;
  return {
    call: call.n,
    service: call.service,
    operation: call.operation,
    ...(call.account !== undefined && { account: call.account }),
    region: call.region,
    at: call.earlier?.at ?? call.at,
    ...(call.responseDigest !== undefined && { digest: call.responseDigest }),
    ...(error !== undefined && { error }),
  };
}
