import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { isObject } from "../../core/json/json.ts";
import { yes } from "../../core/policy/match.ts";
import { objects, text } from "../../facts/reader.ts";
import type { Hit, LayerAnswer } from "./policy-set.ts";
import type { Principal } from "./principal.ts";
import { isPublicStatement } from "./public-access.ts";
import type { Target } from "./target.ts";

/** What S3's own switches make of a bucket's policy and ACLs (S3 User Guide, Blocking public access; Controlling ownership of objects). */
export function withBucketSwitches(
  facts: Facts,
  answer: LayerAnswer,
  target: Target,
  principal: Principal,
  action: string,
): LayerAnswer {
  const { bucket } = target;
  if (bucket === undefined || target.account !== facts.account) return answer;
  const acl = aclAnswer(facts, target, bucket, principal, action);
  const joined: LayerAnswer = {
    ...answer,
    applies: answer.applies || acl.hits.length > 0 || acl.missing.length > 0,
    allows: [...answer.allows, ...acl.hits],
    unreadGrants: acl.missing,
    silence: [...answer.silence, ...acl.silence],
  };
  return principal.home || principal.caller.kind === "service" ? joined : restricted(facts, joined, bucket);
}

/** RestrictPublicBuckets: a bucket with a public policy serves only its own account and AWS services. */
function restricted(facts: Facts, answer: LayerAnswer, bucket: string): LayerAnswer {
  const isPublic = answer.policies.some((policy) => policy.statements.some(isPublicStatement));
  if (!isPublic || answer.allows.length === 0) return answer;
  const block = blockSetting(facts, bucket, "RestrictPublicBuckets");
  if (block.kind === "off") return answer;
  if (block.kind === "unread")
    return { ...answer, unreadGrants: [...(answer.unreadGrants ?? []), block.missing], allows: [] };
  const kept = answer.allows.filter((hit) => hit.source?.resource.type !== "AWS::S3::BucketPolicy");
  return {
    ...answer,
    allows: kept,
    silence: [...block.evidence, ...answer.silence],
    why: `RestrictPublicBuckets of ${bucket} keeps its public policy from serving callers outside the account`,
  };
}

type BlockSetting =
  | { readonly kind: "on"; readonly evidence: readonly Evidence[] }
  | { readonly kind: "off" }
  | { readonly kind: "unread"; readonly missing: Missing };

/** A setting of Block Public Access is on when the bucket or its account has it. */
export function blockSetting(facts: Facts, bucket: string, setting: string): BlockSetting {
  const own = facts.get("AWS::S3::PublicAccessBlock", bucket);
  const account = facts.get("AWS::S3::AccountPublicAccessBlock", facts.account);
  for (const resource of [own, account]) {
    const configuration = resource?.data["PublicAccessBlockConfiguration"];
    if (resource && isObject(configuration) && configuration[setting] === true)
      return { kind: "on", evidence: [facts.cite(resource, `/PublicAccessBlockConfiguration/${setting}`)] };
  }
  const read = facts.read("s3", "GetPublicAccessBlock", { Bucket: bucket });
  if (own || read?.error?.code === "NoSuchPublicAccessBlockConfiguration") return { kind: "off" };
  return {
    kind: "unread",
    missing: { read: "s3:GetBucketPublicAccessBlock", why: read?.error?.code ?? "not read" },
  };
}

interface AclAnswer {
  readonly hits: readonly Hit[];
  readonly missing: readonly Missing[];
  readonly silence: readonly Evidence[];
}

const groups: { readonly [uri: string]: "everyone" | "authenticated" } = {
  "http://acs.amazonaws.com/groups/global/AllUsers": "everyone",
  "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "authenticated",
};
const objectPermissions: { readonly [action: string]: string } = {
  "s3:getobject": "READ",
  "s3:getobjectversion": "READ",
  "s3:getobjectacl": "READ_ACP",
  "s3:putobjectacl": "WRITE_ACP",
};
const bucketPermissions: { readonly [action: string]: string } = {
  "s3:listbucket": "READ",
  "s3:listbucketversions": "READ",
  "s3:listbucketmultipartuploads": "READ",
  "s3:putobject": "WRITE",
  "s3:deleteobject": "WRITE",
  "s3:getbucketacl": "READ_ACP",
  "s3:putbucketacl": "WRITE_ACP",
};

/** What ACLs grant to everyone: nothing where the bucket owner's word alone counts (BucketOwnerEnforced), and nothing where public ACLs are ignored. */
function aclAnswer(
  facts: Facts,
  target: Target,
  bucket: string,
  principal: Principal,
  action: string,
): AclAnswer {
  const name = action.toLowerCase();
  const onObject = objectPermissions[name];
  const wanted = onObject ?? bucketPermissions[name];
  if (wanted === undefined) return { hits: [], missing: [], silence: [] };
  const ownership = facts.get("AWS::S3::BucketOwnershipControls", bucket);
  if (ownership && JSON.stringify(ownership.data).includes("BucketOwnerEnforced"))
    return { hits: [], missing: [], silence: principal.home ? [] : [facts.cite(ownership)] };
  const acl =
    onObject === undefined
      ? facts.get("AWS::S3::BucketAcl", bucket)
      : facts.get("AWS::S3::ObjectAcl", `${bucket}/${target.key ?? ""}`);
  if (!acl)
    return {
      hits: [],
      missing: principal.home ? [] : unreadAcl(facts, target, bucket, onObject !== undefined),
      silence: [],
    };
  const found = objects(acl.data, "Grants").flatMap((grant, index) =>
    aclHit(facts, acl, bucket, grant, index, wanted, principal),
  );
  if (found.length === 0) return { hits: [], missing: [], silence: principal.home ? [] : [facts.cite(acl)] };
  const block = blockSetting(facts, bucket, "IgnorePublicAcls");
  if (block.kind === "on") return { hits: [], missing: [], silence: [...block.evidence] };
  return { hits: found, missing: block.kind === "unread" ? [block.missing] : [], silence: [] };
}

function unreadAcl(facts: Facts, target: Target, bucket: string, onObject: boolean): readonly Missing[] {
  const read = onObject
    ? facts.read("s3", "GetObjectAcl", { Bucket: bucket, Key: target.key ?? "" })
    : facts.read("s3", "GetBucketAcl", { Bucket: bucket });
  if (/NoSuchKey|NoSuchBucket/.test(read?.error?.code ?? "")) return [];
  return [{ read: onObject ? "s3:GetObjectAcl" : "s3:GetBucketAcl", why: read?.error?.code ?? "not read" }];
}

function aclHit(
  facts: Facts,
  acl: Resource,
  bucket: string,
  grant: Parameters<typeof text>[0],
  index: number,
  wanted: string,
  principal: Principal,
): readonly Hit[] {
  const permission = text(grant, "Permission");
  const grantee = isObject(grant) ? grant["Grantee"] : undefined;
  const group = groups[text(grantee, "URI")];
  if (group === undefined || (permission !== wanted && permission !== "FULL_CONTROL")) return [];
  if (group === "authenticated" && !("account" in principal.caller)) return [];
  return [
    {
      layer: "resource",
      policy: { id: `${bucket} ACL`, name: `${bucket} ACL`, attachedTo: `arn:aws:s3:::${bucket}` },
      statement: String(index),
      effect: "Allow",
      match: yes,
      reach: "everyone",
      why: `the ACL grants ${permission} to ${group === "everyone" ? "everyone" : "every AWS user"}`,
      evidence: [facts.cite(acl, `/Grants/${index}`)],
      source: { resource: acl, pointer: `/Grants/${index}` },
    },
  ];
}
