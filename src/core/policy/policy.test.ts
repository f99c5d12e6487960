import { describe, expect, it } from "vitest";
import { inRange } from "./address-range.ts";
import { matchPrincipal } from "./match-principal.ts";
import type { Caller } from "./match-principal.ts";
import { parsePolicy } from "./parse-policy.ts";
import { permits } from "./permits.ts";

const allow = { Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::b/*" };

describe("parsePolicy", () => {
  it.each([
    [undefined, "object"],
    ["not json", "object"],
    [{ Version: "2012-10-17" }, "Statement"],
    [{ Statement: [{ Effect: "Permit", Action: "*" }] }, "Effect"],
    [{ Statement: [{ Effect: "Allow" }] }, "Action"],
    [{ Statement: [{ Effect: "Allow", Action: "*", NotAction: "x" }] }, "both"],
    [{ Statement: [{ Effect: "Allow", Action: 1.5, Resource: { a: 1 } }] }, "Resource"],
    [{ Statement: [{ Effect: "Allow", Action: "*", Condition: "x" }] }, "Condition"],
    [{ Statement: [{ Effect: "Allow", Action: "*", Principal: [] }] }, "Principal"],
    [{ Statement: ["x"] }, "object"],
  ])("%j is invalid and says why", (document, why) => {
    const parsed = parsePolicy(document);
    expect(parsed.kind === "invalid" && parsed.why).toContain(why);
  });

  it("reads a single statement and a document held as text", () => {
    const parsed = parsePolicy(
      JSON.stringify({ Version: "2012-10-17", Statement: { ...allow, Condition: { Bool: { k: true } } } }),
    );
    expect(parsed).toMatchObject({
      kind: "policy",
      statements: [
        { label: "0", pointer: "/Statement", variables: true, conditions: [{ values: ["true"] }] },
      ],
    });
  });

  it("labels a statement by its Sid, else by its index", () => {
    const parsed = parsePolicy({
      Statement: [
        { ...allow, Sid: "Read" },
        { ...allow, Sid: "" },
      ],
    });
    expect(
      parsed.kind === "policy" &&
        parsed.statements.map(({ label, pointer, variables }) => [label, pointer, variables]),
    ).toEqual([
      ["Read", "/Statement/0", false],
      ["1", "/Statement/1", false],
    ]);
  });
});

describe("permits", () => {
  const document = (...statements: Record<string, string | string[] | object>[]) => ({
    Version: "2012-10-17",
    Statement: statements as never,
  });

  it.each([
    [[allow], ["arn:aws:s3:::b/x"], true],
    [[allow], ["arn:aws:s3:::b/x", "arn:aws:s3:::c/x"], false],
    [[allow], [], false],
    [
      [allow, { ...allow, Effect: "Deny", Resource: "arn:aws:s3:::b/secret*" }],
      ["arn:aws:s3:::b/secret.txt"],
      false,
    ],
    [[{ ...allow, Condition: { Bool: { "aws:SecureTransport": "true" } } }], ["arn:aws:s3:::b/x"], false],
    [
      [allow, { ...allow, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      ["arn:aws:s3:::b/x"],
      false,
    ],
    [[{ ...allow, Action: "S3:GETOBJECT" }], ["arn:aws:s3:::b/x"], true],
    [[{ ...allow, Resource: "arn:aws:s3:::B/*" }], ["arn:aws:s3:::b/x"], false],
    [[{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], ["*"], true],
    [
      [{ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::b/*" }],
      ["arn:aws:s3:::b/x"],
      false,
    ],
  ])("%j on %j: %s", (statements, resources, expected) => {
    expect(permits(document(...statements), { action: "s3:GetObject", resources })).toBe(expected);
  });
});

const account = "123456789012";
const session: Caller = {
  kind: "role",
  account,
  name: "app",
  arn: `arn:aws:iam::${account}:role/team/app`,
  uniqueId: "AROAAPPAPPAPPAPPAPPAP",
  session: "one",
};
const user: Caller = {
  kind: "user",
  account,
  name: "ana",
  arn: `arn:aws:iam::${account}:user/ana`,
  uniqueId: "AIDAANAANAANAANAANAAN",
};

describe("matchPrincipal", () => {
  const reach = (element: object, caller: Caller) => {
    const parsed = parsePolicy({ Statement: [{ Effect: "Allow", Action: "*", ...element }] });
    const match =
      parsed.kind === "policy" && parsed.statements[0]
        ? matchPrincipal(parsed.statements[0], caller)
        : undefined;
    return match?.outcome === "yes" ? match.reach : match?.outcome;
  };

  it.each([
    ["*", user, "everyone"],
    [{ AWS: "*" }, { kind: "anonymous" }, "everyone"],
    [{ AWS: user.arn }, user, "self"],
    [{ AWS: "AIDAANAANAANAANAANAAN" }, user, "self"],
    [{ AWS: "AIDAOLDOLDOLDOLDOLDOL" }, user, "no"],
    [{ AWS: account }, user, "account"],
    [{ AWS: `arn:aws:iam::${account}:root` }, session, "account"],
    [{ AWS: [`arn:aws:iam::${account}:root`, user.arn] }, user, "self"],
    [{ AWS: session.arn }, session, "role"],
    [{ AWS: `arn:aws:iam::${account}:role/app` }, session, "no"],
    [{ AWS: `arn:aws:sts::${account}:assumed-role/app/one` }, session, "self"],
    [{ AWS: `arn:aws:sts::${account}:assumed-role/app/two` }, session, "no"],
    [{ AWS: `arn:aws:iam::${account}:role/*` }, session, "no"],
    [{ Service: "sns.amazonaws.com" }, { kind: "service", name: "sns.amazonaws.com" }, "self"],
    [{ Service: "sns.amazonaws.com" }, user, "no"],
    [{ AWS: account }, { kind: "service", name: "sns.amazonaws.com" }, "no"],
    [
      { Federated: "arn:aws:iam::1:oidc-provider/x" },
      { kind: "federated", arn: "arn:aws:iam::1:oidc-provider/x" },
      "self",
    ],
    [{ CanonicalUser: "abc" }, user, "no"],
  ] as const)("Principal %j reaches by %#", (Principal, caller, expected) => {
    expect(reach({ Principal }, caller)).toBe(expected);
  });

  it("hits with NotPrincipal whoever is not listed, and spares nobody for an account", () => {
    expect(reach({ NotPrincipal: { AWS: user.arn } }, user)).toBe("no");
    expect(reach({ NotPrincipal: { AWS: user.arn } }, session)).toBe("everyone");
    expect(reach({ NotPrincipal: { AWS: [`arn:aws:iam::${account}:root`] } }, user)).toBe("everyone");
  });

  it("tells a session that may be the caller from the account that surely is", () => {
    const { session: _, ...anySession } = session;
    const parsed = parsePolicy({
      Statement: [
        {
          Effect: "Allow",
          Action: "*",
          Principal: { AWS: [account, `arn:aws:sts::${account}:assumed-role/app/one`] },
        },
      ],
    });
    const statement = parsed.kind === "policy" ? parsed.statements[0] : undefined;
    const match = statement && matchPrincipal(statement, anySession);
    expect(match).toMatchObject({
      outcome: "yes",
      reach: "account",
      perhaps: { outcome: "unknown", reach: "self" },
    });
    expect(statement && matchPrincipal(statement, session)).toMatchObject({ outcome: "yes", reach: "self" });
    expect(statement && matchPrincipal(statement, session).perhaps).toBeUndefined();
  });

  it("does not take a deleted user's id for a role's, nor a role's for a user's", () => {
    const { uniqueId: _, ...unread } = user;
    const ofUser = { Principal: { AWS: "AIDAOLDOLDOLDOLDOLDOL" } };
    const ofRole = { Principal: { AWS: "AROAOLDOLDOLDOLDOLDOL" } };
    const { uniqueId: __, ...otherRole } = session;
    expect([reach(ofUser, unread), reach(ofRole, unread)]).toEqual(["unknown", "no"]);
    expect([reach(ofUser, otherRole), reach(ofRole, otherRole)]).toEqual(["no", "unknown"]);
  });

  it("does not know which session a role stands for", () => {
    const { session: _, ...anySession } = session;
    expect(reach({ Principal: { AWS: `arn:aws:sts::${account}:assumed-role/app/one` } }, anySession)).toBe(
      "unknown",
    );
  });
});

describe("inRange", () => {
  it.each([
    ["10.1.2.3", "10.0.0.0/8", true],
    ["10.1.2.3", "10.1.2.3/32", true],
    ["::ffff:10.0.0.1", "::ffff:0:0/96", true],
    ["fe80::1", "fe80::/10", true],
    ["::1", "::1", true],
    ["1.2.3", "10.0.0.0/8", undefined],
    ["1.2.3.4", "10.0.0.0/33", undefined],
    ["1:2:3:4:5:6:7:8:9", "::/0", undefined],
    ["1.2.3.256", "0.0.0.0/0", undefined],
  ])("%s in %s: %s", (address, range, expected) => {
    expect(inRange(address, range)).toBe(expected);
  });
});
