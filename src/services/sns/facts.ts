import type { FactReader } from "../../facts/reader.ts";
import { itemReader, text } from "../../facts/reader.ts";

/** What a subscription lets through stands in its attributes, under the subscription's ARN. */
export const readers: readonly FactReader[] = [
  itemReader("sns", "GetSubscriptionAttributes", "Attributes", (attributes, { params }) => ({
    type: "AWS::SNS::SubscriptionAttributes",
    id: text(params, "SubscriptionArn"),
    name: text(attributes, "TopicArn"),
  })),
];
