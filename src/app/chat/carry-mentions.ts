import type { Mention, Question } from "../../core/question.ts";
import type { Exchange, Reasoner } from "../../reason/reason.ts";

export interface Carried {
  /** Names that stand in the question for what was only pointed at. */
  readonly names: readonly string[];
  /** The time of the last question, where its words said one. */
  readonly window?: Question["window"];
  /** What was asked of a model before there was a run. */
  readonly exchanges?: readonly Exchange[];
}

/**
 * Who reads a follow-up: what it points at is a name, also where its form alone would not say so, and the last question's time goes on. Where nothing is called so any
 * more, as in another region, the answer says that, instead of being about something else. What completing it took from a model stands in its record.
 */
export function carryMentions(reasoner: Reasoner, { names, window, exchanges = [] }: Carried): Reasoner {
  return {
    ...reasoner,
    route: async (input, during) => {
      for (const exchange of exchanges) await during?.tell?.(exchange);
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
