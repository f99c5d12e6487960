import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import type { Listed, ListRead } from "../../diagnose/listing-check.ts";
import { objects, text } from "../../facts/reader.ts";

const type = "AWS::IAM::User";
const probe = { probe: "iam/users", variables: {} } as const;
const list: ListRead = { service: "iam", operation: "ListUsers" };
const each = ({ id }: Resource): readonly ListRead[] =>
  ["GetLoginProfile", "ListMFADevices", "ListAccessKeys"].map((operation) => ({
    service: "iam",
    operation,
    params: { UserName: id },
  }));

interface Credentials {
  readonly console: boolean;
  readonly mfa: number;
  readonly active: number;
  /** Days since the oldest active key was made. */
  readonly oldest: number;
  readonly cite: (what: "console" | "mfa" | "keys") => readonly Evidence[];
}

function credentialsOf(user: Resource, facts: Facts, now: string): Credentials {
  const [profile, devices, keys] = ["LoginProfile", "MFADevices", "AccessKeys"].map((aspect) =>
    facts.get(`AWS::IAM::${aspect}`, user.id),
  );
  const active = objects(keys?.data, "AccessKeyMetadata").filter((key) => text(key, "Status") === "Active");
  const refused = facts.read("iam", "GetLoginProfile", { UserName: user.id });
  return {
    console: profile !== undefined,
    mfa: objects(devices?.data, "MFADevices").length,
    active: active.length,
    oldest: Math.max(
      0,
      ...active.map((key) => (Date.parse(now) - Date.parse(text(key, "CreateDate"))) / 86_400_000),
    ),
    cite: (what) => {
      if (what === "console")
        return profile ? [facts.cite(profile)] : refused ? facts.citeRefusal(refused) : [];
      const aspect = what === "mfa" ? devices : keys;
      return aspect ? [facts.cite(aspect, what === "mfa" ? "/MFADevices" : "/AccessKeyMetadata")] : [];
    },
  };
}

const ofUsers = (text: string): boolean =>
  /\busers?\b|\biam\b|credential|access keys?|\bmfa\b|people|accounts? without|console|log ?in|sign ?in/i.test(
    text,
  );
const asksMfa = (text: string): boolean =>
  /\bmfa\b|multi-?factor|second factor|two-?factor|\b2fa\b|hygiene/i.test(text);
const asksTwoKeys = (text: string): boolean =>
  /(?:two|2|both|more than one|multiple) (?:active )?(?:access )?keys|hygiene/i.test(text);
const asksOldKeys = (text: string): boolean =>
  /\b(?:old|older|aged?|stale|rotat\w+|days)\b/i.test(text) && /keys?\b/i.test(text);
const asksKeyCount = (text: string): boolean =>
  /active access keys?|number of (?:active )?(?:access )?keys|access keys per/i.test(text);

/** What is wrong with a user's credentials, of what the question asks for ("Security best practices in IAM"). */
function judge(user: Resource, facts: Facts, now: string, question: string): Listed | undefined {
  const { console, mfa, active, oldest, cite } = credentialsOf(user, facts, now);
  const limit = Number(/(\d{2,4})[ -]days?/i.exec(question)?.[1] ?? 90);
  const bare = asksMfa(question) && console && mfa === 0;
  const double = asksTwoKeys(question) && active > 1;
  const aged = asksOldKeys(question) && active > 0 && oldest > limit;
  if (!bare && !double && !aged) return undefined;
  const says = [
    ...(bare ? ["has console access (a login profile) and no MFA device"] : []),
    ...(active > 1 ? ["has two active keys"] : []),
    ...(aged ? [`has an access key that is ${Math.floor(oldest)} days old`] : []),
  ];
  return {
    property: [
      ...(bare ? ["LoginProfile / MFADevices"] : []),
      ...(active > 1 || aged ? ["AccessKeys"] : []),
    ].join(" / "),
    observed: {
      console,
      MFADevices: mfa,
      activeAccessKeys: active,
      ...(aged && { oldestKeyDays: Math.floor(oldest) }),
    },
    expected: "an MFA device for console access, and one active key that is rotated",
    says: says.join(" and "),
    evidence: [
      ...(bare ? [...cite("console"), ...cite("mfa")] : []),
      ...(active > 1 || aged ? cite("keys") : []),
    ],
  };
}

