import type { Facts, Resource } from "../../core/facts.ts";
import { parsePolicy } from "../../core/policy/parse-policy.ts";
import type { Evidence } from "../../core/finding.ts";
import { isObject } from "../../core/json.ts";
import type { Check, CheckContext, Fault } from "../../diagnose/check.ts";
import { isPublicStatement } from "../../diagnose/authorization/public-access.ts";
import { blockSetting } from "../../diagnose/authorization/bucket-access.ts";
import { blame } from "../../diagnose/blame.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { wantedStandards } from "./standards.ts";

const type = "AWS::S3::Bucket";
const bucketRef = (id: string, { account, region }: { account: string; region: string }) => ({ type, id, name: id, arn: `arn:aws:s3:::${id}`, account, region });

/** The buckets that the question names, else all; undefined while they are not read. */
function bucketsAsked(context: CheckContext): readonly string[] {
  const named = context.subjects.filter(({ ref }) => ref.type === type).map(({ ref }) => ref.id);
  return named.length > 0 ? named : context.facts.all(type).map(({ id }) => id);
}

function unread(context: CheckContext): Judgement | undefined {
  const { facts } = context;
  const buckets = bucketsAsked(context);
  const named = context.subjects.some(({ ref }) => ref.type === type);
  const probe = { probe: "s3/posture", variables: { buckets: named ? [...buckets] : [] }, reason: "who may reach the buckets, and how they are kept" };
  const posture = (bucket: string) => facts.read("s3", "GetPublicAccessBlock", { Bucket: bucket }) && facts.read("s3", "GetBucketAcl", { Bucket: bucket });
  return (!named && !facts.read("s3", "ListBuckets")) || buckets.some((bucket) => !posture(bucket)) ? { probes: [probe] } : undefined;
}

/** A bucket is public when its policy or an ACL admits everybody and no switch of Block Public Access stands before it. */
export const exposure: Check = {
  id: "s3.exposure",
  title: "public access to the buckets",
  run: (context) => {
    if (!/public|expos|anyone|everyone|internet|world|leak|anonymous|open\b/i.test(context.question.text)) return { kind: "apart" };
    if (context.subjects.some(({ ref }) => ref.type !== type) && !/bucket|\bs3\b|storage/i.test(context.question.text)) return { kind: "apart" };
    if (!/bucket|\bs3\b|storage|object/i.test(context.question.text) && !context.subjects.some(({ ref }) => ref.type === type)) return { kind: "apart" };
    const missing = unread(context);
    if (missing) return combined([missing]);
    return combined(bucketsAsked(context).map((bucket) => judgeExposure(bucket, context)));
  },
};

function judgeExposure(bucket: string, { facts, region }: CheckContext): Judgement {
  const ways = [policyWay(bucket, facts), aclWay(bucket, facts)].filter((way) => way !== undefined);
  const block = facts.get("AWS::S3::PublicAccessBlock", bucket);
  const blockRead = facts.read("s3", "GetPublicAccessBlock", { Bucket: bucket });
  const blocked = [...(block ? [facts.cite(block)] : blockRead ? facts.citeRefusal(blockRead) : [])];
  const [way] = ways;
  if (!way) return { fine: `bucket ${bucket} is not public`, evidence: blocked };
  const value = "Public access block: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets on";
  return {
    faults: [
      blame(bucketRef(bucket, { account: facts.account, region }), {
        property: way.property,
        observed: way.observed,
        expected: value,
        title: `Bucket ${bucket} is public: ${way.says}`,
        explanation: `Bucket ${bucket} can be read from the internet: its ${way.says}, without condition, and no Block Public Access (public access block) stands before it.`,
        evidence: [...way.evidence, ...blocked],
        severity: "critical",
        pillars: ["security"],
        change: {
          summary: `Block public access to ${bucket}`,
          commands: [["aws", "s3api", "put-public-access-block", "--bucket", bucket, "--public-access-block-configuration", "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"]],
          risk: "What is public on purpose (a website, downloads) stops being served: ask the owner first, and serve it through CloudFront.",
          rollback: block ? `aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration '${JSON.stringify(block.data["PublicAccessBlockConfiguration"])}'` : `aws s3api delete-public-access-block --bucket ${bucket}`,
          edits: [],
        },
      }),
    ],
  };
}

interface Way {
  readonly property: string;
  readonly observed: string;
  readonly says: string;
  readonly evidence: readonly Evidence[];
}

