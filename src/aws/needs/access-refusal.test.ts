import { describe, expect, it } from "vitest";
import type { AccessRefusal } from "../../core/text/access-refusal.ts";
import type { DecodedCall } from "../../core/source.ts";
import { accessRefusal, decodedRefusal } from "./access-refusal.ts";

function callOf(action: string, resources: readonly string[] = ["*"]): DecodedCall {
  const [service = "", operation = ""] = action.split(":");
  return { service, operation, actions: [action], params: {}, region: "us-east-1", resources, cacheKey: "" };
}

const user = "arn:aws:iam::123456789012:user/ana";
const bucket = "arn:aws:s3:::acme";
const key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd";
const silent = (kind: string, action = "s3:ListBucket") =>
  `User: ${user} is not authorized to perform: ${action} on resource: "${bucket}" because no ${kind} allows the ${action} action`;
const denied = (kind: string, rest = "") =>
  `User: ${user} is not authorized to perform: s3:ListBucket on resource: "${bucket}" with an explicit deny in ${kind}${rest}`;

// The phrases of the IAM User Guide, Troubleshoot access denied error messages, and what single services make of them.
describe("what was missing, by AWS's message", () => {
  it.each([
    [silent("identity-based policy"), "identity", false],
    [silent("resource-based policy"), "resource", false],
    [silent("permissions boundary"), "boundary", false],
    [silent("session policy"), "session", false],
    [silent("service control policy"), "scp", false],
    [silent("resource control policy"), "rcp", false],
    [silent("VPC endpoint policy"), "endpoint", false],
    [silent("role trust policy"), "trust", false],
    [denied("an identity-based policy"), "identity", true],
    [denied("a resource-based policy"), "resource", true],
    [denied("a permissions boundary"), "boundary", true],
    [denied("a session policy"), "session", true],
    [denied("a service control policy"), "scp", true],
    [denied("a resource control policy"), "rcp", true],
    [denied("a VPC endpoint policy"), "endpoint", true],
    [denied("the role trust policy"), "trust", true],
  ])("%s", (message, policyType, explicit) => {
    expect(accessRefusal(callOf("s3:ListBucket", [bucket]), { code: "AccessDenied", message })).toMatchObject(
      {
        action: "s3:ListBucket",
        resource: bucket,
        principal: user,
        policyType,
        explicit,
        statement: { Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
      },
    );
  });

  it("names the policy that denies, where AWS does", () => {
    const policy = "arn:aws:organizations::111122223333:policy/o-abc/service_control_policy/p-12345678";
    const found = accessRefusal(callOf("s3:ListBucket"), {
      code: "AccessDenied",
      message: denied("a service control policy", `: ${policy}`),
    });
    expect(found).toMatchObject({ policyType: "scp", policy });
    expect(found?.text).toContain("the Deny has to be lifted or narrowed, an Allow does not help");
  });

  it.each<[string, string, string, readonly string[], Partial<AccessRefusal>]>([
    [
      "S3 says nothing",
      "AccessDenied",
      "Access Denied",
      [bucket],
      { action: "s3:ListBucket", resource: bucket },
    ],
    ["a HEAD has no body", "403", "Forbidden", [bucket], { action: "s3:ListBucket", resource: bucket }],
    [
      "several resources",
      "AccessDenied",
      "Access Denied",
      [bucket, `${bucket}-2`],
      { action: "s3:ListBucket", resource: "*" },
    ],
    [
      "KMS behind it",
      "AccessDenied",
      `User: ${user} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`,
      [bucket],
      { action: "kms:Decrypt", resource: key, policyType: "resource" },
    ],
    [
      "an action in small letters",
      "AccessDenied",
      `User: ${user} is not authorized to perform: s3:listbucket on resource: ${bucket}`,
      [bucket],
      { action: "s3:ListBucket", resource: bucket },
    ],
    [
      "a resource that is no ARN",
      "AccessDenied",
      `User: ${user} is not authorized to perform: s3:ListBucket on resource: bucket acme because no identity-based policy allows the s3:ListBucket action`,
      [bucket],
      { resource: bucket, policyType: "identity" },
    ],
    [
      "line breaks",
      "AccessDeniedException",
      `User: ${user}\n is not authorized to perform: s3:ListBucket\n on resource: ${bucket}\n with an explicit deny in a service control policy`,
      [bucket],
      { policyType: "scp", explicit: true },
    ],
    [
      "EC2's encoded message",
      "UnauthorizedOperation",
      `You are not authorized to perform this operation. User: ${user} is not authorized to perform: s3:ListBucket on resource: ${bucket} because no identity-based policy allows the s3:ListBucket action. Encoded authorization failure message: abc-DEF_123 with an explicit deny in a session policy`,
      [bucket],
      { encoded: true, policyType: "identity", explicit: false },
    ],
    [
      "EC2's old message",
      "UnauthorizedOperation",
      "You are not authorized to perform this operation.",
      ["*"],
      { resource: "*" },
    ],
    [
      "SNS",
      "AuthorizationError",
      `User: ${user} is not authorized to perform: s3:ListBucket on resource: ${bucket}`,
      ["*"],
      { resource: bucket },
    ],
  ])("%s", (_, code, message, resources, expected) => {
    expect(accessRefusal(callOf("s3:ListBucket", resources), { code, message })).toMatchObject(expected);
  });

  it("takes the resource of the action that AWS names, where a call needs several", () => {
    const call = {
      ...callOf("s3:PutObject", [`${bucket}/copy`]),
      needs: [
        { action: "s3:PutObject", resources: [`${bucket}/copy`] },
        { action: "s3:GetObject", resources: [`${bucket}/original`] },
      ],
    };
    expect(
      accessRefusal(call, {
        code: "AccessDenied",
        message: `User: ${user} is not authorized to perform: s3:GetObject`,
      }),
    ).toMatchObject({ action: "s3:GetObject", resource: `${bucket}/original` });
  });

  it.each([
    "ExpiredToken",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "Throttling",
    "NoSuchBucket",
    "OptInRequired",
  ])("%s is about something else", (code) =>
    expect(accessRefusal(callOf("s3:ListBucket"), { code, message: "" })).toBeUndefined(),
  );

  it("never stumbles over a message", () => {
    for (const message of [
      "",
      "on resource: ",
      "not authorized to perform:",
      "x".repeat(100_000),
      "\u0000 «secret»",
    ])
      expect(accessRefusal(callOf("s3:ListBucket"), { code: "AccessDenied", message })?.action).toBe(
        "s3:ListBucket",
      );
  });
});

describe("a decoded message", () => {
  it("says what was asked and that it was denied explicitly", () => {
    const document = {
      allowed: false,
      explicitDeny: true,
      matchedStatements: {
        items: [{ statementId: "NoStop", effect: "DENY", sourcePolicyType: "Service Control Policy" }],
      },
      context: {
        principal: { id: "AIDA", arn: user },
        action: "ec2:StopInstances",
        resource: "arn:aws:ec2:us-east-1:123456789012:instance/i-1",
      },
    };
    const expected = { action: "ec2:StopInstances", explicit: true, policyType: "scp", principal: user };
    expect(decodedRefusal(JSON.stringify(document))).toMatchObject(expected);
    expect(decodedRefusal(JSON.stringify({ DecodedMessage: JSON.stringify(document) }))).toMatchObject(
      expected,
    );
  });
  it.each(["", "{}", "nonsense", '{"context":{}}'])("%j is none", (text) =>
    expect(decodedRefusal(text)).toBeUndefined(),
  );
});
