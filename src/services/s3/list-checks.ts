import type { Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import type { ListRead } from "../../diagnose/listing-check.ts";
import { objects, text } from "../../facts/reader.ts";

const type = "AWS::S3::Bucket";
const probe = { probe: "s3/posture", variables: {} } as const;
const list: ListRead = { service: "s3", operation: "ListBuckets" };
const read =
  (operation: string) =>
  ({ id }: Resource): readonly ListRead[] => [{ service: "s3", operation, params: { Bucket: id } }];
const ofBuckets = (words: string): boolean => /\bbuckets?\b/i.test(words);
/** A standard that is checked as a whole has its own check. */
const standard = (words: string): boolean => /standard|complian|comply|violat|baseline/i.test(words);
const without = /\b(?:no|not|without|lack\w*|missing|never|disabled|suspended|un\w+)\b|n't\b/i;

/** "Using versioning in S3 buckets": no Status means never enabled. */
export const unversioned: Check = listingCheck({
  id: "s3.list-unversioned",
  title: "versioning of the buckets",
  type,
  asks: (words) => ofBuckets(words) && /version/i.test(words) && without.test(words) && !standard(words),
  probe,
  list,
  each: read("GetBucketVersioning"),
  judge: ({ id }, facts) => {
    const versioning = facts.get("AWS::S3::BucketVersioning", id);
    const status = text(versioning?.data, "Status");
    return versioning && status !== "Enabled"
      ? {
          property: "versioning Status",
          observed: status === "" ? null : status,
          expected: "Enabled",
          says: status === "" ? "has no versioning (never enabled)" : `has versioning ${status}`,
          evidence: [facts.cite(versioning)],
        }
      : undefined;
  },
});

const settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

/** All four settings count ("Blocking public access"); a bucket without a configuration has none of them. */
export const unblocked: Check = listingCheck({
  id: "s3.list-unblocked",
  title: "Block Public Access of the buckets",
  type,
  asks: (words) =>
    ofBuckets(words) &&
    /block(?:ed|ing)? public access|public access block|\bbpa\b/i.test(words) &&
    !standard(words),
  probe,
  list,
  each: read("GetPublicAccessBlock"),
  judge: ({ id }, facts) => {
    const block = facts.get("AWS::S3::PublicAccessBlock", id);
    const answer = facts.read("s3", "GetPublicAccessBlock", { Bucket: id });
    const held = block?.data["PublicAccessBlockConfiguration"];
    const off = settings.filter((name) => !isObject(held) || held[name] !== true);
    if (off.length === 0 || answer?.error?.denied === true) return undefined;
    return {
      property: "public access block",
      observed: block ? off.map((name) => `${name} false`) : "absent",
      expected: "all four settings on",
      says: block ? `has ${off.join(", ")} off` : "has no Block Public Access configuration",
      evidence: block ? [facts.cite(block)] : answer ? facts.citeRefusal(answer) : [],
    };
  },
  pillars: ["security"],
});

export const untagged: Check = listingCheck({
  id: "s3.list-untagged",
  title: "tags of the buckets",
  type,
  asks: (words) =>
    ofBuckets(words) &&
    /untagged|(?:without|no|lack\w*|missing) (?:any |the )?(?:\S+ )?tags?\b/i.test(words) &&
    !standard(words),
  probe,
  list,
  each: read("GetBucketTagging"),
  judge: ({ id }, facts, { question }) => {
    const key = /\b(?:the |an? )?["'`]?([\w:-]+)["'`]? tag\b/i.exec(question.text)?.[1];
    const wanted = key !== undefined && !/^(?:any|a|an|no|the|without|of)$/i.test(key) ? key : undefined;
    const tags = facts.get("AWS::S3::BucketTagging", id);
    const answer = facts.read("s3", "GetBucketTagging", { Bucket: id });
    const held = objects(tags?.data, "TagSet").map((tag) => text(tag, "Key"));
    const missing = wanted === undefined ? held.length === 0 : !held.includes(wanted);
    return missing && answer?.error?.denied !== true
      ? {
          property: "TagSet",
          observed: held,
          expected: wanted ?? "tags",
          says: wanted === undefined ? "has no tag" : `has no tag ${wanted}`,
          evidence: tags ? [facts.cite(tags)] : answer ? facts.citeRefusal(answer) : [],
        }
      : undefined;
  },
});

export const everyBucket: Check = allOfKind({
  id: "s3.list-all-buckets",
  type,
  nouns: "(?:s3 )?buckets",
  probe: { probe: "s3/inventory", variables: {} },
  list,
});

export const checks: readonly Check[] = [everyBucket, unversioned, unblocked, untagged];
