import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("opensearch", "DescribeDomain", "DomainStatus", (item) => ({
    type: "AWS::OpenSearchService::Domain",
    id: text(item, "DomainName"),
    arn: text(item, "ARN"),
    detail: 2,
  })),
];
