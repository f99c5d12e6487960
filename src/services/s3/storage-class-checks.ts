import type { Resource } from "../../core/facts.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { bucketStateRead, keysAsked, prefixesAsked } from "./bucket-read.ts";
import { prefixOf } from "./object-checks.ts";

const type = "AWS::S3::Bucket";
const archived = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** What is in an archive class has to be restored before it can be read: GetObject gives InvalidObjectState ("Working with archived objects"). */
export const archivedObjects: Check = resourceCheck({
  id: "s3.archived-objects",
  title: "storage class of the objects that are read",
  type,
  reach: 0,
  needed: bucketStateRead,
  judge: (bucket, context) => {
    const { facts, question } = context;
    const asked =
      /InvalidObjectState|glacier|archiv\w*|restor\w*|can(?:'t|not) (?:open|read|get|download)|storage class|cold/i.test(
        spokenWords(question),
      );
    if (!asked) return {};
    const versions = facts
      .all("AWS::S3::ObjectVersion")
      .filter((one) => one.id.startsWith(`${bucket.id}/`) && inScope(text(one.data, "Key"), context));
    const cold = versions.find((one) => archived.has(text(one.data, "StorageClass")));
    if (!cold)
      return versions[0]
        ? {
            fine: `no object of ${bucket.id} that was listed is archived`,
            evidence: [facts.cite(versions[0])],
          }
        : {};
    const [key, kind] = [text(cold.data, "Key"), text(cold.data, "StorageClass")];
    const rule = transitionOf(bucket, key, context);
    return {
      faults: [
        blame(bucket, {
          property: "StorageClass",
          observed: kind,
          expected: "a restored copy, or a class that is read at once (GLACIER_IR)",
          title: `Objects of bucket ${bucket.id} are in storage class ${kind} and must be restored first`,
          explanation: `Bucket ${bucket.id} has ${key} and others in StorageClass ${kind}: archived objects must be restored before they can be read, until then GetObject gives InvalidObjectState.${rule === undefined ? "" : ` Lifecycle rule ${rule.id} transitions them.`}`,
          evidence: [facts.cite(cold), ...(rule ? [facts.cite(rule.resource, rule.pointer)] : [])],
        }),
      ],
    };
  },
});

function inScope(key: string, context: CheckContext): boolean {
  const asked = [...keysAsked(context), ...prefixesAsked(context)];
  return asked.length === 0 || asked.some((one) => key.startsWith(one));
}

function transitionOf(bucket: Resource, key: string, { facts }: CheckContext) {
  const configuration = facts.get("AWS::S3::BucketLifecycle", bucket.id);
  const rules = objects(configuration?.data, "Rules");
  const at = rules.findIndex(
    (rule) =>
      text(rule, "Status") === "Enabled" &&
      key.startsWith(prefixOf(rule)) &&
      objects(rule, "Transitions").some((one) => archived.has(text(one, "StorageClass"))),
  );
  return configuration && at >= 0
    ? { resource: configuration, id: text(rules[at], "ID"), pointer: `/Rules/${at}` }
    : undefined;
}

/** "Locking objects with Object Lock": a version under COMPLIANCE retention cannot be deleted by anybody before its date. */
export const objectLock: Check = resourceCheck({
  id: "s3.object-lock",
  title: "Object Lock of the bucket",
  type,
  reach: 0,
  needed: bucketStateRead,
  judge: (bucket, { facts, question }) => {
    const lock = facts.get("AWS::S3::ObjectLock", bucket.id);
    const configuration = lock?.data["ObjectLockConfiguration"];
    const rule = isObject(configuration) ? configuration["Rule"] : undefined;
    const retention = isObject(rule) ? rule["DefaultRetention"] : undefined;
    const asked =
      /delet\w*|remov\w*|overwrit\w*|purg\w*|clean\w*|lock\w*|retention|get rid/i.test(
        spokenWords(question),
      ) && /can(?:'t|not)|unable|fail\w*|denied|refus\w*|impossible|won't|lock/i.test(spokenWords(question));
    if (!lock || !isObject(retention) || !asked) return {};
    const [mode, days] = [
      text(retention, "Mode"),
      retention["Days"] ?? `${String(retention["Years"])} years`,
    ];
    return {
      faults: [
        blame(bucket, {
          property: "ObjectLockConfiguration DefaultRetention",
          observed: { Mode: mode, Days: days },
          expected: "no retention, where objects may be deleted",
          title: `Object Lock keeps every version in bucket ${bucket.id} for ${String(days)} days (DefaultRetention ${mode})`,
          explanation: `Bucket ${bucket.id} has ObjectLock with DefaultRetention Mode ${mode}, Days ${String(days)}: ${mode === "COMPLIANCE" ? "nobody, not even root," : "nobody without s3:BypassGovernanceRetention"} can delete a version before that time; S3 answers AccessDenied.`,
          evidence: [facts.cite(lock, "/ObjectLockConfiguration")],
        }),
      ],
    };
  },
});

/** Only a bucket with versioning keeps what is overwritten or deleted ("Retaining multiple versions of objects with S3 Versioning"). */
export const versioning: Check = resourceCheck({
  id: "s3.versioning",
  title: "versioning of the bucket",
  type,
  reach: 0,
  needed: bucketStateRead,
  judge: (bucket, { facts, question }) => {
    const asked =
      /(?:older|previous|earlier|former|old|yesterday\S*|last) versions?|versions? list|versioning|overw(?:rite|rote|ritten)\w*|no (?:\w+ )?versions?|go back to|roll(?:ed)? back|(?:get|bring) \S+ back|restore/i.test(
        spokenWords(question),
      );
    const answer = facts.get("AWS::S3::BucketVersioning", bucket.id);
    if (!asked || !answer) return {};
    const status = text(answer.data, "Status");
    const evidence = [facts.cite(answer)];
    if (status === "Enabled") return { fine: `versioning of ${bucket.id} is Enabled`, evidence };
    // Objects that are archived, or a deletion that left its marker, are matters of their own.
    const marked = facts
      .all("AWS::S3::DeleteMarker")
      .some((one) => one.id.startsWith(`${bucket.id}/`) && one.data["IsLatest"] === true);
    if (marked || /InvalidObjectState|glacier/i.test(spokenWords(question))) return {};
    return {
      faults: [
        blame(bucket, {
          property: "Versioning Status",
          observed: status === "" ? "never enabled" : status,
          expected: "Enabled",
          title: `Versioning of bucket ${bucket.id} is ${status === "" ? "not enabled" : status}`,
          explanation: `Bucket ${bucket.id} has versioning Status ${status === "" ? "(never enabled)" : status}: what is overwritten or deleted leaves no older version to go back to.`,
          evidence,
          change: {
            summary: `Enable versioning of ${bucket.id}, for the next time`,
            commands: [
              [
                "aws",
                "s3api",
                "put-bucket-versioning",
                "--bucket",
                bucket.id,
                "--versioning-configuration",
                "Status=Enabled",
              ],
            ],
            risk: "Every version is paid for; add a lifecycle rule for noncurrent versions. What is lost already does not come back.",
            rollback: shellCommand`aws s3api put-bucket-versioning --bucket ${bucket.id} --versioning-configuration Status=Suspended`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** Why objects cannot be read, deleted or brought back. */
export const checks: readonly Check[] = [archivedObjects, objectLock, versioning];
