import type { Trial } from "../tests/scenarios/models/try-scenario.ts";

/** How many questions are still solved, what that took, and what became of each kind of mistake. */
export function summary(trials: readonly Trial[], untried: readonly string[]): string {
  const solved = trials.filter(({ code }) => code.answer.verdict !== "inconclusive");
  const still = solved.filter(({ same }) => same).length;
  const attempts = trials.flatMap(({ model }) => model.steps.map((step) => step.attempts.length));
  const byWhom = counted(
    trials.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === "script-written" ? [event] : [])),
    ),
    ({ decidedBy }) => decidedBy,
  );
  return [
    `\n${still} of ${solved.length} that the playbook alone solves are solved, with the same verdict and the same top cause (${percent(still, solved.length)})`,
    `${trials.filter(({ lies }) => lies.length > 0).length} answers with something invented; ${trials.filter(({ overLimits }) => overLimits.length > 0).length} runs over their limits; ${trials.filter(({ model }) => model.errors.length > 0).length} with an error`,
    ...spending(trials),
    ...mistakesTable(trials),
    `\nsteps by attempts: ${counted(attempts, String)}; scripts by ${byWhom}`,
    ...(untried.length > 0 ? [`not tried: ${untried.join(", ")}`] : []),
  ].join("\n");
}

/** Tokens as the model's server counts them: a quarter of the request's characters. */
function spending(trials: readonly Trial[]): readonly string[] {
  const rows = [
    ["first prompt", trials.map(({ promptTokens }) => promptTokens[0] ?? 0)],
    ["any prompt", trials.flatMap(({ promptTokens }) => promptTokens)],
    ["prompts of a run", trials.map(({ promptTokens }) => sum(promptTokens))],
    ["answers of a run", trials.map(({ promptTokens, tokens }) => Math.max(0, tokens - sum(promptTokens)))],
    ["exchanges of a run", trials.map(({ events }) => events.filter(({ kind }) => kind === "model").length)],
    ["requests of a run", trials.map(({ requests }) => requests)],
  ] as const;
  return [
    "\ntokens and exchanges     median      p95  maximum      sum",
    ...rows.map(
      ([name, values]) =>
        `${name.padEnd(22)} ${[at(values, 0.5), at(values, 0.95), at(values, 1), sum(values)].map((value) => String(value).padStart(8)).join(" ")}`,
    ),
    ...byPrompt(trials),
  ];
}

function byPrompt(trials: readonly Trial[]): readonly string[] {
  const uses = trials.flatMap(({ events }) =>
    events.flatMap((event) => (event.kind === "model" ? [event] : [])),
  );
  const prompts = [...new Set(uses.map(({ prompt }) => prompt))].toSorted();
  return [
    "\nprompt                 exchanges   failed   tokens in: median  maximum      sum      out",
    ...prompts.map((prompt) => {
      const own = uses.filter((use) => use.prompt === prompt);
      const input = own.map(({ inputTokens }) => inputTokens);
      const cells = [own.length, own.filter(({ failure }) => failure).length];
      const tokens = [at(input, 1), sum(input), sum(own.map(({ outputTokens }) => outputTokens))];
      return `${prompt.padEnd(22)} ${cells.map((value) => String(value).padStart(9)).join("")} ${String(at(input, 0.5)).padStart(19)} ${tokens.map((value) => String(value).padStart(8)).join(" ")}`;
    }),
  ];
}

function mistakesTable(trials: readonly Trial[]): readonly string[] {
  const fates = trials.flatMap((trial) => trial.fates);
  const kinds = [...new Set(fates.map(({ kind }) => kind))].toSorted();
  if (kinds.length === 0) return [];
  return [
    "\nmistake            made  caught by                                          mended in attempt         tokens",
    ...kinds.map((kind) => {
      const own = fates.filter((fate) => fate.kind === kind);
      const by = counted(own, ({ by: who }) => who);
      const mended = counted(
        own.filter(({ mendedIn }) => mendedIn !== undefined),
        ({ mendedIn }) => (mendedIn === 0 ? "none" : String(mendedIn)),
      );
      return `${kind.padEnd(18)} ${String(own.length).padStart(4)}  ${by.padEnd(50)} ${mended.padEnd(24)} ${String(sum(own.map(({ tokens }) => tokens))).padStart(7)}`;
    }),
  ];
}

function counted<T>(items: readonly T[], nameOf: (item: T) => string): string {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "—" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** The value below which this part of them lies; 0 of none. */
function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
