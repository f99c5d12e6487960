import { describe, expect, it } from "vitest";
import { explainAccess } from "../../../src/diagnose/authorization/authorization.ts";
import { now } from "./account-model.ts";
import type { Account, Policy } from "./account-model.ts";
import { disagreement } from "./compare-answers.ts";
import type { Disagreement } from "./compare-answers.ts";
import { generateAccount, generateQuestions } from "./generate-account.ts";
import { factsOfAccount } from "./recorded-account.ts";
import { judge } from "./slow-authorization.ts";

const accounts = 700;
const questionsEach = 6;

interface Comparison {
  readonly decisions: ReadonlyMap<string, number>;
  readonly asked: number;
  readonly skipped: number;
  readonly disagreements: readonly (Disagreement & { readonly shown: string })[];
}

/** Asks both evaluators the same questions; `changed` alters the account that the product reads. */
function compare(
  seeds: readonly number[],
  changed: (account: Account) => Account = (account) => account,
): Comparison {
  const decisions = new Map<string, number>();
  const disagreements: (Disagreement & { shown: string })[] = [];
  let skipped = 0;
  for (const seed of seeds) {
    const account = generateAccount(seed);
    const facts = factsOfAccount(changed(account));
    for (const question of generateQuestions(account, questionsEach)) {
      const judgements = judge(account, question);
      if (!judgements) {
        skipped += 1;
        continue;
      }
      const verdict = explainAccess(facts, { ...question, now });
      decisions.set(verdict.decision, (decisions.get(verdict.decision) ?? 0) + 1);
      const found = disagreement(verdict, judgements);
      if (found)
        disagreements.push({
          ...found,
          shown: JSON.stringify({ seed, ...found, question, verdict, account }, undefined, 1),
        });
    }
  }
  const asked = [...decisions.values()].reduce((sum, count) => sum + count, 0);
  return { decisions, asked, skipped, disagreements };
}

const seedsUpTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The other effect for every statement of a policy. */
function reversed(policy: Policy): Policy {
  return {
    ...policy,
    Statement: policy.Statement.map((statement) => ({
      ...statement,
      Effect: statement.Effect === "Allow" ? "Deny" : "Allow",
    })),
  };
}

describe("the product's evaluator beside a slow one that shares no code with it", () => {
  const { asked, skipped, decisions, disagreements } = compare(seedsUpTo(accounts));
  const shown = (kind: Disagreement["kind"]) =>
    disagreements
      .filter((one) => one.kind === kind)
      .map((one) => one.shown)
      .slice(0, 3);

  it("is asked enough, and answers in every way there is", () => {
    expect(asked).toBeGreaterThan(accounts * questionsEach * 0.97);
    expect(skipped).toBeLessThan(asked * 0.02);
    for (const decision of ["allowed", "denied-explicitly", "denied-implicitly"])
      expect(decisions.get(decision)).toBeGreaterThan(asked * 0.2);
    expect(decisions.get("unknown")).toBeGreaterThan(asked * 0.02);
  });

  it("never says anything definite that does not hold", () => {
    expect(shown("wrong")).toEqual([]);
  });

  it("names layers and statements that do decide, and all that must allow", () => {
    expect(shown("reason")).toEqual([]);
  });

  it("hardly ever says unknown where all possibilities come to the same", () => {
    // Two conditions on one unknown key are not weighed against each other: `unknown` is then careful, not wrong.
    const unsure = disagreements.filter(({ kind }) => kind === "unsure");
    expect(unsure.length < asked / 400 ? [] : shown("unsure")).toEqual([]);
  });
});

describe("the comparison", () => {
  it.each<[string, (account: Account) => Account]>([
    [
      "the user's own policies",
      (account) => ({ ...account, user: { ...account.user, inline: account.user.inline.map(reversed) } }),
    ],
    [
      "the resource's policy",
      (account) => ({
        ...account,
        ...(account.resourcePolicy && { resourcePolicy: reversed(account.resourcePolicy) }),
      }),
    ],
    [
      "the tags of the role",
      (account) => ({ ...account, role: { ...account.role, tags: { team: "violet", owner: "nobody" } } }),
    ],
    [
      "the organization's levels",
      ({ organization, ...account }) => ({
        ...account,
        ...(organization && { organization: { ...organization, managed: !organization.managed } }),
      }),
    ],
  ])("notices that %s are read otherwise", (_, changed) => {
    expect(compare(seedsUpTo(60), changed).disagreements.some(({ kind }) => kind === "wrong")).toBe(true);
  });
});
