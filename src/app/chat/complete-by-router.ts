import { join } from "node:path";
import type { Scope } from "../../core/record/record.ts";
import { Meter } from "../../models/meter.ts";
import type { Completed, Thread } from "../../reason/judge-completion.ts";
import type { Exchange } from "../../reason/reason.ts";
import { usesOf } from "../models/kept-decisions.ts";
import { modelRegistry, openRoleModels, type OwnModels } from "../models/open-models.ts";
import type { ReasonerOptions } from "../models/reasoner-of.ts";
import { contentFolder } from "../package-folder.ts";
import type { Workshop } from "../workshop.ts";

/** A person waits: what is not understood by then is left to code. */
const mostSeconds = 30;

export interface CompleteByRouter {
  readonly workshop: Workshop;
  readonly options: ReasonerOptions & { readonly signal?: AbortSignal };
  readonly text: string;
  readonly thread: Thread;
  /** Of the last question. */
  readonly scope: Pick<Scope, "account" | "targets">;
  readonly own?: OwnModels;
  /** Exchanges of this question that were made already. */
  readonly before: readonly Exchange[];
  readonly now: () => Date;
  /** Told of each exchange, which belongs on the record of the question that comes of it. */
  readonly tell: (exchange: Exchange) => void;
}

/** A follow-up as a configured router completes it; undefined where none is configured, and where code does not let its answer pass. Throws AppError("usage") for a model that nobody knows. */
export async function completeByRouter({
  workshop,
  options,
  text,
  thread,
  scope,
  own,
  before,
  now,
  tell,
}: CompleteByRouter): Promise<Completed | undefined> {
  if (options.offline === true) return undefined;
  const { settings } = workshop;
  const models = openRoleModels({
    ...options,
    settings,
    registry: modelRegistry(settings),
    meter: new Meter(options.modelBudget, usesOf(before.map(({ event }) => event))),
    accounts: [scope.account, ...(scope.targets ?? []).map(({ account }) => account)],
    question: [...thread.questions, text].join("\n"),
    now,
    ...(own && { own }),
  });
  if (models.router.length === 0) return undefined;
  const [{ completeFollowUp }, { loadPrompts }] = await Promise.all([
    import("../../reason/model/complete-follow-up.ts"),
    import("../../content/load-prompts.ts"),
  ]);
  const prompts = await loadPrompts([join(contentFolder, "prompts"), join(settings.userFolder, "prompts")]);
  const late = AbortSignal.timeout(mostSeconds * 1000);
  return completeFollowUp({ prompts, models }, text, thread, {
    signal: options.signal ? AbortSignal.any([options.signal, late]) : late,
    tell: (exchange) => Promise.resolve(tell(exchange)),
  });
}
