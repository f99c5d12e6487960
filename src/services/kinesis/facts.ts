import type { FactReader } from "../../facts/reader.ts";
import { itemReader, text } from "../../facts/reader.ts";

const type = "AWS::Kinesis::Stream";

/** What Kinesis Data Streams tells: streams with their shards. */
export const readers: readonly FactReader[] = [
  itemReader("kinesis", "DescribeStreamSummary", "StreamDescriptionSummary", (stream) => ({
    type,
    id: text(stream, "StreamName"),
    arn: text(stream, "StreamARN"),
    detail: 2,
  })),
  itemReader("kinesis", "DescribeStream", "StreamDescription", (stream) => ({
    type,
    id: text(stream, "StreamName"),
    arn: text(stream, "StreamARN"),
  })),
];
