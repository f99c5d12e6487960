import type { AskOptions } from "../index.ts";

/** The flags of `modelFlags` as commander gives them. */
export interface ModelFlags extends Pick<
  AskOptions,
  "offline" | "model" | "review" | "aliases" | "library" | "reuseAnswers"
> {
  readonly modelRouter?: string;
  readonly modelOrchestrator?: string;
  readonly modelCoder?: string;
  readonly modelReviewer?: string;
  readonly modelAnalyst?: string;
  readonly modelBudgetUsd?: number;
  readonly modelBudgetTokens?: number;
}

/** The flags that name a model for one role, and what models may cost. */
export function modelOptions(flags: ModelFlags): Pick<AskOptions, "models" | "modelBudget"> {
  const { modelRouter, modelOrchestrator, modelCoder, modelReviewer, modelAnalyst } = flags;
  const { modelBudgetUsd: usd, modelBudgetTokens: tokens } = flags;
  return {
    models: {
      ...(modelRouter !== undefined && { router: modelRouter }),
      ...(modelOrchestrator !== undefined && { orchestrator: modelOrchestrator }),
      ...(modelCoder !== undefined && { coder: modelCoder }),
      ...(modelReviewer !== undefined && { reviewer: modelReviewer }),
      ...(modelAnalyst !== undefined && { analyst: modelAnalyst }),
    },
    ...((usd !== undefined || tokens !== undefined) && {
      modelBudget: { ...(usd !== undefined && { usd }), ...(tokens !== undefined && { tokens }) },
    }),
  };
}
