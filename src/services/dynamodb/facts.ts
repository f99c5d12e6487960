import type { FactReader } from "../../facts/reader.ts";
import { itemReader, text } from "../../facts/reader.ts";

const aspect = (operation: string, member: string, type: string) =>
  itemReader("dynamodb", operation, member, (_, { params }) => ({ type, id: text(params, "TableName") }));

/** Aspects of tables; the tables themselves are read beside these. */
export const readers: readonly FactReader[] = [
  aspect("DescribeContinuousBackups", "ContinuousBackupsDescription", "AWS::DynamoDB::ContinuousBackups"),
  aspect("DescribeTimeToLive", "TimeToLiveDescription", "AWS::DynamoDB::TimeToLive"),
];
