import { join } from "node:path";
import { defaultAgentLimits } from "../../agent/limits.ts";
import type { Role } from "../../content/load-models.ts";
import { estimateTokens, type StoredPrompt } from "../../content/prompt.ts";
import type { Range, RoleEstimate, RunEstimate } from "../../core/record/estimate.ts";
import { foldRecord } from "../../core/fold/fold-record.ts";
import { defaultCeiling } from "../../core/grant.ts";
import type { RunRecord } from "../../core/record/record.ts";
import type { Store } from "../../core/store.ts";
import { Meter } from "../../models/meter.ts";
import type { RoleModel } from "../../reason/model/ask-role.ts";
import type { AskOptions } from "../ask.ts";
import { modelRegistry, openRoleModels, type OwnModels } from "../models/open-models.ts";
import { contentFolder } from "../package-folder.ts";
import { parseDuration } from "../parse-time.ts";
import type { Workshop } from "../workshop.ts";

export interface EstimateRun {
  readonly workshop: Workshop;
  readonly question: string;
  readonly options: AskOptions;
  readonly models?: OwnModels;
  readonly now: () => Date;
}

/** Runs that are looked at, and how many make a history. */
const mostRuns = 50;
const leastRuns = 3;

/**
 * What a question will likely take, without asking anybody: from what earlier runs on this machine took, and where there are too few, from the prompts' sizes and
 * the limits of a run. A budget bounds every range, for it bounds the run. Throws AppError("usage") for a model that nobody knows.
 */
export async function estimateRun({
  workshop,
  question,
  options,
  models,
  now,
}: EstimateRun): Promise<RunEstimate> {
  const limits = limitsOf(options);
  const past = await pastRuns(workshop.store());
  const offline = options.offline === true;
  const opened = openRoleModels({
    ...options,
    settings: workshop.settings,
    registry: modelRegistry(workshop.settings),
    meter: new Meter(),
    accounts: [],
    now,
    ...(models && { own: models }),
  });
  const decide = opened.orchestrator.length + opened.coder.length + opened.analyst.length > 0;
  const { loadPrompts } = await import("../../content/load-prompts.ts");
  const prompts = [
    ...(
      await loadPrompts([join(contentFolder, "prompts"), join(workshop.settings.userFolder, "prompts")])
    ).values(),
  ];
  const asked: readonly Role[] = [
    "router",
    "orchestrator",
    "coder",
    ...(options.review ? (["reviewer"] as const) : []),
    "analyst",
  ];
  const roles =
    offline || !decide
      ? []
      : asked.flatMap((role) => roleEstimate({ role, models: opened[role], prompts, past, options, limits }));
  // Runs of the same kind: models take their time, and read more.
  const records = past.flatMap(({ record }) =>
    record.usage.models.length > 0 === roles.length > 0 ? [record] : [],
  );
  const history = records.length >= leastRuns ? records : [];
  return {
    question,
    mode: roles.length === 0 ? "playbook" : "model",
    models: roles,
    tokens: atMost(
      sum(roles.flatMap(({ inputTokens, outputTokens }) => [inputTokens, outputTokens])),
      limits.modelTokens,
    ),
    modelUsd: atMost(sum(roles.map(({ usd }) => usd)), limits.modelUsd),
    awsCalls: atMost(
      rangeOf(
        history.map(({ usage }) => usage.awsCalls),
        usual.awsCalls,
      ),
      limits.awsCalls,
    ),
    awsUsd: atMost(
      rangeOf(
        history.map(({ usage }) => usage.awsUsd),
        usual.awsUsd,
      ),
      limits.awsUsd,
    ),
    seconds: atMost(
      rangeOf(
        history.map(({ usage }) => usage.ms / 1000),
        roles.length === 0 ? usual.seconds : usual.secondsWithModels,
      ),
      limits.seconds,
    ),
    runs: history.length,
    limits,
  };
}

/** Where there is no history: what questions of the catalogue take. */
const usual = {
  awsCalls: { low: 10, likely: 45, high: 250 },
  awsUsd: { low: 0, likely: 0, high: 0.05 },
  seconds: { low: 3, likely: 8, high: 60 },
  secondsWithModels: { low: 15, likely: 60, high: 300 },
};

interface PastRun {
  readonly record: RunRecord;
}

/** Runs that came to an answer of their own accord: what a limit or a budget cut short says nothing. */
async function pastRuns(store: Store): Promise<readonly PastRun[]> {
  const runs = await store.runs({ job: "ask", status: "answered", limit: mostRuns });
  const past = await Promise.all(
    runs.map(async ({ id }) => {
      const events = await store.events(id);
      const starved = events.some((event) => event.kind === "model" && event.failure?.kind === "budget");
      return starved ? [] : [{ record: foldRecord(events) }];
    }),
  );
  // What had its reads from earlier questions of a chat says nothing of one that has none.
  return past.flat().filter(({ record }) => record.calls.every(({ earlier }) => earlier === undefined));
}

