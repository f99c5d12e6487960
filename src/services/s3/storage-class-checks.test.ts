import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import { readers as access } from "./access-facts.ts";
import { readers } from "./facts.ts";
import { archivedObjects, objectLock, versioning } from "./storage-class-checks.ts";

interface Given {
  readonly kind?: string;
  readonly status?: string;
  readonly mode?: string;
}

function judged(
  check: typeof versioning,
  text: string,
  { kind = "STANDARD", status = "Enabled", mode }: Given,
) {
  const Bucket = "papers";
  return said(
    runCheck({
      check,
      readers: [...access, ...readers],
      text,
      subjects: [{ type: "AWS::S3::Bucket", id: Bucket }],
      calls: [
        { service: "s3", operation: "ListBuckets", response: { Buckets: [{ Name: Bucket }] } },
        { service: "s3", operation: "GetBucketVersioning", params: { Bucket }, response: { Status: status } },
        {
          service: "s3",
          operation: "GetBucketNotificationConfiguration",
          params: { Bucket },
          response: {},
        },
        {
          service: "s3",
          operation: "GetObjectLockConfiguration",
          params: { Bucket },
          ...(mode === undefined
            ? { error: { code: "ObjectLockConfigurationNotFoundError", message: "none" } }
            : {
                response: {
                  ObjectLockConfiguration: {
                    ObjectLockEnabled: "Enabled",
                    Rule: { DefaultRetention: { Mode: mode, Days: 30 } },
                  },
                },
              }),
        },
        {
          service: "s3",
          operation: "ListObjectVersions",
          params: { Bucket },
          response: { Versions: [{ Key: "a.tif", VersionId: "v", IsLatest: true, StorageClass: kind }] },
        },
      ],
    }),
  );
}

describe("why objects cannot be read, deleted or brought back", () => {
  it.each([
    ["GetObject gives InvalidObjectState", archivedObjects, { kind: "GLACIER" }, "root StorageClass"],
    ["GetObject gives InvalidObjectState", archivedObjects, {}, "fine"],
    ["it is slow", archivedObjects, { kind: "GLACIER" }, "apart"],
    [
      "we can't delete anything",
      objectLock,
      { mode: "COMPLIANCE" },
      "root ObjectLockConfiguration DefaultRetention",
    ],
    ["we can't delete anything", objectLock, {}, "apart"],
    ["is there an older version?", versioning, { status: "Suspended" }, "root Versioning Status"],
    ["is there an older version?", versioning, {}, "fine"],
    ["it is slow", versioning, { status: "Suspended" }, "apart"],
  ] as const)("%s (%o)", (text, check, given, expected) => expect(judged(check, text, given)).toBe(expected));
});
