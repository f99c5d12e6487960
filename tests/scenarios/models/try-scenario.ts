import type { Event } from "../../../src/core/event.ts";
import type { RunRecord } from "../../../src/core/record/record.ts";
import type { Probe } from "../../../src/core/probe.ts";
import type { Sandbox } from "../../../src/core/sandbox.ts";
import { createNephoscope } from "../../../src/index.ts";
import { tokensOf, type Behaviour, type SeenRequest } from "../../../src/testing/model-server/behaviour.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import type { Mistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { createScriptedModel, inventedId } from "../../../src/testing/scripted-model/scripted-model.ts";
import { falseWord } from "../../../src/testing/scripted-model/wrong-model.ts";
import { commandLine } from "../command-line.ts";
import { modelFolder } from "./model-folder.ts";
import { mistakesIn, type MistakeFate } from "./mistake-fates.ts";
import { simulatorWith } from "../simulator.ts";
import type { Simulator } from "../../../src/simulate/simulate.ts";

export interface TryScenario {
  readonly file: string;
  readonly id: string;
  readonly question: string;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly mistakes?: Mistakes;
  readonly seed?: string;
  /** Another model in place of the one that errs at rates. */
  readonly answer?: (request: SeenRequest, n: number) => Behaviour;
  /** Who writes what a canonical script would do; default: the model, which has most to err then. */
  readonly scripts?: "canonical" | "model";
  /** Where scripts run; default: the sandbox that users get. */
  readonly sandbox?: Sandbox;
  readonly keys?: (endpoint: string) => Promise<{ accessKeyId: string; secretAccessKey: string }>;
}

/** What became of one question: asked by the playbook alone, and by a model that errs. */
export interface Trial {
  readonly id: string;
  readonly code: RunRecord;
  readonly model: RunRecord;
  readonly events: readonly Event[];
  /** Names that the scenario's seed bound. */
  readonly bound: Simulator["bound"];
  /** Same verdict and same top cause. */
  readonly same: boolean;
  /** What the answer, but for what it rejects, holds of what was invented. */
  readonly lies: readonly string[];
  readonly overLimits: readonly string[];
  readonly fates: readonly MistakeFate[];
  readonly requests: number;
  readonly tokens: number;
  /** Tokens of each prompt that was sent, in order. */
  readonly promptTokens: readonly number[];
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
    answer: given.answer ?? ((request, n) => scripted.answer(request, n)),
  });
  using settings = new DisposableStack();
  settings.use(modelFolder([{ id: "scripted", baseUrl: `${server.url}/v1` }]));
  using line = commandLine();
  await using nepho = await createNephoscope({
    home: line.home,
    endpointUrl: simulator.endpoint,
    region: "us-east-1",
    ...(given.sandbox && { ownSandbox: given.sandbox }),
    credentials: (await given.keys?.(simulator.endpoint)) ?? {
      accessKeyId: "testing",
      secretAccessKey: "testing",
    },
  });
  const code = await nepho.ask(question, { offline: true, ...limits }).record;
  const asked = nepho.ask(question, { model: "scripted", scripts: given.scripts ?? "model", ...limits });
  const events: Event[] = [];
  for await (const event of asked) events.push(event);
  const model = await asked.record;
  const uses = events.flatMap((event) => (event.kind === "model" ? [event] : []));
  return {
    id,
    code,
    model,
    events,
    same: conclusionOf(code) === conclusionOf(model),
    bound: simulator.bound,
    lies: liesIn(model),
    overLimits: overLimits(model, events),
    fates: mistakesIn(events, scripted.mistakes()),
    promptTokens: server.requests.map((request) => tokensOf({ kind: "answer" }, request).input),
    requests: server.requests.length,
    tokens: uses.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
  };
}

/** Verdict and top cause: the resource, its property, and how surely. */
export function conclusionOf({ answer }: Pick<RunRecord, "answer">): string {
  const [top] = answer.findings;
  const { verdict } = answer;
  return top === undefined
    ? verdict
    : `${verdict}: ${top.resource.type} ${top.resource.id} ${top.property} (${top.standing}, ${top.check ?? "no check"})`;
}

function liesIn({ answer: { rejectedClaims: _rejected, ...answer } }: RunRecord): readonly string[] {
  const text = JSON.stringify(answer).toLowerCase();
  return [inventedId, falseWord, "999999999999"].filter((lie) => text.includes(lie.toLowerCase()));
}

function overLimits(record: RunRecord, events: readonly Event[]): readonly string[] {
  const attempts = Math.max(0, ...record.steps.map((step) => step.attempts.length));
  const sent = record.calls.filter(({ decision, cached }) => decision === "allowed" && !cached).length;
  const rounds = new Set(record.steps.map(({ iteration }) => iteration)).size;
  const told = events.flatMap((event) => (event.kind === "limit" ? [`${event.which}: ${event.text}`] : []));
  return [
    ...(attempts > limits.maxAttempts ? [`${attempts} attempts`] : []),
    ...(sent > limits.maxCalls ? [`${sent} calls`] : []),
    ...(rounds > limits.maxIterations ? [`${rounds} rounds`] : []),
    ...(record.status === "answered" ? [] : [record.status, ...told]),
  ];
}
