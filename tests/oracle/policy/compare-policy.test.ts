import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../src/core/policy/parse-policy.ts";
import { permits } from "../../../src/core/policy/permits.ts";
import { policy, request, statement } from "./generate-policy.ts";
import { asJson, ourAnswer as ours } from "./our-answer.ts";
import { judge } from "./slow-policy.ts";
import type { Answer } from "./slow-policy.ts";

const runs = Number(process.env["NEPHOSCOPE_FUZZ_RUNS"] ?? 4000);

describe("the policy evaluator against a slow and obvious one", () => {
  it("agrees on every policy, with conditions", () => {
    const seen = new Map<Answer, number>();
    fc.assert(
      fc.property(policy(true), request, (document, asked) => {
        const slow = judge(document, asked);
        seen.set(slow, (seen.get(slow) ?? 0) + 1);
        expect(ours(asJson(document), asked)).toBe(slow);
      }),
      { numRuns: runs, seed: 20261121 },
    );
    for (const answer of ["allow", "deny", "silent"] as const)
      expect(seen.get(answer) ?? 0).toBeGreaterThan(runs / 50);
  });

  it("permits exactly what a policy without conditions allows", () => {
    fc.assert(
      fc.property(policy(false), request, (document, { action, resource }) => {
        const asked = { action, resource, context: new Map<string, readonly string[]>() };
        const usesVariables = /\$\{aws/i.test(JSON.stringify(document));
        const slow = judge(document, asked) === "allow";
        const fast = permits(permitted(document), { action, resources: [resource] });
        // With a variable in it nothing is known, and the broker is to be the stricter one.
        if (usesVariables) expect(fast && !slow).toBe(false);
        else expect(fast).toBe(slow);
      }),
      { numRuns: runs, seed: 4 },
    );
  });

  it("never permits what some context would deny", () => {
    fc.assert(
      fc.property(policy(true), request, (document, asked) => {
        const fast = permits(permitted(document), { action: asked.action, resources: [asked.resource] });
        if (fast) expect(judge(document, asked)).toBe("allow");
      }),
      { numRuns: runs, seed: 5 },
    );
  });
});

type Given = Parameters<typeof permits>[0];
const permitted = (document: unknown): Given => asJson(document) as unknown as Given; // a door: what a user's file may hold

const breakages: readonly (readonly [string, (statement: { [name: string]: unknown }) => void])[] = [
  ["no effect", (one) => delete one["Effect"]],
  ["an effect in small letters", (one) => (one["Effect"] = "allow")],
  ["an effect in a list", (one) => (one["Effect"] = ["Allow"])],
  ["neither action nor its negation", (one) => ["Action", "NotAction"].forEach((name) => delete one[name])],
  ["action and its negation", (one) => Object.assign(one, { Action: "*", NotAction: "s3:*" })],
  ["an empty list of actions", (one) => Object.assign(one, { Action: [], NotAction: undefined })],
  ["an empty list of denied actions", (one) => Object.assign(one, { NotAction: [], Action: undefined })],
  ["an empty action", (one) => Object.assign(one, { Action: "", NotAction: undefined })],
  ["an object for an action", (one) => Object.assign(one, { NotAction: { not: "text" }, Action: undefined })],
  [
    "neither resource nor its negation",
    (one) => ["Resource", "NotResource"].forEach((name) => delete one[name]),
  ],
  ["a principal", (one) => (one["Principal"] = "*")],
  [
    "an object for a resource",
    (one) => Object.assign(one, { Resource: { "*": "*" }, NotResource: undefined }),
  ],
  [
    "resource and its negation",
    (one) => Object.assign(one, { Resource: "*", NotResource: "arn:aws:s3:::x" }),
  ],
  [
    "an empty list of excepted resources",
    (one) => Object.assign(one, { NotResource: [], Resource: undefined }),
  ],
  ["null for a resource", (one) => Object.assign(one, { Resource: null, NotResource: undefined })],
  [
    "an operator that does not exist",
    (one) => (one["Condition"] = { StringMatches: { "aws:username": "*" } }),
  ],
  ["an operator of the prototype", (one) => (one["Condition"] = { constructor: { "aws:username": "*" } })],
  ["a condition that is a list", (one) => (one["Condition"] = [{ StringLike: { "aws:username": "*" } }])],
  ["a condition that is text", (one) => (one["Condition"] = "none")],
  ["an operator over text", (one) => (one["Condition"] = { StringLike: "*" })],
  ["an object for a value", (one) => (one["Condition"] = { StringLike: { "aws:username": { a: 1 } } })],
  ["no values", (one) => (one["Condition"] = { StringNotLike: { "aws:username": [] } })],
];

describe("a document that IAM would not take", () => {
  it.each(breakages)("allows nothing: %s", (_name, breakIt) => {
    fc.assert(
      fc.property(statement(false), request, (good, { action, resource }) => {
        const bad: { [name: string]: unknown } = { ...good, Effect: "Allow" };
        breakIt(bad);
        const document = { Version: "2012-10-17", Statement: [bad] };
        expect(permits(permitted(document), { action, resources: [resource] })).toBe(false);
        const beside = {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }, bad],
        };
        expect(permits(permitted(beside), { action, resources: [resource] })).toBe(false);
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  it.each([
    null,
    7,
    "x",
    [],
    {},
    { Statement: null },
    { Statement: [] },
    { Statement: "all" },
    { Statement: [null] },
  ])("is %j", (document) => {
    expect(permits(permitted(document ?? {}), { action: "s3:GetObject", resources: ["*"] })).toBe(false);
  });

  it("has a version nobody knows", () => {
    const document = { Version: "2030-01-01", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    expect(permits(permitted(document), { action: "s3:GetObject", resources: ["*"] })).toBe(false);
  });

  it("may be any JSON, and nothing throws", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        parsePolicy(asJson(value));
        permits(permitted({ Version: "2012-10-17", Statement: value }), { action: "a:B", resources: ["*"] });
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

describe("wildcards without end", () => {
  it.each([
    ["stars and letters", `arn:aws:s3:::${"*a".repeat(2000)}b`],
    ["stars and question marks", `arn:aws:s3:::${"*?".repeat(2000)}b`],
    ["variables", `arn:aws:s3:::${"*${aws:username}".repeat(1000)}b`],
    ["an open variable", `arn:aws:s3:::${"${aws:".repeat(2000)}`],
  ])("take no time: %s", (_name, pattern) => {
    const before = process.cpuUsage();
    const resource = `arn:aws:s3:::${"a".repeat(2000)}`;
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: pattern }],
    };
    expect(permits(document, { action: "s3:GetObject", resources: [resource] })).toBe(false);
    const condition = {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { StringLike: { "aws:username": pattern } },
    };
    const asked = { action: "s3:GetObject", resource: "*", context: new Map([["aws:username", [resource]]]) };
    expect(ours({ Version: "2012-10-17", Statement: [condition] }, asked)).toBe("silent");
    const spent = process.cpuUsage(before);
    expect(spent.user + spent.system).toBeLessThan(3e6);
  });
});
