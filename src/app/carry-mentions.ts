import type { Question } from "../core/question.ts";
import type { Reasoner } from "../reason/reason.ts";

export interface Carried {
  /** Names that stand in the question for what was only pointed at. */
  readonly names: readonly string[];
  /** The time of the last question, where its words said one. */
  readonly window?: Question["window"];
}

/** Who reads a follow-up: names that the person did not write this time are names only if something is called so, and the last question's time goes on. */
export function carryMentions(reasoner: Reasoner, { names, window }: Carried): Reasoner {
  const carried = new Set(names);
  return {
    ...reasoner,
    route: async (input, during) => {
      const routed = await reasoner.route(input, during);
      const { question } = routed;
      return {
        ...routed,
        question: {
          ...question,
          mentions: question.mentions.map((mention) =>
            carried.has(mention.text) ? { ...mention, weak: true } : mention,
          ),
          ...(window && question.timed !== true && { window, timed: true }),
        },
      };
    },
  };
}