function policyWay(bucket: string, facts: Facts): Way | undefined {
  const policy = facts.get("AWS::S3::BucketPolicy", bucket);
  const parsed = policy && parsePolicy(policy.data["Policy"] ?? null);
  const parsedStatements = parsed?.kind === "policy" ? parsed.statements : [];
  const index = parsedStatements.findIndex(isPublicStatement);
  const statement = parsedStatements[index];
  if (!policy || !statement || blockSetting(facts, bucket, "RestrictPublicBuckets").kind === "on") return undefined;
  const document = policy.data["Policy"];
  const statements = isObject(document) ? objects(document, "Statement") : [];
  const one = statements[index] ?? {};
  const actions = JSON.stringify(one["Action"] ?? one["NotAction"]).replaceAll(/["[\]]/g, "");
  return {
    property: `Policy${text(one, "Sid") === "" ? "" : ` ${text(one, "Sid")}`}`,
    observed: `Principal * ${actions}`,
    says: `bucket policy allows Principal * ${actions}`,
    evidence: [facts.cite(policy, Array.isArray(isObject(document) ? document["Statement"] : undefined) ? `/Policy/Statement/${index}` : "/Policy/Statement")],
  };
}

const everybody = /AllUsers|AuthenticatedUsers/;

function aclWay(bucket: string, facts: Facts): Way | undefined {
  const acl = facts.get("AWS::S3::BucketAcl", bucket);
  const grants = objects(acl?.data, "Grants");
  const index = grants.findIndex((grant) => isObject(grant["Grantee"]) && everybody.test(text(grant["Grantee"], "URI")));
  const controls = facts.get("AWS::S3::BucketOwnershipControls", bucket);
  const enforced = text(objects(controls?.data["OwnershipControls"], "Rules")[0], "ObjectOwnership") === "BucketOwnerEnforced";
  if (!acl || index < 0 || enforced || blockSetting(facts, bucket, "IgnorePublicAcls").kind === "on") return undefined;
  const permission = text(grants[index], "Permission");
  return { property: "Acl Grants", observed: `AllUsers ${permission}`, says: `ACL grants AllUsers ${permission}`, evidence: [facts.cite(acl, `/Grants/${index}`)] };
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
    const inScope = bucketsAsked(context).filter((bucket) => wanted.tags.every(({ key, value }) => tagOf(facts, bucket, key).some((tag) => tag === value)));
    return combined(inScope.map((bucket) => judgeStandards(bucket, wanted, context)));
  },
};

function tagOf(facts: Facts, bucket: string, key: string): readonly string[] {
  const tags = objects(facts.get("AWS::S3::BucketTagging", bucket)?.data, "TagSet").filter((tag) => key === "" || text(tag, "Key") === key);
  return tags.map((tag) => text(tag, "Value"));
}

function judgeStandards(bucket: string, wanted: NonNullable<ReturnType<typeof wantedStandards>>, { facts, region }: CheckContext): Judgement {
  const ref = bucketRef(bucket, { account: facts.account, region });
  const cited = (resource: Resource | undefined, operation: string) => {
    const read = facts.read("s3", operation, { Bucket: bucket });
    return resource ? [facts.cite(resource)] : read ? facts.citeRefusal(read) : [];
  };
  const breach = (property: string, observed: string, expected: string, evidence: readonly Evidence[], command: readonly string[]) =>
    blame(ref, {
      property,
      observed,
      expected,
      title: `Bucket ${bucket} breaks the standard: ${property} is ${observed}`,
      explanation: `Bucket ${bucket} has ${property} ${observed}, where the standard asks for ${expected}.`,
      evidence,
      pillars: ["security"],
      change: { summary: `Set ${property} of ${bucket} to ${expected}`, commands: [command], risk: "See that no writer depends on the present setting.", rollback: `set ${property} of ${bucket} back to ${observed}`, edits: [] },
    });
  const faults: Fault[] = [];
  const versioning = facts.get("AWS::S3::BucketVersioning", bucket);
  const status = text(versioning?.data, "Status") || "never enabled";
  if (wanted.versioned && status !== "Enabled") faults.push(breach("versioning Status", status, "Enabled", cited(versioning, "GetBucketVersioning"), ["aws", "s3api", "put-bucket-versioning", "--bucket", bucket, "--versioning-configuration", "Status=Enabled"]));
  const encryption = facts.get("AWS::S3::BucketEncryption", bucket);
  const rule = objects(encryption?.data["ServerSideEncryptionConfiguration"], "Rules")[0]?.["ApplyServerSideEncryptionByDefault"];
  const [algorithm, key] = [text(rule, "SSEAlgorithm"), text(rule, "KMSMasterKeyID")];
  const ciphered = wanted.key === undefined ? algorithm !== "" || !wanted.encrypted : key.endsWith(wanted.key) || keyOfAlias(facts, wanted.key, key);
  if (wanted.encrypted && !ciphered) {
    const observed = algorithm === "" ? "no SSE-KMS configuration" : `${algorithm} ${key}`.trim();
    const expected = wanted.key === undefined ? "default encryption" : `SSE-KMS with ${wanted.key}`;
    faults.push(breach("encryption", observed, expected, cited(encryption, "GetBucketEncryption"), ["aws", "s3api", "put-bucket-encryption", "--bucket", bucket, "--server-side-encryption-configuration", JSON.stringify({ Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", ...(wanted.key !== undefined && { KMSMasterKeyID: wanted.key }) } }] })]));
  }
  const block = facts.get("AWS::S3::PublicAccessBlock", bucket)?.data["PublicAccessBlockConfiguration"];
  const settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"].filter((name) => !isObject(block) || block[name] !== true);
  if (wanted.private && settings.length > 0) faults.push(breach("public access block", isObject(block) ? `${settings.join(", ")} off` : "absent", "all four settings on", cited(facts.get("AWS::S3::PublicAccessBlock", bucket), "GetPublicAccessBlock"), ["aws", "s3api", "put-public-access-block", "--bucket", bucket, "--public-access-block-configuration", "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"]));
  return faults.length > 0 ? { faults } : { fine: `bucket ${bucket} meets the standard`, evidence: versioning ? [facts.cite(versioning)] : [] };
}

/** A bucket may name the key itself where the standard names its alias. */
function keyOfAlias(facts: Facts, alias: string, key: string): boolean {
  const target = text(facts.get("AWS::KMS::Alias", alias)?.data, "TargetKeyId");
  return target !== "" && key.endsWith(target);
}
