import { related } from "../../diagnose/related.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { text } from "../../facts/reader.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";
import { decidedOn } from "./actions-asked.ts";
import { namedBy } from "./named-by.ts";

/** In a pipeline that loses its work, whether a function may write to the table that its environment names. */
export function workAsks(context: CheckContext): Asks {
  const { facts, question, region } = context;
  if (
    !/database|table|dynamo|end to end|pipeline|\bsaved?\b|written|results?/i.test(question.text) ||
    question.symptoms?.[0] !== "delivery"
  )
    return { asks: [], probes: [] };
  const functions = related(context, "AWS::Lambda::Function", 3).flatMap(({ resource }) =>
    resource && text(resource.data, "Role") !== "" ? [resource] : [],
  );
  const asks = functions.flatMap((one) =>
    namedBy(facts, one)
      .filter(({ type }) => type === "AWS::DynamoDB::Table")
      .map((target): AccessAsk => ({
        principal: text(one.data, "Role"),
        actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
        resource: decidedOn(target, "dynamodb:PutItem", undefined, { account: facts.account, region }),
        context: {},
        target,
        from: "configuration",
        evidence: [facts.cite(one, "/Environment")],
        role: "root",
      })),
  );
  return { asks, probes: [] };
}
