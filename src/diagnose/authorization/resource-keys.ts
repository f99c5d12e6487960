import { absent, known } from "../../core/policy/key-value.ts";
import type { KeyValue } from "../../core/policy/key-value.ts";
import { objects, text } from "../../facts/reader.ts";
import { organizationKey } from "./organization-keys.ts";
import type { RequestFacts } from "./request-keys.ts";
import { resourceTags } from "./tags.ts";

/** Condition keys about the resource (IAM User Guide, Global condition context keys, Properties of the resource). Undefined: not one of them, or not known. */
export function resourceKey(name: string, request: RequestFacts): KeyValue | undefined {
  const tag = /^[a-z0-9-]+:resourcetag\/(.+)$/.exec(name)?.[1];
  if (tag !== undefined) return tagKey(tag, request);
  const { facts, target } = request;
  switch (name) {
    case "aws:resourceaccount":
    case "s3:resourceaccount":
      return target.arn === "*"
        ? undefined
        : target.account === undefined
          ? { kind: "unknown", why: "the bucket's account is not known" }
          : known(target.account);
    case "aws:resourceorgid":
    case "aws:resourceorgpaths":
      if (target.account !== facts.account)
        return { kind: "unknown", why: "the resource belongs to another account" };
      return organizationKey(name.slice("aws:resource".length), facts);
    case "kms:resourcealiases":
      return aliases(request);
    case "kms:keyspec":
      return keyMember(request, "KeySpec");
    case "kms:keyusage":
      return keyMember(request, "KeyUsage");
    case "kms:keyorigin":
      return keyMember(request, "Origin");
    case "lambda:functionarn":
      return target.service === "lambda" ? known(target.arn) : undefined;
    default:
      return undefined;
  }
}

function tagKey(tag: string, { facts, target }: RequestFacts): KeyValue {
  if (target.key !== undefined) return absent;
  const tags = target.bucket === undefined ? resourceTags(facts, target) : bucketTags(target.bucket, facts);
  if (tags.kind === "unknown") return tags;
  const value = tags.tags.get(tag);
  return value === undefined ? absent : known(value);
}

/** A bucket's tags count in policies only where that is switched on for the bucket (S3 User Guide, Attribute-based access control). */
function bucketTags(bucket: string, facts: RequestFacts["facts"]): ReturnType<typeof resourceTags> {
  const read = facts.read("s3", "GetBucketTagging", { Bucket: bucket });
  if (read?.error?.code === "NoSuchTagSet") return { kind: "known", tags: new Map() };
  return {
    kind: "unknown",
    why: "tags of a bucket count only where attribute-based access control is switched on for it",
  };
}

function aliases({ facts, target }: RequestFacts): KeyValue | undefined {
  const id = /^key\/(.+)$/.exec(target.path)?.[1];
  if (target.service !== "kms" || id === undefined) return undefined;
  const read = facts.read("kms", "ListAliases", { KeyId: id });
  if (read?.complete !== true)
    return { kind: "unknown", why: read?.error?.code ?? "the key's aliases were not read" };
  return known(
    ...read.pages.flatMap(({ response }) =>
      objects(response, "Aliases").map((alias) => text(alias, "AliasName")),
    ),
  );
}

function keyMember({ facts, target }: RequestFacts, member: string): KeyValue | undefined {
  const key = target.service === "kms" ? facts.get("AWS::KMS::Key", target.arn) : undefined;
  const value = text(key?.data, member);
  return value === "" ? undefined : known(value);
}
