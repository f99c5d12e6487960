import { itemReader, listReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

/** An answer about one aspect of a bucket, under the bucket's name. */
const aspect = (operation: string, type: string) =>
  itemReader("s3", operation, "", (_item, { params }) => ({
    type,
    id: text(params, "Bucket"),
    links: [{ kind: "aspect-of", type: "AWS::S3::Bucket", id: text(params, "Bucket") }],
  }));

export const readers: readonly FactReader[] = [
  listReader("s3", "ListBuckets", "Buckets/*", (item) => ({
    type: "AWS::S3::Bucket",
    id: text(item, "Name"),
    arn: `arn:aws:s3:::${text(item, "Name")}`,
  })),
  aspect("GetBucketPolicy", "AWS::S3::BucketPolicy"),
  aspect("GetPublicAccessBlock", "AWS::S3::PublicAccessBlock"),
  aspect("GetBucketAcl", "AWS::S3::BucketAcl"),
  aspect("GetBucketOwnershipControls", "AWS::S3::BucketOwnershipControls"),
  aspect("GetBucketPolicyStatus", "AWS::S3::BucketPolicyStatus"),
  aspect("GetBucketEncryption", "AWS::S3::BucketEncryption"),
  aspect("GetBucketTagging", "AWS::S3::BucketTagging"),
  aspect("GetBucketLocation", "AWS::S3::BucketLocation"),
  itemReader("s3", "GetObjectAcl", "", (_item, { params }) => ({
    type: "AWS::S3::ObjectAcl",
    id: `${text(params, "Bucket")}/${text(params, "Key")}`,
  })),
  itemReader("s3control", "GetPublicAccessBlock", "", (_item, { params, account }) => ({
    type: "AWS::S3::AccountPublicAccessBlock",
    id: text(params, "AccountId") || account,
  })),
];
