import { itemReader, listReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

/** Key id of a key id or key ARN. */
function keyId(reference: string): string {
  return reference.replace(/^arn:[^:]+:kms:[^:]*:\d+:key\//, "");
}

export const readers: readonly FactReader[] = [
  itemReader("kms", "DescribeKey", "KeyMetadata", (item) => ({
    type: "AWS::KMS::Key",
    id: text(item, "KeyId"),
    arn: text(item, "Arn"),
    detail: 2,
  })),
  listReader("kms", "ListKeys", "Keys/*", (item) => ({
    type: "AWS::KMS::Key",
    id: text(item, "KeyId"),
    arn: text(item, "KeyArn"),
  })),
  itemReader("kms", "GetKeyPolicy", "", (_item, { params }) => {
    const key = keyId(text(params, "KeyId"));
    return {
      type: "AWS::KMS::KeyPolicy",
      id: key,
      name: text(params, "PolicyName"),
      links: [{ kind: "policy-of", type: "AWS::KMS::Key", id: key }],
    };
  }),
  listReader("kms", "ListGrants", "Grants/*", (item) => {
    const key = keyId(text(item, "KeyId"));
    return {
      type: "AWS::KMS::Grant",
      id: text(item, "GrantId"),
      name: text(item, "Name"),
      links: [{ kind: "grants-use-of", type: "AWS::KMS::Key", id: key }],
    };
  }),
  listReader("kms", "ListAliases", "Aliases/*", (item) => {
    const target = text(item, "TargetKeyId");
    const links = target === "" ? [] : [{ kind: "alias-of", type: "AWS::KMS::Key", id: target }];
    return {
      type: "AWS::KMS::Alias",
      id: text(item, "AliasName"),
      name: text(item, "AliasName"),
      arn: text(item, "AliasArn"),
      links,
    };
  }),
  itemReader("kms", "ListResourceTags", "", (_item, { params }) => ({
    type: "AWS::KMS::KeyTags",
    id: keyId(text(params, "KeyId")),
  })),
  itemReader("kms", "GetKeyRotationStatus", "", (_item, { params }) => ({
    type: "AWS::KMS::KeyRotation",
    id: keyId(text(params, "KeyId")),
  })),
];
