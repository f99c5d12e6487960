import { itemReader, listReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("organizations", "DescribeOrganization", "Organization", (item) => ({
    type: "AWS::Organizations::Organization",
    id: text(item, "Id"),
    arn: text(item, "Arn"),
  })),
  listReader("organizations", "ListRoots", "Roots/*", (item) => ({
    type: "AWS::Organizations::Root",
    id: text(item, "Id"),
    arn: text(item, "Arn"),
  })),
  itemReader("organizations", "DescribePolicy", "Policy", (item) => {
    const summary = item["PolicySummary"];
    return {
      type: "AWS::Organizations::Policy",
      id: text(summary, "Id"),
      name: text(summary, "Name"),
      arn: text(summary, "Arn"),
    };
  }),
];
