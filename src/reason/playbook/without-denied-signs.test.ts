import { expect, it } from "vitest";
import { readQuestion } from "./read-question.ts";
import { withoutDeniedSigns } from "./without-denied-signs.ts";

it.each([
  ["No AccessDenied, just timeouts", false],
  ["there is not a 403 in the logs", false],
  ["calls end without access denied", false],
  ["it gets AccessDenied", true],
  ["Why no access: 403 Forbidden", true],
])("%s: refused %s", (text, refused) => {
  expect(/access ?denied|403/i.test(withoutDeniedSigns(text))).toBe(refused);
});

it("takes a question about timeouts for one of connectivity", () => {
  const now = "2026-03-18T15:00:00.000Z";
  const text = "Why can't mint-fn read its secret through the VPC endpoint? No AccessDenied, just timeouts.";
  expect(readQuestion({ text, window: { from: now, to: now }, now }).symptoms?.[0]).toBe("connectivity");
});
