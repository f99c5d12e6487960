import type { Resource } from "../../core/facts.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { isObject } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { allLines } from "../../diagnose/logs/log-event.ts";
import { objects, text } from "../../facts/reader.ts";
import { bucketStateRead, keysAsked, prefixesAsked } from "./bucket-read.ts";

const type = "AWS::S3::Bucket";

export function prefixOf(rule: JsonObject): string {
  const filter = rule["Filter"];
  if (!isObject(filter)) return text(rule, "Prefix");
  return (
    text(filter, "Prefix") ||
    (isObject(filter["And"]) ? text(filter["And"], "Prefix") : "") ||
    text(rule, "Prefix")
  );
}

/** Whether the question is about something that a rule on this prefix touches. */
export function touches(prefix: string, context: CheckContext): boolean {
  const asked = [...prefixesAsked(context), ...keysAsked(context)];
  return asked.length === 0 || asked.some((one) => one.startsWith(prefix) || prefix.startsWith(one));
}

/** Lifecycle rules delete without a trace in the bucket; without versioning for good ("Managing the lifecycle of objects"). */
export const lifecycle: Check = resourceCheck({
  id: "s3.lifecycle",
  title: "lifecycle rules that delete objects of the bucket",
  type,
  needed: bucketStateRead,
  judge: (bucket, context) => {
    const { facts, question } = context;
    const configuration = facts.get("AWS::S3::BucketLifecycle", bucket.id);
    const rules = objects(configuration?.data, "Rules");
    const read = facts.read("s3", "GetBucketLifecycleConfiguration", { Bucket: bucket.id });
    if (!configuration)
      return read?.error?.code === "NoSuchLifecycleConfiguration"
        ? { fine: `bucket ${bucket.id} has no lifecycle rule`, evidence: facts.citeRefusal(read) }
        : {};
    const index = rules.findIndex(
      (rule) => text(rule, "Status") === "Enabled" && expires(rule) && touches(prefixOf(rule), context),
    );
    const rule = rules[index];
    if (!rule)
      return {
        fine: `no enabled lifecycle rule of ${bucket.id} deletes what is asked about`,
        evidence: [facts.cite(configuration, "/Rules")],
      };
    const asked =
      /disappear|vanish|gone|missing|delet|lost|remov|expir|keep|lifecycle|where (?:did|are|is)/i.test(
        spokenWords(question),
      );
    const [id, prefix, days] = [text(rule, "ID"), prefixOf(rule), daysOf(rule)];
    const versioning = text(facts.get("AWS::S3::BucketVersioning", bucket.id)?.data, "Status");
    const setting = isObject(rule["Expiration"])
      ? "Expiration.Days"
      : "NoncurrentVersionExpiration.NoncurrentDays";
    return {
      faults: [
        blame(bucket, {
          property: `Lifecycle rule ${id} ${setting}`,
          observed: { Prefix: prefix, Days: days, Status: "Enabled" },
          expected: "no expiration of what has to be kept, or versioning",
          title: `Lifecycle rule ${id} of bucket ${bucket.id} deletes objects under ${prefix === "" ? "every prefix" : prefix} after ${days} days`,
          explanation: `Bucket ${bucket.id} has lifecycle rule ${id}, enabled, with Expiration after ${days} days for prefix ${prefix === "" ? "(all objects)" : prefix}: S3 deletes these objects itself${versioning === "Enabled" ? "; versioning is on, so older versions are still there" : ", for good, for versioning is not enabled"}.`,
          evidence: [facts.cite(configuration, `/Rules/${index}`)],
          role: asked ? "root" : "bystander",
          change: {
            summary: `Disable lifecycle rule ${id} of ${bucket.id}`,
            commands: [
              [
                "aws",
                "s3api",
                "put-bucket-lifecycle-configuration",
                "--bucket",
                bucket.id,
                "--lifecycle-configuration",
                JSON.stringify({
                  Rules: rules.map((one, at) => (at === index ? { ...one, Status: "Disabled" } : one)),
                }),
              ],
            ],
            risk: "What is kept is paid for. Deleted objects come back only from versions or a backup.",
            rollback: shellCommand`aws s3api put-bucket-lifecycle-configuration --bucket ${bucket.id} --lifecycle-configuration ${JSON.stringify({ Rules: rules })}`,
            edits: [
              {
                op: "replace",
                type: configuration.type,
                id: bucket.id,
                path: `/Rules/${index}/Status`,
                value: "Disabled",
              },
            ],
          },
        }),
      ],
    };
  },
});

function expires(rule: JsonObject): boolean {
  const expiration = rule["Expiration"];
  return (
    (isObject(expiration) && ("Days" in expiration || "Date" in expiration)) ||
    isObject(rule["NoncurrentVersionExpiration"])
  );
}

