import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { isObject } from "../../core/json/json.ts";
import type { Check, CheckContext, Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { wantedStandards } from "./standards.ts";

const type = "AWS::S3::Bucket";
const bucketRef = (id: string, { account, region }: { account: string; region: string }) => ({
  type,
  id,
  name: id,
  arn: `arn:aws:s3:::${id}`,
  account,
  region,
});

/** The buckets that the question names, else all; undefined while they are not read. */
function bucketsAsked(context: CheckContext): readonly string[] {
  const named = context.subjects.filter(({ ref }) => ref.type === type).map(({ ref }) => ref.id);
  return named.length > 0 ? named : context.facts.all(type).map(({ id }) => id);
}

function unread(context: CheckContext): Judgement | undefined {
  const { facts } = context;
  const buckets = bucketsAsked(context);
  const named = context.subjects.some(({ ref }) => ref.type === type);
  const probe = {
    probe: "s3/posture",
    variables: { buckets: named ? [...buckets] : [] },
    reason: "who may reach the buckets, and how they are kept",
  };
  const posture = (bucket: string) =>
    facts.read("s3", "GetPublicAccessBlock", { Bucket: bucket }) &&
    facts.read("s3", "GetBucketAcl", { Bucket: bucket });
  return (!named && !facts.read("s3", "ListBuckets")) || buckets.some((bucket) => !posture(bucket))
    ? { probes: [probe] }
    : undefined;
}

/** A standard that the question states (versioned, encrypted with an alias, private, by tag) is checked bucket by bucket. */
export const standards: Check = {
  id: "s3.standards",
  title: "the standard that the question states, bucket by bucket",
  run: (context) => {
    const wanted = wantedStandards(context.question.text);
    if (!wanted) return { kind: "apart" };
    const missing = unread(context);
    if (missing) return combined([missing]);
    const { facts } = context;
    const inScope = bucketsAsked(context).filter((bucket) =>
      wanted.tags.every(({ key, value }) => tagOf(facts, bucket, key).some((tag) => tag === value)),
    );
    return combined(inScope.map((bucket) => judgeStandards(bucket, wanted, context)));
  },
};

function tagOf(facts: Facts, bucket: string, key: string): readonly string[] {
  const tags = objects(facts.get("AWS::S3::BucketTagging", bucket)?.data, "TagSet").filter(
    (tag) => key === "" || text(tag, "Key") === key,
  );
  return tags.map((tag) => text(tag, "Value"));
}

function judgeStandards(
  bucket: string,
  wanted: NonNullable<ReturnType<typeof wantedStandards>>,
  { facts, region }: CheckContext,
): Judgement {
  const ref = bucketRef(bucket, { account: facts.account, region });
  const cited = (resource: Resource | undefined, operation: string) => {
    const read = facts.read("s3", operation, { Bucket: bucket });
    return resource ? [facts.cite(resource)] : read ? facts.citeRefusal(read) : [];
  };
  const breach = (
    property: string,
    observed: string,
    expected: string,
    evidence: readonly Evidence[],
    command: readonly string[],
  ) =>
    blame(ref, {
      property,
      observed,
      expected,
      title: `Bucket ${bucket} breaks the standard: ${property} is ${observed}`,
      explanation: `Bucket ${bucket} has ${property} ${observed}, where the standard asks for ${expected}.`,
      evidence,
      pillars: ["security"],
      change: {
        summary: `Set ${property} of ${bucket} to ${expected}`,
        commands: [command],
        risk: "See that no writer depends on the present setting.",
        rollback: `set ${property} of ${bucket} back to ${observed}`,
        edits: [],
      },
    });
  const faults: Fault[] = [];
  const versioning = facts.get("AWS::S3::BucketVersioning", bucket);
  const status = text(versioning?.data, "Status") || "never enabled";
  if (wanted.versioned && status !== "Enabled")
    faults.push(
      breach("versioning Status", status, "Enabled", cited(versioning, "GetBucketVersioning"), [
        "aws",
        "s3api",
        "put-bucket-versioning",
        "--bucket",
        bucket,
        "--versioning-configuration",
        "Status=Enabled",
      ]),
    );
  const encryption = facts.get("AWS::S3::BucketEncryption", bucket);
  const rule = objects(encryption?.data["ServerSideEncryptionConfiguration"], "Rules")[0]?.[
    "ApplyServerSideEncryptionByDefault"
  ];
  const [algorithm, key] = [text(rule, "SSEAlgorithm"), text(rule, "KMSMasterKeyID")];
  const ciphered =
    wanted.key === undefined
      ? algorithm !== "" || !wanted.encrypted
      : key.endsWith(wanted.key) || keyOfAlias(facts, wanted.key, key);
  if (wanted.encrypted && !ciphered) {
    const observed = algorithm === "" ? "no SSE-KMS configuration" : `${algorithm} ${key}`.trim();
    const expected = wanted.key === undefined ? "default encryption" : `SSE-KMS with ${wanted.key}`;
    faults.push(
      breach("encryption", observed, expected, cited(encryption, "GetBucketEncryption"), [
        "aws",
        "s3api",
        "put-bucket-encryption",
        "--bucket",
        bucket,
        "--server-side-encryption-configuration",
        JSON.stringify({
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: "aws:kms",
                ...(wanted.key !== undefined && { KMSMasterKeyID: wanted.key }),
              },
            },
          ],
        }),
      ]),
    );
  }
  const block = facts.get("AWS::S3::PublicAccessBlock", bucket)?.data["PublicAccessBlockConfiguration"];
  const settings = [
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
  ].filter((name) => !isObject(block) || block[name] !== true);
  if (wanted.private && settings.length > 0)
    faults.push(
      breach(
        "public access block",
        isObject(block) ? `${settings.join(", ")} off` : "absent",
        "all four settings on",
        cited(facts.get("AWS::S3::PublicAccessBlock", bucket), "GetPublicAccessBlock"),
        [
          "aws",
          "s3api",
          "put-public-access-block",
          "--bucket",
          bucket,
          "--public-access-block-configuration",
          "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
        ],
      ),
    );
  return faults.length > 0
    ? { faults }
    : { fine: `bucket ${bucket} meets the standard`, evidence: versioning ? [facts.cite(versioning)] : [] };
}

/** A bucket may name the key itself where the standard names its alias. */
function keyOfAlias(facts: Facts, alias: string, key: string): boolean {
  const target = text(facts.get("AWS::KMS::Alias", alias)?.data, "TargetKeyId");
  return target !== "" && key.endsWith(target);
}