/** Users who may sign in to the console without a second factor, or hold more keys than one, or old ones. */
export const weakCredentials: Check = listingCheck({
  id: "iam.list-weak-credentials",
  title: "how the users of the account sign in",
  type,
  asks: (words) => ofUsers(words) && (asksMfa(words) || asksTwoKeys(words) || asksOldKeys(words)),
  probe,
  list,
  each,
  judge: (user, facts, { question, now }) => judge(user, facts, now, question.text),
  severity: "high",
  pillars: ["security"],
  called: ({ id }) => `User ${id}`,
});

/** How many active access keys each user has. */
export const activeKeys: Check = listingCheck({
  id: "iam.list-access-keys",
  title: "active access keys of the users",
  type,
  asks: (words) => asksKeyCount(words) && !asksTwoKeys(words) && !asksMfa(words) && !asksOldKeys(words),
  probe,
  list,
  each,
  judge: (user, facts, { now }) => {
    const { active, cite } = credentialsOf(user, facts, now);
    return active === 0
      ? undefined
      : {
          property: "AccessKeyMetadata",
          observed: active,
          expected: "as many as are used",
          says: `has ${active} active access key${active === 1 ? "" : "s"}`,
          evidence: cite("keys"),
        };
  },
  called: ({ id }) => `User ${id}`,
});

/** The root user needs MFA and no access keys ("Root user best practices"). */
export const rootUser: Check = {
  id: "iam.root-user",
  title: "MFA and access keys of the root user",
  run: ({ facts, question, region }) => {
    if (!/\broot (?:user|account|login|access|credentials|keys?|mfa)\b|\bthe root\b/i.test(question.text))
      return { kind: "apart" };
    const read = facts.read("iam", "GetAccountSummary");
    if (!read)
      return {
        kind: "needs",
        probes: [{ ...probe, variables: {}, reason: "MFA and access keys of the root user" }],
      };
    const summary = facts.get("AWS::IAM::AccountSummary", "account");
    if (!summary)
      return {
        kind: "gap",
        gaps: [`iam:GetAccountSummary failed: ${read.error?.code ?? "no answer"}; allow it to settle it`],
      };
    const bare = summary.data["AccountMFAEnabled"] === 0;
    const keys = Number(summary.data["AccountAccessKeysPresent"] ?? 0) > 0;
    const evidence = ["/AccountMFAEnabled", "/AccountAccessKeysPresent"].map((pointer) =>
      facts.cite(summary, pointer),
    );
    if (!bare && !keys) return { kind: "fine", text: "the root user has MFA and no access key", evidence };
    const says = [
      ...(bare ? ["has no MFA device (AccountMFAEnabled 0)"] : []),
      ...(keys ? ["has access keys (AccountAccessKeysPresent 1)"] : []),
    ].join(" and ");
    return {
      kind: "fault",
      faults: [
        {
          title: `The root user ${says}`,
          severity: "critical",
          standing: "proved",
          confidence: 0.95,
          resource: {
            type: "AWS::IAM::RootUser",
            id: "root",
            arn: `arn:aws:iam::${facts.account}:root`,
            account: facts.account,
            region,
          },
          property: [
            ...(bare ? ["AccountMFAEnabled"] : []),
            ...(keys ? ["AccountAccessKeysPresent"] : []),
          ].join(" / "),
          observed: {
            AccountMFAEnabled: summary.data["AccountMFAEnabled"] ?? null,
            AccountAccessKeysPresent: summary.data["AccountAccessKeysPresent"] ?? null,
          },
          expected: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 },
          explanation: `The root user of account ${facts.account} ${says}: whoever has its password or key may do everything.`,
          pillars: ["security"],
          evidence,
          role: "root",
        },
      ],
    };
  },
};

/** Customer-managed policies that are attached to nothing. */
export const unusedPolicies: Check = listingCheck({
  id: "iam.list-unused-policies",
  title: "customer-managed policies and how often they are attached",
  type: "AWS::IAM::ManagedPolicy",
  asks: (words) =>
    /polic(?:y|ies)/i.test(words) &&
    /unattached|unused|attached to (?:nothing|nobody|no one)|not attached|nobody uses/i.test(words),
  probe: { probe: "iam/policies", variables: {} },
  list: { service: "iam", operation: "ListPolicies", params: { Scope: "Local" } },
  judge: (policy, facts) =>
    policy.data["AttachmentCount"] === 0 && !policy.id.includes(":iam::aws:")
      ? {
          property: "AttachmentCount",
          observed: 0,
          expected: "attached, or deleted",
          says: "is attached to nothing (AttachmentCount 0)",
          evidence: [facts.cite(policy, "/AttachmentCount")],
        }
      : undefined,
});

export const checks: readonly Check[] = [weakCredentials, activeKeys, rootUser, unusedPolicies];
