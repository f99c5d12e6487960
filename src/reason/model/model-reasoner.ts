import type { Reasoner } from "../reason.ts";
import { askRole } from "./ask-role.ts";
import { asking, type ModelReasonerOptions } from "./asking.ts";
import { concludeVariables } from "./conclude-variables.ts";
import { concludeWith } from "./conclude.ts";
import { plan } from "./plan.ts";
import { route } from "./route.ts";
import { AnswerShape } from "./shapes.ts";
import { repair, write } from "./write.ts";

/** Decides by language models; code keeps the last word, and the playbook takes over where no model answers. The record says who decided what. */
export function createModelReasoner(options: ModelReasonerOptions): Reasoner {
  return {
    name: options.models.orchestrator[0]?.id ?? options.code.name,
    route: (input, during) => route(options, input, during),
    plan: (situation, during) => plan(options, situation, during),
    write: (task, situation, during) => write(options, task, situation, during),
    repair: (input, situation, during) => repair(options, input, situation, during),
    conclude: async (situation, during) => {
      const code = await options.code.conclude(situation, during);
      const draft = { ...code, decidedBy: code.decidedBy ?? options.code.name };
      return concludeWith(draft, situation, async (more) => {
        const outcome = await askRole({
          ...asking(options, "analyst", "analyst/conclude", during, concludeVariables(situation, code)),
          name: "answer",
          shape: AnswerShape,
          more,
        });
        if (outcome.kind === "answered") return outcome;
        await during?.note?.(`The analyst gave no answer: ${outcome.why} Code's own conclusion stands.`);
        return undefined;
      });
    },
  };
}
