import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("kinesis", "GetResourcePolicy", "", (_item, { params }) => ({
    type: "AWS::Kinesis::ResourcePolicy",
    id: text(params, "ResourceARN"),
    arn: text(params, "ResourceARN"),
  })),
];
