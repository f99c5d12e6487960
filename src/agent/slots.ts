import type { Script } from "../core/script.ts";
import type { Draft, Situation, Task } from "../reason/reason.ts";

export interface SlotInput {
  readonly situation: Situation;
  readonly signal: AbortSignal;
  /** Leaves a sentence in the event log. */
  note(text: string): Promise<void>;
}

/** Where a user's own node goes. What it throws ends the run as `failed`, with everything kept. */
export interface Slots {
  readonly "before-plan"?: (input: SlotInput) => Promise<void>;
  /** May refuse the script: the attempt then counts as rejected, for that reason. */
  readonly "before-run"?: (
    input: SlotInput & { readonly task: Task; readonly script: Script },
  ) => Promise<{ readonly refuse: string } | undefined>;
  readonly "after-learn"?: (input: SlotInput) => Promise<void>;
  /** May give another draft; its claims are verified like any other's. */
  readonly "before-answer"?: (input: SlotInput & { readonly draft: Draft }) => Promise<Draft | undefined>;
}
