import type { AskOptions } from "../index.ts";

/** The flags of `modelFlags` as commander gives them. */
export interface ModelFlags extends Pick<AskOptions, "offline" | "model" | "review" | "aliases"> {
  readonly modelRouter?: string;
  readonly modelOrchestrator?: string;
  readonly modelCoder?: string;
  readonly modelReviewer?: string;
  readonly modelAnalyst?: string;
  readonly modelBudgetUsd?: number;
}

/** The flags that name a model for one role, and what models may cost. */
export function modelOptions(flags: ModelFlags): Pick<AskOptions, "models" | "modelBudget"> {
  const { modelRouter, modelOrchestrator, modelCoder, modelReviewer, modelAnalyst, modelBudgetUsd } = flags;
  return {
    models: {
      ...(modelRouter !== undefined && { router: modelRouter }),
      ...(modelOrchestrator !== undefined && { orchestrator: modelOrchestrator }),
      ...(modelCoder !== undefined && { coder: modelCoder }),
      ...(modelReviewer !== undefined && { reviewer: modelReviewer }),
      ...(modelAnalyst !== undefined && { analyst: modelAnalyst }),
    },
    ...(modelBudgetUsd !== undefined && { modelBudget: { usd: modelBudgetUsd } }),
  };
}
