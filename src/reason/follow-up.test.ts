import { describe, expect, it } from "vitest";
import { resolveFollowUp, type LastQuestion } from "./follow-up.ts";
import { readQuestion } from "./playbook/read-question.ts";

const window = { from: "2026-11-21T09:00:00Z", to: "2026-11-21T10:00:00Z" };

function after(text: string, more: Partial<LastQuestion> = {}): LastQuestion {
  const question = readQuestion({ text, window, now: window.to });
  return { question, subjects: ["web-1"], compared: [], blamed: [], others: [], known: [], ...more };
}

const first = "Why can nobody reach web-1?";
const resolved = (text: string, last: LastQuestion) => {
  const found = resolveFollowUp(text, last);
  return found.kind === "resolved" ? found.text : found.kind;
};

describe("a follow-up question", () => {
  it("stands by itself where it points at nothing", () => {
    for (const text of [
      "Which buckets are public?",
      "Why does fn-2 time out?",
      "Is it possible to reach db-1 from api-1?",
      "And which security groups are open to the world?",
    ])
      expect(resolveFollowUp(text, after(first)).kind, text).toBe("whole");
    expect(resolveFollowUp("and the other one?", undefined).kind).toBe("whole");
  });

  it("has what the last question was about for a pronoun, as a name that was not written", () => {
    expect(resolveFollowUp("Can it reach the database?", after(first))).toEqual({
      kind: "resolved",
      text: "Can web-1 reach the database?",
      names: ["web-1"],
    });
    expect(resolved("Which are its security groups?", after(first))).toBe(
      "Which are web-1's security groups?",
    );
    expect(resolved("Can db-7 talk to it?", after(first))).toBe("Can db-7 talk to web-1?");
  });

  it("means what was blamed where it asks who did it", () => {
    expect(resolved("Who changed it?", after(first, { blamed: ["sg-0aaaaaaaaaaaaaaa1"] }))).toBe(
      "Who changed sg-0aaaaaaaaaaaaaaa1?",
    );
    expect(resolved("Is it encrypted?", after(first, { blamed: ["sg-0aaaaaaaaaaaaaaa1"] }))).toBe(
      "Is web-1 encrypted?",
    );
  });

  it("asks back instead of choosing", () => {
    expect(resolveFollowUp("is it up?", after(first, { subjects: ["web-1", "db-1"] }))).toMatchObject({
      kind: "unclear",
      candidates: ["web-1", "db-1"],
    });
    expect(resolveFollowUp("and the other one?", after(first, { others: ["web-2", "web-3"] }))).toMatchObject(
      {
        kind: "unclear",
        candidates: ["web-2", "web-3"],
      },
    );
    expect(resolveFollowUp("and the other one?", after(first)).kind).toBe("unclear");
  });

  it("is the last question again, about another thing", () => {
    expect(resolved("what about web-2?", after(first))).toBe("Why can nobody reach web-2?");
    expect(resolved("and the instance web-2?", after(first))).toBe("Why can nobody reach web-2?");
    expect(resolved("and the other one?", after(first, { others: ["web-2"] }))).toBe(
      "Why can nobody reach web-2?",
    );
    expect(resolved("and the others?", after(first, { others: ["web-2", "web-3"] }))).toBe(
      "Why can nobody reach web-2 and web-3?",
    );
    const compared = after("Why can nobody reach web-1? web-9 works.", {
      compared: ["web-9"],
      others: ["web-2"],
    });
    expect(resolved("is the other one healthy?", compared)).toBe("is web-9 healthy?");
  });

  it("goes on with the last question where it says nothing of its own", () => {
    expect(resolved("since when?", after(first))).toBe("Why can nobody reach web-1? since when?");
    expect(resolved("and on port 443?", after(first))).toBe("Why can nobody reach web-1? and on port 443?");
  });

  it("asks for the evidence where it only asks why", () => {
    for (const text of ["why?", "Why is that?", "but why", "How do you know?", "are you sure?"])
      expect(resolveFollowUp(text, after(first)).kind, text).toBe("evidence");
  });
});
