import { related } from "../../diagnose/related.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { isObject } from "../../core/json/json.ts";
import { text } from "../../facts/reader.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";

/** What a function's role needs for its logs, where the question is about logs that are missing (Lambda Developer Guide, Execution role permissions). */
export function loggingAsks(context: CheckContext): Asks {
  const { facts, question, region } = context;
  if (!/\blogs?\b|log group|logging/i.test(question.text)) return { asks: [], probes: [] };
  const functions = related(context, "AWS::Lambda::Function", 1).flatMap(({ resource }) => resource ?? []);
  const asks = functions.flatMap((one): readonly AccessAsk[] => {
    const role = text(one.data, "Role");
    const logging = one.data["LoggingConfig"];
    const group = (isObject(logging) ? text(logging, "LogGroup") : "") || `/aws/lambda/${one.id}`;
    const arn = `arn:aws:logs:${region}:${facts.account}:log-group:${group}`;
    const exists = facts.get("AWS::Logs::LogGroup", group) !== undefined;
    const needed: readonly (readonly [action: string, resource: string])[] = [
      ...(exists ? [] : [["logs:CreateLogGroup", `${arn}:*`] as const]),
      ["logs:CreateLogStream", `${arn}:log-stream:new`],
      ["logs:PutLogEvents", `${arn}:log-stream:new`],
    ];
    if (role === "") return [];
    return needed.map(([action, resource]) => ({
      principal: role,
      actions: [action],
      resource,
      context: {},
      target: { type: "AWS::Logs::LogGroup", id: group },
      from: "configuration",
      evidence: [facts.cite(one, "/Role")],
    }));
  });
  return { asks, probes: [] };
}
