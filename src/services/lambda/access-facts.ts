import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

/** Name of a function given by name, partial or full ARN; a version or alias stays (`name:live`). */
function functionName(params: { readonly [name: string]: unknown }): string {
  const given = typeof params["FunctionName"] === "string" ? params["FunctionName"] : "";
  const name = given
    .replace(/^(arn:[^:]+:lambda:[^:]+:)?\d{12}:function:/, "")
    .replace(/^arn:[^:]+:lambda:[^:]+:\d{12}:function:/, "");
  return typeof params["Qualifier"] === "string" && !name.includes(":")
    ? `${name}:${params["Qualifier"]}`
    : name;
}

export const readers: readonly FactReader[] = [
  itemReader("lambda", "GetPolicy", "", (item, { params }) => {
    const id = functionName(params);
    if (text(item, "Policy") === "" && item["Policy"] === undefined) return undefined;
    return {
      type: "AWS::Lambda::Permission",
      id,
      links: [{ kind: "policy-of", type: "AWS::Lambda::Function", id: id.split(":")[0] ?? id }],
    };
  }),
];
