import { describe, expect, it } from "vitest";
import { wrongPlace, wrongValue } from "./lies-of-place.ts";
import { nothing } from "./lies-of-nothing.ts";
import { words } from "./lies-of-words.ts";
import { answerTo, open } from "./tell.ts";

describe.each([
  ["a value of something else", wrongPlace, []],
  ["a value that is none", wrongValue, []],
  ["nothing where there is something", nothing, []],
  ["words beyond the evidence", words, open.ruledOut],
] as const)("a claim that rests on %s", (_kind, lies, ruledOut) => {
  it.each(lies)("is never supported: %s", async (_name, claim) => {
    const answer = await answerTo({ claims: [claim] }, { ...open, ruledOut: [...ruledOut] });
    expect(answer.verdict).toBe("inconclusive");
    expect(
      answer.findings.filter(({ standing, severity }) => standing !== "hypothesis" && severity !== "info"),
    ).toEqual([]);
    const kept = answer.findings.find(({ title }) => title === claim.title);
    if (kept)
      expect([kept.standing, kept.severity, kept.explanation]).toEqual([
        "hypothesis",
        "info",
        expect.stringContaining("Not verified: "),
      ]);
    else expect(answer.rejectedClaims.map(({ text }) => text)).toContain(claim.title);
  });
});

describe("a lie that is rejected", () => {
  const told = [...wrongPlace, ...wrongValue, ...nothing, ...words];
  it.each([
    [
      "another instance's state",
      /^what is cited is about Instance web-2 \(i-0a+2\), not about Instance i-0a+1$/,
    ],
    ["the same name in another region", /^what is cited is about Instance web-1 \(i-0f+01\), not/],
    [
      "another pipe's state, of a service that no reader knows",
      /^nothing at call \d+ \(pipes:ListPipes\) .* is about Pipe outlet$/,
    ],
    ["the right value of the wrong property", /^DeletionProtection of shop-db is true$/],
    ["10 for 100", /^"10" does not stand at call \d+ \(rds:DescribeDBInstances\) /],
    ["what was read before, and is so no more", /^call \d+ read it again later, and it is so no more$/],
    [
      "absence from one page of a list, on whose next page it stands",
      /something stands in the page of call \d+$/,
    ],
    ["absence from a list that was not read to its end", /was not read to its end$/],
    [
      "absence of one thing by a list of others",
      /sqs:ListQueues does not list what "AWS::Lambda::Function" is$/,
    ],
    [
      "absence of what was read, by a list that was narrowed",
      /is not about web-1, which was read in call \d+$/,
    ],
    ["nothing, by a query that cannot be run", /^the query \[\[\[ cannot be run$/],
    ["an invented id in the title", /^it names i-0badc0ffee0badc0f, which stands in nothing that was read$/],
  ])("says why in words: %s", async (name, why) => {
    const claim = told.find(([one]) => one === name)?.[1];
    const answer = await answerTo({ claims: claim ? [claim] : [] });
    expect(answer.rejectedClaims.find(({ text }) => text === claim?.title)?.why).toMatch(why);
  });
});
