import { describe, expect, it } from "vitest";
import { readQuestion } from "./read-question.ts";

const now = "2026-03-18T15:00:00.000Z";
const roles = (text: string) =>
  Object.fromEntries(
    readQuestion({ text, window: { from: "2026-03-18T12:00:00.000Z", to: now }, now }).mentions.flatMap(
      (one) => (one.weak === true || one.type === "Internet" ? [] : [[one.text, one.role]]),
    ),
  );

describe("who starts and who is reached", () => {
  it.each([
    [
      "gate-2 -> pay-lb 8443 connect timeout, till-1 gets through",
      { "gate-2": "source", "pay-lb": "target", "till-1": "compared" },
    ],
    [
      "node-1 to node-2 port 9092 times out, the brokers don't see each other",
      { "node-1": "source", "node-2": "target" },
    ],
    ["vault-1 → 10.1.2.20 on 1792: black hole", { "vault-1": "source", "10.1.2.20": "target" }],
    [
      "web-a talks to cache-1 just fine, web-b doesn't.",
      { "web-a": "compared", "cache-1": "target", "web-b": "source" },
    ],
    [
      "We moved web-a to web-b, and now web-b can't reach cache-1",
      { "web-b": "source", "cache-1": "target" },
    ],
  ])("%s", (text, expected) => {
    expect(roles(text)).toMatchObject(expected);
  });
});
