import type { Facts, Resource } from "../../core/facts.ts";
import { objects, text } from "../../facts/reader.ts";
import { factsOfAccount } from "./sides.ts";

/** What the request is about. */
export interface Target {
  /** The ARN that policies are matched with, or `*`. */
  readonly arn: string;
  /** The ARN's service, `*` where there is none. */
  readonly service: string;
  readonly region: string;
  /** The account that owns it; undefined where nobody knows. */
  readonly account?: string;
  /** Everything behind the account: `role/x`, `table/orders`, a bucket with its key. */
  readonly path: string;
  /** For S3: the bucket, and the key where the resource is an object. */
  readonly bucket?: string;
  readonly key?: string;
}

export interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly path: string;
}

export function splitArn(arn: string): ArnParts | undefined {
  const [, , service = "", region = "", account = "", ...path] = arn.split(":");
  return arn.startsWith("arn:") && service !== ""
    ? { service, region, account, path: path.join(":") }
    : undefined;
}

/** Finds whose resource it is; a key's alias stands for its key, except where the alias itself is managed. */
export function findTarget(facts: Facts, given: string, action: string): Target {
  const parts = splitArn(given);
  if (!parts) return { arn: given, service: "*", region: "", account: facts.account, path: given };
  const { service, region, account, path } = parts;
  if (service === "kms" && path.startsWith("alias/") && !/Alias$/i.test(action)) {
    const key = keyOfAlias(factsOfAccount(facts, account), path);
    if (key?.arn !== undefined) return findTarget(facts, key.arn, action);
  }
  if (service === "s3" && account === "") return bucketOfSome(facts, given, path);
  const owner = account === "" ? facts.account : account === "aws" ? "aws" : account;
  return { arn: given, service, region, account: owner, path };
}

export function keyOfAlias(facts: Facts, alias: string): Resource | undefined {
  const found = facts.get("AWS::KMS::Alias", alias);
  const id = text(found?.data, "TargetKeyId");
  return id === "" ? undefined : facts.get("AWS::KMS::Key", id);
}

/** Of several accounts the one that lists the bucket. */
function bucketOfSome(facts: Facts, arn: string, path: string): Target {
  const bucket = path.split("/")[0] ?? "";
  const owner = facts.accounts.find((account) => listing(factsOfAccount(facts, account), bucket));
  return bucketTarget(factsOfAccount(facts, owner), arn, path);
}

function listing(facts: Facts, bucket: string): boolean {
  return (
    facts
      .read("s3", "ListBuckets")
      ?.pages.some(({ response }) =>
        objects(response, "Buckets").some((item) => text(item, "Name") === bucket),
      ) ?? false
  );
}

/** A bucket's ARN names no account: it is ours when it stands in the complete list of our buckets. */
function bucketTarget(facts: Facts, arn: string, path: string): Target {
  const [bucket = "", ...rest] = path.split("/");
  const key = rest.join("/");
  const list = facts.read("s3", "ListBuckets");
  const ours =
    listing(facts, bucket) ||
    (list?.complete !== true && facts.get("AWS::S3::BucketPolicy", bucket)?.id === bucket);
  const wild = /[*?]/.test(bucket);
  return {
    arn,
    service: "s3",
    region: "",
    path,
    bucket,
    ...((ours || wild || !list) && { account: facts.account }),
    ...(path.includes("/") && { key }),
  };
}
