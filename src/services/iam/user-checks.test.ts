import { describe, expect, it } from "vitest";
import { factsOf } from "../../facts/fact-base.ts";
import type { CheckResult } from "../../diagnose/check.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers as accessReaders } from "./access-facts.ts";
import { readers } from "./credential-facts.ts";
import { activeKeys, rootUser, weakCredentials } from "./user-checks.ts";

const user = (
  name: string,
  { console, mfa, keys }: { console: boolean; mfa: number; keys: number },
): readonly Told[] => [
  {
    service: "iam",
    operation: "GetLoginProfile",
    params: { UserName: name },
    ...(console
      ? { response: { LoginProfile: { UserName: name } } }
      : { error: { code: "NoSuchEntity", message: "no login profile" } }),
  },
  {
    service: "iam",
    operation: "ListMFADevices",
    params: { UserName: name },
    response: {
      MFADevices: Array.from({ length: mfa }, () => ({
        UserName: name,
        SerialNumber: "arn:aws:iam::123456789012:mfa/m",
      })),
    },
  },
  {
    service: "iam",
    operation: "ListAccessKeys",
    params: { UserName: name },
    response: {
      AccessKeyMetadata: Array.from({ length: keys }, () => ({
        UserName: name,
        Status: "Active",
        CreateDate: "2026-01-01T00:00:00Z",
      })),
    },
  },
];

function said(check: typeof rootUser, text: string, told: readonly Told[]): CheckResult {
  const window = { from: "2026-11-21T00:00:00Z", to: "2026-11-21T03:00:00Z" };
  return check.run({
    facts: factsOf(recorded(told), [...accessReaders, ...readers], "123456789012"),
    question: { text, mentions: [], ports: [], actions: [], services: [], window },
    subjects: [],
    now: window.to,
    region: "us-east-1",
  });
}

const users = (...names: readonly string[]): Told => ({
  service: "iam",
  operation: "ListUsers",
  response: {
    Users: names.map((UserName) => ({ UserName, Arn: `arn:aws:iam::123456789012:user/${UserName}` })),
  },
});
const titles = (result: CheckResult): readonly string[] =>
  result.kind === "fault" ? result.faults.map(({ title }) => title) : [result.kind];

describe("users who sign in without a second factor", () => {
  const told = [
    users("mona", "bot", "ada"),
    ...user("mona", { console: true, mfa: 0, keys: 2 }),
    ...user("bot", { console: false, mfa: 0, keys: 1 }),
    ...user("ada", { console: true, mfa: 1, keys: 1 }),
  ];

  it("names those with a console password and no device, not those without a password", () => {
    const result = said(weakCredentials, "Which users have no MFA?", told);
    expect(titles(result)).toEqual([
      "User mona has console access (a login profile) and no MFA device and has two active keys",
    ]);
  });

  it("says none where everybody has one", () => {
    const result = said(weakCredentials, "Which users have no MFA?", [
      users("ada"),
      ...user("ada", { console: true, mfa: 1, keys: 1 }),
    ]);
    expect(result.kind).toBe("fine");
  });

  it("asks for what was not read, and tells a refusal as a gap", () => {
    expect(said(weakCredentials, "Which users have no MFA?", [users("ada")]).kind).toBe("needs");
    const refused = [users("ada"), ...user("ada", { console: true, mfa: 1, keys: 1 })].map((one) =>
      one.operation === "ListMFADevices"
        ? { ...one, response: {}, error: { code: "AccessDenied", message: "no" } }
        : one,
    );
    expect(said(weakCredentials, "Which users have no MFA?", refused)).toMatchObject({
      gaps: [expect.stringContaining("iam:ListMFADevices")],
    });
  });

  it("keeps out of questions for a cause", () => {
    expect(said(weakCredentials, "Why can user mona not enable MFA?", told).kind).toBe("apart");
  });

  it("counts active keys of each user", () => {
    expect(titles(said(activeKeys, "List the number of active access keys per IAM user", told))).toHaveLength(
      3,
    );
  });
});

describe("the root user", () => {
  const summary = (mfa: number, keys: number): Told => ({
    service: "iam",
    operation: "GetAccountSummary",
    response: { SummaryMap: { AccountMFAEnabled: mfa, AccountAccessKeysPresent: keys } },
  });
  it.each([
    [0, 0, "fault"],
    [1, 1, "fault"],
    [1, 0, "fine"],
  ])("with MFA %i and keys %i: %s", (mfa, keys, kind) => {
    expect(said(rootUser, "Does the root user have MFA?", [summary(mfa, keys)]).kind).toBe(kind);
  });
});
