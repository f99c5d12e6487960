import { createRehearsalSource } from "../../aws/rehearse/create-rehearsal-source.ts";
import type { OfferedPage } from "../../aws/rehearse/create-rehearsal-source.ts";
import { answerNames } from "../../aws/rehearse/open-maps.ts";
import type { AnswerNames } from "../../aws/rehearse/open-maps.ts";
import type { ServiceModels } from "../../aws/service-models.ts";
import { defaultBrokerLimits } from "../../broker/broker.ts";
import { createBroker } from "../../broker/create-broker.ts";
import type { Call } from "../../core/call.ts";
import type { Grant } from "../../core/grant.ts";
import type { Json } from "../../core/json/json.ts";
import type { Rehearsal, RehearsedSituation, Situation } from "../../core/record/rehearsal.ts";
import { defaultLimits } from "../../core/sandbox.ts";
import type { AttemptError, Outcome } from "../../core/script.ts";
import type { Source } from "../../core/source.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { judgeRehearsal } from "./judge-rehearsal.ts";

export interface RehearseScript {
  readonly code: string;
  /** As in earnest: what would be denied is denied here already. */
  readonly grant: Grant;
  readonly situations: readonly Situation[];
  readonly sandbox: Sandbox;
  /** Decodes and judges; nothing is sent through it. */
  readonly source: Source;
  readonly models: ServiceModels;
  readonly account: string;
  readonly region: string;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** One run in one situation, with what it was answered. */
export interface Rehearsed extends RehearsedSituation {
  readonly outcome: Outcome;
  readonly error?: AttemptError;
  readonly answers: readonly { readonly call: Call; readonly response?: Json }[];
  readonly offered: readonly OfferedPage[];
}

const seconds = 10;
const mostTurns = 8;

/** Runs a script in the sandbox against answers made from the service models, a run for each situation, two at a time; nothing reaches AWS and nothing is recorded. */
export async function rehearseScript(options: RehearseScript): Promise<readonly Rehearsed[]> {
  const left = [...options.situations];
  const runs = new Map<Situation, readonly Rehearsed[]>();
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next && !options.signal?.aborted; next = left.shift())
      runs.set(
        next,
        next === "enum" ? await inTurn(options) : [(await rehearseOnce(options, next)).rehearsed],
      );
  };
  await Promise.all([work(), work()]);
  return options.situations.flatMap((situation) => runs.get(situation) ?? []);
}

/** As many runs as the answers have enum values, up to a bound; ends at the first fault. */
async function inTurn(options: RehearseScript): Promise<readonly Rehearsed[]> {
  const runs: Rehearsed[] = [];
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const { rehearsed, enumValues } = await rehearseOnce(options, "enum", turn);
    runs.push(rehearsed);
    if (rehearsed.error || turn + 1 >= Math.max(2, enumValues)) break;
  }
  return runs;
}

async function rehearseOnce(
  { code, grant, sandbox, source, models, account, region, now, signal }: RehearseScript,
  situation: Situation,
  turn?: number,
): Promise<{ readonly rehearsed: Rehearsed; readonly enumValues: number }> {
  const rehearsal = createRehearsalSource({
    source,
    models,
    account,
    situation,
    now,
    ...(turn !== undefined && { turn }),
  });
  const answers: { call: Call; response?: Json }[] = [];
  await using broker = createBroker({
    source: rehearsal,
    account,
    region,
    lastCall: 0,
    limits: { ...defaultBrokerLimits, usd: 1, calls: 1000, callsPerSecond: 1000, tries: 1 },
    now,
    record: (call, _attempt, response) => {
      answers.push({ call, ...(response !== undefined && { response }) });
      return Promise.resolve();
    },
  });
  const outcome = await sandbox.run({
    code,
    region,
    limits: { ...defaultLimits, seconds },
    connect: (stream) => broker.serve(stream, { grant, step: 0, attempt: 0 }),
    ...(signal && { signal }),
  });
  const calls = answers.map(({ call }) => call);
  const judged = judgeRehearsal({
    situation,
    outcome,
    calls,
    offered: rehearsal.offered(),
    names: namesOf(models, calls),
  });
  const rehearsed: Rehearsed = {
    situation,
    ...(turn !== undefined && { turn }),
    ...judged,
    calls: calls.length,
    ms: outcome.ms,
    outcome,
    answers,
    offered: rehearsal.offered(),
  };
  return { rehearsed, enumValues: rehearsal.enumValues() };
}

function namesOf(models: ServiceModels, calls: readonly Call[]): readonly AnswerNames[] {
  const operations = new Map(calls.map((call) => [`${call.service}:${call.operation}`, call]));
  return [...operations.values()].flatMap(({ service, operation }) => {
    const model = models.model(service);
    return model ? [answerNames(model, operation)] : [];
  });
}

/** What the record keeps of it. Throws nothing: without a run there is nothing to tell. */
export function rehearsalOf(runs: readonly Rehearsed[]): Rehearsal | undefined {
  const told = runs.find((run) => run.error) ?? runs[0];
  return (
    told && {
      outcome: told.outcome,
      ...(told.error && { error: told.error }),
      situations: runs.map(
        ({ outcome: _outcome, error: _error, answers: _answers, offered: _offered, ...rest }) => rest,
      ),
    }
  );
}
