import { AppError, type AskOptions } from "../index.ts";

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
  readonly scripts?: "canonical" | "model";
}

/** The flags that name a model for one role, and what models may cost. */
export function modelOptions(flags: ModelFlags): Pick<AskOptions, "models" | "modelBudget"> {
  checkOffline(flags);
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

/** What asks for a model and for none is a mistake, and nobody can tell which was meant. */
function checkOffline({ offline, review, scripts, ...flags }: ModelFlags): void {
  if (offline !== true) return;
  const { model, modelRouter, modelOrchestrator, modelCoder, modelReviewer, modelAnalyst } = flags;
  const named = [model, modelRouter, modelOrchestrator, modelCoder, modelReviewer, modelAnalyst].some(
    (id) => id !== undefined,
  );
  if (named || review === true || scripts === "model")
    throw new AppError("usage", "--offline uses no model, and another flag asks for one.", {
      next: "Leave out --offline, or --model…, --review and --scripts model.",
    });
}
