import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("apigateway", "GetRestApi", "", (item) => ({
    type: "AWS::ApiGateway::RestApi",
    id: text(item, "id"),
    name: text(item, "name"),
    detail: 2,
  })),
];
