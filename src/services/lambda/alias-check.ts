import { isObject } from "../../core/json.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { functionRead } from "./function-read.ts";

/** Words that say that a change is not to be seen: then an alias that lags behind is the cause, otherwise it is a choice. */
const stale =
  /\bold\b|still (?:runs?|shows?|has|uses?|serves?)|not (?:live|deployed|active)|no effect|deploy\w*|releas\w*|version|alias|bug is|previous|fix\b|update\w*/i;

/** "Lambda function aliases": who calls the alias gets the version that it points to, whatever was deployed since. */
export const aliasVersion: Check = resourceCheck({
  id: "lambda.alias-version",
  title: "versions that the function's aliases point to",
  type: "AWS::Lambda::Function",
  reach: 0,
  needed: functionRead,
  judge: (lambda, { facts, question }) => {
    const versions = facts.get("AWS::Lambda::Versions", lambda.id);
    const newest = Math.max(
      0,
      ...objects(versions?.data, "Versions").flatMap((one) => {
        const number = Number(text(one, "Version"));
        return Number.isInteger(number) ? [number] : [];
      }),
    );
    const aliases = facts
      .all("AWS::Lambda::Alias")
      .filter((alias) => alias.id.startsWith(`${lambda.id}:`));
    if (!versions || newest === 0 || aliases.length === 0 || !stale.test(question.text)) return {};
    const named = aliases.filter((alias) => question.text.includes(alias.name ?? " "));
    const behind = (named.length > 0 ? named : aliases).find((alias) => {
      const weights = alias.data["RoutingConfig"];
      const shifting = isObject(weights) && Object.keys(weights["AdditionalVersionWeights"] ?? {}).length > 0;
      return Number(text(alias.data, "FunctionVersion")) < newest && !shifting;
    });
    if (!behind)
      return {
        fine: `the aliases of ${lambda.id} point to its newest version ${newest}`,
        evidence: aliases.slice(0, 2).map((alias) => facts.cite(alias)),
      };
    const at = text(behind.data, "FunctionVersion");
    return {
      faults: [
        blame(lambda, {
          property: `alias ${behind.name} FunctionVersion`,
          observed: at,
          expected: String(newest),
          title: `Alias ${behind.name} of ${lambda.id} points to version ${at}, while version ${newest} is published`,
          explanation: `Function ${lambda.id} has alias ${behind.name} with FunctionVersion ${at}; version ${newest} is published. Who calls the alias still gets the old code.`,
          evidence: [facts.cite(behind), facts.cite(versions)],
          standing: "supported",
          change: {
            summary: `Point alias ${behind.name} of ${lambda.id} to version ${newest}`,
            commands: [
              [
                "aws",
                "lambda",
                "update-alias",
                "--function-name",
                lambda.id,
                "--name",
                behind.name ?? "",
                "--function-version",
                String(newest),
              ],
            ],
            risk: "All callers of the alias get the new version at once.",
            rollback: `aws lambda update-alias --function-name ${lambda.id} --name ${behind.name} --function-version ${at}`,
            edits: [],
          },
        }),
      ],
    };
  },
});
