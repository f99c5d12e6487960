import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";
import type { Described, FactReader } from "../../facts/reader.ts";

const secret =
  (detail: number) =>
  (item: JsonObject): Described => {
    const key = text(item, "KmsKeyId");
    const links: readonly Link[] =
      key === ""
        ? []
        : [
            {
              kind: "encrypted-with",
              type: key.includes("alias/") ? "AWS::KMS::Alias" : "AWS::KMS::Key",
              id: key.replace(/^.*:(key\/|(?=alias\/))/, ""),
            },
          ];
    return {
      type: "AWS::SecretsManager::Secret",
      id: text(item, "ARN"),
      name: text(item, "Name"),
      arn: text(item, "ARN"),
      links,
      detail,
    };
  };

export const readers: readonly FactReader[] = [
  listReader("secretsmanager", "ListSecrets", "SecretList/*", secret(1)),
  itemReader("secretsmanager", "DescribeSecret", "", secret(2)),
  itemReader("secretsmanager", "GetResourcePolicy", "", (item) => ({
    type: "AWS::SecretsManager::ResourcePolicy",
    id: text(item, "ARN"),
    name: text(item, "Name"),
    arn: text(item, "ARN"),
  })),
];
