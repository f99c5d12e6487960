import { describe, expect, it } from "vitest";
import { absent, known } from "../../../src/core/policy/key-value.ts";
import type { KeyLookup } from "../../../src/core/policy/key-value.ts";
import type { Caller } from "../../../src/core/policy/match-principal.ts";
import { matchStatement } from "../../../src/core/policy/match-statement.ts";
import { parsePolicy } from "../../../src/core/policy/parse-policy.ts";
import { permits } from "../../../src/core/policy/permits.ts";
import { callingService, home, resourceArns, sessionName, stranger } from "./account-model.ts";
import type { Account, Policy, Question } from "./account-model.ts";
import { generateAccount, generateQuestions } from "./generate-account.ts";
import { drawPolicy } from "./generate-statement.ts";
import { randomOf } from "./random.ts";
import { possibleKeys, settledKeys } from "./slow-keys.ts";
import type { Keys } from "./slow-pattern.ts";
import { applies, naming } from "./slow-statement.ts";
import type { Request } from "./slow-statement.ts";

const rounds = 1500;

interface Drawn {
  readonly account: Account;
  readonly question: Question;
  readonly policy: Policy;
}

function draw(seed: number, principals: boolean, conditionChance: number): Drawn {
  const account = generateAccount(seed);
  const { service } = account;
  const [question] = generateQuestions(account, 1);
  if (!question) throw new Error("no question was drawn");
  const policy = drawPolicy(
    randomOf(seed),
    { service, principals, resources: true, denyChance: 0.3, conditionChance, wideChance: 0.3 },
    "s",
  );
  return { account, question, policy };
}

function callerOf({ caller }: Question): Caller {
  const role = {
    kind: "role",
    account: home,
    arn: `arn:aws:iam::${home}:role/app`,
    name: "app",
    uniqueId: "AROAAPPXXXXXXXXXXXXXX",
    session: sessionName,
  } as const;
  const callers: { readonly [caller in Question["caller"]]: Caller } = {
    user: {
      kind: "user",
      account: home,
      arn: `arn:aws:iam::${home}:user/ann`,
      name: "ann",
      uniqueId: "AIDAANNXXXXXXXXXXXXXX",
    },
    role,
    session: role,
    root: { kind: "root", account: home, arn: `arn:aws:iam::${home}:root` },
    stranger: {
      kind: "role",
      account: stranger,
      arn: `arn:aws:iam::${stranger}:role/partner`,
      name: "partner",
    },
    anyone: { kind: "anonymous" },
    service: { kind: "service", name: callingService },
  };
  return callers[caller];
}

function requestOf({ account, question }: Drawn, keys: Keys): Request {
  const { caller, action, resource } = question;
  const isSession = caller === "role" || caller === "session";
  const principal = isSession ? `arn:aws:sts::${home}:assumed-role/app/${sessionName}` : question.principal;
  return { caller, principal, ...(isSession && { roleArn: account.role.arn }), action, resource, keys };
}

describe("one statement", () => {
  it("applies in the product exactly when it does by AWS's words", () => {
    const outcomes = new Map<string, number>();
    for (let seed = 1; seed <= rounds; seed += 1) {
      const drawn = draw(seed, true, 0.6);
      const possible = possibleKeys([drawn.policy], settledKeys(drawn.account, drawn.question), 2000);
      const keys = possible?.[seed % possible.length];
      const parsed = parsePolicy(drawn.policy);
      if (!keys || parsed.kind === "invalid") continue;
      const request = requestOf(drawn, keys);
      const key: KeyLookup = (name) => {
        const values = keys.get(name.toLowerCase());
        return values ? known(...values) : absent;
      };
      for (const [index, statement] of drawn.policy.Statement.entries()) {
        const expected =
          naming(statement, request) !== undefined && applies(statement, drawn.policy.Version, request)
            ? "yes"
            : "no";
        const ours = parsed.statements[index];
        const outcome =
          ours &&
          matchStatement(ours, {
            action: request.action,
            resource: request.resource,
            caller: callerOf(drawn.question),
            key,
          }).outcome;
        expect(outcome, JSON.stringify({ seed, statement, request, keys: [...keys] })).toBe(expected);
        outcomes.set(expected, (outcomes.get(expected) ?? 0) + 1);
      }
    }
    expect(outcomes.get("yes")).toBeGreaterThan(300);
    expect(outcomes.get("no")).toBeGreaterThan(300);
  });
});

describe("permits", () => {
  /** Every resource has an Allow whatever the keys hold, and a Deny for none of what they may hold. */
  function permitted(drawn: Drawn, resources: readonly string[]): boolean | undefined {
    const possible = possibleKeys([drawn.policy], new Map(), 600);
    return (
      possible &&
      resources.every((resource) => {
        const requests = possible.map((keys) => ({ ...requestOf(drawn, keys), resource }));
        const hit = (effect: string, request: Request) =>
          drawn.policy.Statement.filter(
            (statement) => statement.Effect === effect && applies(statement, drawn.policy.Version, request),
          );
        return requests.every(
          (request) => hit("Deny", request).length === 0 && hit("Allow", request).length > 0,
        );
      })
    );
  }

  it("lets nothing through that some value of a key forbids, and everything that hangs on none", () => {
    const outcomes = new Map<string, number>();
    for (let seed = 1; seed <= rounds; seed += 1) {
      const drawn = draw(seed, false, seed % 2 === 0 ? 0.4 : 0);
      const { action, resource } = drawn.question;
      const resources = seed % 3 === 0 ? [resource, resourceArns[drawn.account.service]] : [resource];
      const expected = permitted(drawn, resources);
      if (expected === undefined) continue;
      const product = permits(JSON.parse(JSON.stringify(drawn.policy)), { action, resources });
      const shown = JSON.stringify({ seed, action, resources, policy: drawn.policy });
      // An Allow of which one half holds for each value of a key counts for no half: refusing is the safe side.
      if (!expected || seed % 2 === 1) expect(product, shown).toBe(expected);
      outcomes.set(String(product), (outcomes.get(String(product)) ?? 0) + 1);
    }
    expect(outcomes.get("true")).toBeGreaterThan(200);
    expect(outcomes.get("false")).toBeGreaterThan(200);
  });
});
