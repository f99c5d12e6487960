import { expect } from "vitest";
import type { JsonObject } from "../core/json/json.ts";
import { explainAccess } from "../diagnose/authorization/authorization.ts";
import { accessFacts, home, noOrganization, queue } from "./access-account.ts";
import type { Told } from "./recorded.ts";

export interface Case {
  readonly name: string;
  readonly told: readonly Told[];
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: readonly string[] };
  readonly expected: string;
  readonly layer?: string;
  readonly statement?: string;
}

export const now = "2026-11-21T00:00:00Z";
export const roleArn = (name: string) => `arn:aws:iam::${home}:role/${name}`;
export const queueArn = `arn:aws:sqs:us-east-1:${home}:jobs`;
export const keyArn = `arn:aws:kms:us-east-1:${home}:key/k1`;
export const allow = (
  Action: string | readonly string[],
  Resource: string,
  more: JsonObject = {},
): JsonObject => ({
  Sid: "Yes",
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
export const deny = (Action: string, Resource: string, more: JsonObject = {}): JsonObject => ({
  Sid: "No",
  Effect: "Deny",
  Action,
  Resource,
  ...more,
});
export const grant = (
  Principal: JsonObject | string,
  Action: string,
  Resource: string,
  more: JsonObject = {},
) => allow(Action, Resource, { Principal, ...more });
export const all = allow("*", "*");
export const delegating = grant({ AWS: `arn:aws:iam::${home}:root` }, "kms:*", "*");

/** Asks the question of a case and checks decision, layer, statement and that everything said is cited. */
export function expectCase({
  told,
  principal,
  action,
  resource,
  context = {},
  expected,
  layer,
  statement,
}: Case): void {
  const facts = accessFacts([
    ...noOrganization,
    ...told,
    ...(told.some(({ operation }) => operation === "GetQueueUrl") ? [] : queue("jobs")),
  ]);
  const verdict = explainAccess(facts, { principal, action, resource, context, now });
  expect(verdict.decision).toBe(expected);
  if (layer !== undefined) expect(verdict.deciding.map((deciding) => deciding.layer)).toContain(layer);
  if (statement !== undefined)
    expect(verdict.deciding.map((deciding) => deciding.statement)).toContain(statement);
  if (expected === "unknown") expect(verdict.missing.length).toBeGreaterThan(0);
  else expect(verdict.deciding.every(({ evidence }) => evidence.length > 0)).toBe(true);
  expect(verdict.layers).toHaveLength(10);
}
