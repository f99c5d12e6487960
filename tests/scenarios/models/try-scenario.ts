import type { Event } from "../../../src/core/event.ts";
import type { RunRecord } from "../../../src/core/record/record.ts";
import type { Probe } from "../../../src/core/probe.ts";
import { createNephoscope } from "../../../src/index.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import type { Mistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { createScriptedModel, inventedId } from "../../../src/testing/scripted-model/scripted-model.ts";
import { commandLine } from "../command-line.ts";
import { modelFolder } from "./model-folder.ts";
import { mistakesIn, type MistakeFate } from "./mistake-fates.ts";
import { simulatorWith } from "../simulator.ts";

export interface TryScenario {
  readonly file: string;
  readonly id: string;
  readonly question: string;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly mistakes?: Mistakes;
  readonly seed?: string;
  readonly keys?: (endpoint: string) => Promise<{ accessKeyId: string; secretAccessKey: string }>;
}

/** What became of one question: asked by the playbook alone, and by a model that errs. */
export interface Trial {
  readonly id: string;
  readonly code: RunRecord;
  readonly model: RunRecord;
  readonly events: readonly Event[];
  /** Same verdict and same first resource. */
  readonly same: boolean;
  /** Whether the answer, but for what it rejects, holds the id that nobody has seen. */
  readonly lies: boolean;
  readonly overLimits: readonly string[];
  readonly fates: readonly MistakeFate[];
  readonly requests: number;
  readonly tokens: number;
}

const limits = { maxIterations: 4, maxAttempts: 3, maxCalls: 2000, timeout: "240s" };

/** One scenario on a simulator of its own, by the playbook and by the scripted model with every script its own. */
export async function tryScenario(given: TryScenario): Promise<Trial> {
  const { file, id, question, probes } = given;
  await using simulator = await simulatorWith(file, id);
  const scripted = createScriptedModel({
    probes,
    seed: given.seed ?? id,
    ...(given.mistakes && { mistakes: given.mistakes }),
  });
  await using server = await startModelServer({
    wire: openAiWire,
    answer: (request, n) => scripted.answer(request, n),
  });
  using settings = new DisposableStack();
  settings.use(modelFolder([{ id: "scripted", baseUrl: `${server.url}/v1` }]));
  using line = commandLine();
  await using nepho = await createNephoscope({
    home: line.home,
    endpointUrl: simulator.endpoint,
    region: "us-east-1",
    credentials: (await given.keys?.(simulator.endpoint)) ?? {
      accessKeyId: "testing",
      secretAccessKey: "testing",
    },
  });
  const code = await nepho.ask(question, { offline: true, ...limits }).record;
  const asked = nepho.ask(question, { model: "scripted", scripts: "model", ...limits });
  const events: Event[] = [];
  for await (const event of asked) events.push(event);
  const model = await asked.record;
  const { rejectedClaims: _rejected, ...answer } = model.answer;
  const uses = events.flatMap((event) => (event.kind === "model" ? [event] : []));
  return {
    id,
    code,
    model,
    events,
    same: conclusionOf(code) === conclusionOf(model),
    lies: JSON.stringify(answer).toLowerCase().includes(inventedId),
    overLimits: overLimits(model),
    fates: mistakesIn(events, scripted.mistakes()),
    requests: server.requests.length,
    tokens: uses.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
  };
}

/** Verdict and first resource. */
export function conclusionOf({ answer }: RunRecord): string {
  return `${answer.verdict} ${answer.findings[0]?.resource.id ?? ""}`;
}

function overLimits(record: RunRecord): readonly string[] {
  const attempts = Math.max(0, ...record.steps.map((step) => step.attempts.length));
  const sent = record.calls.filter(({ decision, cached }) => decision === "allowed" && !cached).length;
  const rounds = new Set(record.steps.map(({ iteration }) => iteration)).size;
  return [
    ...(attempts > limits.maxAttempts ? [`${attempts} attempts`] : []),
    ...(sent > limits.maxCalls ? [`${sent} calls`] : []),
    ...(rounds > limits.maxIterations ? [`${rounds} rounds`] : []),
    ...(record.status === "limit" || record.status === "failed" ? [record.status] : []),
  ];
}
