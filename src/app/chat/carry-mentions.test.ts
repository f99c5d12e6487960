import { describe, expect, it } from "vitest";
import { readQuestion } from "../../reason/playbook/read-question.ts";
import { createFakeReasoner } from "../../testing/fake-reasoner.ts";
import { carryMentions } from "./carry-mentions.ts";

const window = { from: "2026-11-21T09:00:00Z", to: "2026-11-21T10:00:00Z" };
const reader = {
  ...createFakeReasoner({
    tasks: () => [],
    scripts: {},
    conclude: () => ({
      verdict: "inconclusive" as const,
      summary: "",
      findings: [],
      ruledOut: [],
      gaps: [],
    }),
  }),
  route: (input: Parameters<typeof readQuestion>[0]) => Promise.resolve({ question: readQuestion(input) }),
};
const routed = async (text: string, carried: Parameters<typeof carryMentions>[1]) =>
  (await carryMentions(reader, carried).route({ text, window, now: window.to })).question;

describe("a question that follows another", () => {
  it("has what it points at as a name, whatever its form, and its own names as they are", async () => {
    const { mentions } = await routed("is jenkins slower than web-2?", { names: ["jenkins"] });
    expect(mentions.find(({ text }) => text === "jenkins")).toMatchObject({ kind: "name" });
    expect(mentions.find(({ text }) => text === "jenkins")?.weak).toBeUndefined();
    expect(mentions.filter(({ text }) => text === "web-2")).toHaveLength(1);
  });

  it("is about the time of the last one, unless it says another", async () => {
    const past = { from: "2026-11-20T13:00:00Z", to: "2026-11-20T15:00:00Z" };
    expect(await routed("who changed web-1?", { names: [], window: past })).toMatchObject({
      window: past,
      timed: true,
    });
    const own = await routed("who changed web-1 in the last 3 days?", { names: [], window: past });
    expect(own.window.from).not.toBe(past.from);
  });
});