function daysOf(rule: JsonObject): string {
  const expiration = rule["Expiration"];
  if (isObject(expiration)) return String(expiration["Days"] ?? expiration["Date"]);
  const older = rule["NoncurrentVersionExpiration"];
  return isObject(older) ? String(older["NoncurrentDays"]) : "";
}

/** In a versioned bucket a delete only puts a marker on top: the data lie below it ("Working with delete markers"). */
export const deletedObject: Check = resourceCheck({
  id: "s3.deleted-object",
  title: "delete markers over the objects that the question names",
  type,
  reach: 0,
  needed: bucketStateRead,
  judge: (bucket, context) => {
    const keys = keysAsked(context);
    const markers = context.facts
      .all("AWS::S3::DeleteMarker")
      .filter((one) => one.id.startsWith(`${bucket.id}/`) && one.data["IsLatest"] === true);
    const marker =
      markers.find((one) => keys.includes(text(one.data, "Key"))) ??
      (keys.length === 0 && /delet|gone|missing|disappear|vanish/i.test(spokenWords(context.question))
        ? markers[0]
        : undefined);
    if (!marker) return {};
    return { faults: [markerFault(bucket, marker, context)] };
  },
});

function markerFault(bucket: Resource, marker: Resource, { facts }: CheckContext) {
  const key = text(marker.data, "Key");
  const older = facts
    .all("AWS::S3::ObjectVersion")
    .filter((one) => one.id.startsWith(`${bucket.id}/${key}#`));
  const versionId = text(marker.data, "VersionId");
  return blame(
    {
      type: "AWS::S3::Object",
      id: `s3://${bucket.id}/${key}`,
      name: key,
      arn: `arn:aws:s3:::${bucket.id}/${key}`,
      region: bucket.region,
      account: bucket.account,
    },
    {
      property: "latest version",
      observed: "delete marker",
      expected: older.length > 0 ? "the data version below it" : "an object",
      title: `The latest version of ${key} in ${bucket.id} is a delete marker${older.length > 0 ? "; the data version still exists" : ""}`,
      explanation: `s3://${bucket.id}/${key} was deleted: its latest version is a delete marker (${versionId})${older.length > 0 ? `, and an older data version still exists and can be restored` : ", and no older version is left"}.`,
      evidence: [facts.cite(marker), ...older.slice(0, 1).map((one) => facts.cite(one))],
      ...(older.length > 0 && {
        change: {
          summary: `Remove the delete marker of ${key}`,
          commands: [
            ["aws", "s3api", "delete-object", "--bucket", bucket.id, "--key", key, "--version-id", versionId],
          ],
          risk: "The object is there again for everybody who may read it.",
          rollback: shellCommand`aws s3api delete-object --bucket ${bucket.id} --key ${key}`,
          edits: [{ op: "delete" as const, type: marker.type, id: marker.id }],
        },
      }),
    },
  );
}

/** "Controlling ownership of objects": with BucketOwnerEnforced every request with an ACL fails. */
export const aclSupport: Check = resourceCheck({
  id: "s3.acl-support",
  title: "whether the bucket accepts ACLs",
  type,
  reach: 0,
  needed: bucketStateRead,
  judge: (bucket, { facts, question }) => {
    const controls = facts.get("AWS::S3::BucketOwnershipControls", bucket.id);
    const ownership = text(objects(controls?.data["OwnershipControls"], "Rules")[0], "ObjectOwnership");
    if (!controls || ownership !== "BucketOwnerEnforced") return {};
    const refused = errorsIn(allLines(facts)).filter((error) => error.kind === "acl-not-supported");
    if (
      !/\bacls?\b|AccessControlList|public-read|canned/i.test(spokenWords(question)) &&
      refused.length === 0
    )
      return {};
    return {
      faults: [
        blame(bucket, {
          property: "ObjectOwnership",
          observed: ownership,
          expected: "requests without an ACL, or BucketOwnerPreferred",
          title: `Bucket ${bucket.id} has ObjectOwnership BucketOwnerEnforced: ACLs are disabled`,
          explanation: `Bucket ${bucket.id} has ObjectOwnership BucketOwnerEnforced, so ACLs are disabled: a request that sets one, such as --acl public-read, fails with AccessControlListNotSupported.`,
          evidence: [
            facts.cite(controls, "/OwnershipControls/Rules/0/ObjectOwnership"),
            ...refused.slice(-1).map((error) => facts.cite(error.line.resource)),
          ],
          change: {
            summary: "Leave --acl away and grant access by the bucket policy",
            commands: [],
            risk: "Turning ACLs on again (BucketOwnerPreferred) is not advised: policies are easier to review.",
            rollback: "nothing is changed in the account",
            edits: [],
          },
        }),
      ],
    };
  },
});
