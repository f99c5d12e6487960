import type { Mention, Question } from "../../core/question.ts";
import type { Reasoner } from "../../reason/reason.ts";

export interface Carried {
  /** Names that stand in the question for what was only pointed at. */
  readonly names: readonly string[];
  /** The time of the last question, where its words said one. */
  readonly window?: Question["window"];
}

/**
 * Who reads a follow-up: what it points at is a name, also where its form alone would not say so, and the last question's time goes on. Where nothing is called so any
 * more, as in another region, the answer says that, instead of being about something else.
 */
export function carryMentions(reasoner: Reasoner, { names, window }: Carried): Reasoner {
  return {
    ...reasoner,
    route: async (input, during) => {
      const routed = await reasoner.route(input, during);
      const { question } = routed;
      return {
        ...routed,
        question: {
          ...question,
          mentions: [
            ...question.mentions.map((mention) => (names.includes(mention.text) ? named(mention) : mention)),
            ...names
              .filter((name) => !question.mentions.some(({ text }) => text === name))
              .map((text): Mention => ({ text, kind: "name" })),
          ],
          ...(window && question.timed !== true && { window, timed: true }),
        },
      };
    },
  };
}

function named({ weak: _weak, ...mention }: Mention): Mention {
  return mention;
}
