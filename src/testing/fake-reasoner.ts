import type { Draft, Situation, Task } from "../reason/reason.ts";
import type { Reasoner } from "../reason/reason.ts";

export interface FakeReasonerOptions {
  /** The tasks of a round; none: conclude. */
  readonly tasks: (situation: Situation) => readonly Task[];
  /** Scripts by task; several: what each attempt gets. */
  readonly scripts: { readonly [task: string]: readonly string[] };
  readonly conclude: (situation: Situation) => Draft | Promise<Draft>;
}

/** A reasoner that does what a test says. Deterministic: the same situation, the same decision. */
export function createFakeReasoner({ tasks, scripts, conclude }: FakeReasonerOptions): Reasoner {
  const script = (task: string, attempt: number) => {
    const code = scripts[task]?.[attempt];
    return code === undefined ? undefined : { code, requirements: [], origin: "probe" as const };
  };
  return {
    name: "playbook",
    route: async ({ text, window }) => ({
      question: { text, mentions: [], ports: [], actions: [], services: [], window },
      playbook: "fake",
    }),
    async plan(situation) {
      const wanted = tasks(situation);
      const verdicts = [
        {
          kind: "verdict" as const,
          iteration: situation.iteration,
          check: "fake.check",
          result: "needs" as const,
          text: `${wanted.length} reads`,
        },
        {
          kind: "verdict" as const,
          iteration: situation.iteration,
          check: "fake.other",
          result: "fine" as const,
          text: "it holds",
        },
      ];
      if (wanted.length === 0) return { kind: "conclude", why: "Enough.", verdicts };
      return { kind: "collect", why: "More is needed.", tasks: wanted, verdicts };
    },
    write: async ({ task }) => script(task, 0) ?? { code: "", requirements: [], origin: "probe" },
    repair: async ({ task, attempt }) => script(task.task, attempt),
    conclude: async (situation) => conclude(situation),
  };
}