interface RoleAsked {
  readonly role: Role;
  readonly models: readonly RoleModel[];
  readonly prompts: readonly StoredPrompt[];
  readonly past: readonly PastRun[];
  readonly options: AskOptions;
  readonly limits: RunEstimate["limits"];
}

function roleEstimate(asked: RoleAsked): readonly RoleEstimate[] {
  const { role, models, past } = asked;
  const [first, ...others] = models;
  if (!first) return [];
  const used = past.flatMap(({ record }) => {
    const uses = record.usage.models.filter((use) => use.role === role);
    const total = (value: (use: (typeof uses)[number]) => number) =>
      uses.reduce((all, use) => all + value(use), 0);
    // A run without a model says nothing of models, unless others were asked in it.
    return record.usage.models.length === 0
      ? []
      : [
          {
            requests: total((use) => use.calls),
            input: total((use) => use.inputTokens),
            output: total((use) => use.outputTokens),
          },
        ];
  });
  const byHistory = used.length >= leastRuns;
  const sized = sizes(asked, first);
  const requests = byHistory
    ? rangeOf(
        used.map((one) => one.requests),
        sized.requests,
      )
    : sized.requests;
  const inputTokens = byHistory
    ? rangeOf(
        used.map((one) => one.input),
        sized.input,
      )
    : sized.input;
  const outputTokens = byHistory
    ? rangeOf(
        used.map((one) => one.output),
        sized.output,
      )
    : sized.output;
  const costs = (bound: keyof Range) =>
    first.costOf({
      input: inputTokens[bound],
      cached: 0,
      output: outputTokens[bound],
      reasoning: 0,
      estimated: true,
    });
  return [
    {
      role,
      model: first.id,
      fallbacks: others.map(({ id }) => id),
      requests,
      inputTokens,
      outputTokens,
      usd: { low: costs("low"), likely: costs("likely"), high: costs("high") },
      basis: byHistory ? "history" : "prompts",
      runs: used.length,
    },
  ];
}

/** What an answer of a role takes, as a rule; a plan and a verdict are short, a script is longer. */
const answers: { readonly [role in Role]: Range } = {
  router: { low: 50, likely: 150, high: 600 },
  orchestrator: { low: 100, likely: 400, high: 2000 },
  coder: { low: 400, likely: 1000, high: 4000 },
  reviewer: { low: 50, likely: 200, high: 1000 },
  analyst: { low: 200, likely: 700, high: 3000 },
};

/** By the prompts' own sizes, what facts may add to them, and how often a role is asked in a run. */
function sizes({ role, prompts, options, limits }: RoleAsked, model: RoleModel) {
  const own = prompts.filter((prompt) => prompt.role === role).map((prompt) => estimateTokens(prompt));
  const least = Math.min(...own, model.promptTokens);
  const { iterations, attempts } = limits;
  const side = defaultAgentLimits.concurrency;
  const scripts =
    options.scripts === "model"
      ? { low: 1, likely: 5, high: iterations * side * attempts }
      : { low: 0, likely: 1, high: iterations * attempts };
  const rounds: { readonly [one in Role]: Range } = {
    router: { low: 1, likely: 1, high: 2 },
    orchestrator: { low: 1, likely: Math.min(2, iterations), high: iterations + 1 },
    coder: scripts,
    reviewer: scripts,
    analyst: { low: 1, likely: 1, high: 2 },
  };
  const requests = rounds[role];
  const likely = Math.round((least + model.promptTokens) / 2);
  const input = { low: least, likely: role === "router" ? least : likely, high: model.promptTokens };
  return { requests, input: times(requests, input), output: times(requests, answers[role]) };
}

function times(one: Range, other: Range): Range {
  return { low: one.low * other.low, likely: one.likely * other.likely, high: one.high * other.high };
}

function sum(ranges: readonly Range[]): Range {
  const add = (bound: keyof Range) => ranges.reduce((all, range) => all + range[bound], 0);
  return { low: add("low"), likely: add("likely"), high: add("high") };
}

/** The 5th, 50th and 95th percentile. */
function rangeOf(values: readonly number[], otherwise: Range): Range {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return sorted.length === 0 ? otherwise : { low: at(0.05), likely: at(0.5), high: at(0.95) };
}

function atMost({ low, likely, high }: Range, most = Infinity): Range {
  return { low: Math.min(low, most), likely: Math.min(likely, most), high: Math.min(high, most) };
}

function limitsOf(options: AskOptions): RunEstimate["limits"] {
  const { modelBudget = {} } = options;
  return {
    iterations: options.maxIterations ?? defaultAgentLimits.iterations,
    attempts: options.maxAttempts ?? defaultAgentLimits.attempts,
    seconds: parseDuration(options.timeout ?? "120s"),
    awsCalls: options.maxCalls ?? defaultAgentLimits.calls,
    awsUsd: options.budgetUsd ?? defaultCeiling.usd,
    ...(modelBudget.usd !== undefined && { modelUsd: modelBudget.usd }),
    ...(modelBudget.tokens !== undefined && { modelTokens: modelBudget.tokens }),
  };
}
