import type { Link } from "../../core/facts.ts";
import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader, ReadResource } from "../../facts/reader.ts";

const names: FactReader = {
  service: "dynamodb",
  operation: "ListTables",
  read: ({ response, account, region }) => {
    const list = response["TableNames"];
    return (Array.isArray(list) ? list : []).flatMap((name): readonly ReadResource[] =>
      typeof name === "string"
        ? [
            {
              type: "AWS::DynamoDB::Table",
              id: name,
              name,
              arn: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
              pointer: "",
              data: { TableName: name },
              detail: 0,
            },
          ]
        : [],
    );
  },
};

export const readers: readonly FactReader[] = [
  names,
  itemReader("dynamodb", "DescribeTable", "Table", (item) => {
    const key = text(item["SSEDescription"], "KMSMasterKeyArn");
    const links: readonly Link[] =
      key === "" ? [] : [{ kind: "encrypted-with", type: "AWS::KMS::Key", id: key.replace(/^.*:key\//, "") }];
    return {
      type: "AWS::DynamoDB::Table",
      id: text(item, "TableName"),
      name: text(item, "TableName"),
      arn: text(item, "TableArn"),
      links,
      detail: 2,
    };
  }),
  itemReader("dynamodb", "GetResourcePolicy", "", (_item, { params }) => ({
    type: "AWS::DynamoDB::ResourcePolicy",
    id: text(params, "ResourceArn"),
    arn: text(params, "ResourceArn"),
  })),
];
