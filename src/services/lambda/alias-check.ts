import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";

const type = "AWS::Lambda::Function";

/** Callers of an alias get the version that it points to, whatever was published since ("Lambda function aliases"). */
export const aliasVersion: Check = resourceCheck({
  id: "lambda.alias-version",
  title: "versions that the aliases of the function point to",
  type,
  reach: 0,
  needed: ({ id }) => ({
    service: "lambda",
    operation: "ListVersionsByFunction",
    params: { FunctionName: id },
    probe: {
      probe: "lambda/versions",
      variables: { function_names: [id] },
      reason: `aliases and versions of ${id}`,
    },
  }),
  judge: (lambda, { facts, question }) => {
    const asked =
      (question.symptoms ?? []).slice(0, 2).includes("deployment") ||
      /\balias\b|old (?:code|version)|version/i.test(question.text);
    return asked ? judgeAliases(lambda, facts, question.text) : {};
  },
});

function judgeAliases(lambda: Resource, facts: Facts, question: string): Judgement {
  const [aliases, versions] = ["ListAliases", "ListVersionsByFunction"].map((operation) =>
    facts.read("lambda", operation, { FunctionName: lambda.id }),
  );
  if (!aliases?.complete || !versions?.complete)
    return {
      gaps: [
        `the aliases or versions of ${lambda.id} could not be read; allow lambda:ListAliases and lambda:ListVersionsByFunction`,
      ],
    };
  const newest = Math.max(
    0,
    ...versions.pages
      .flatMap(({ response }) => objects(response, "Versions"))
      .map((one) => Number(text(one, "Version")))
      .filter(Number.isFinite),
  );
  const all = aliases.pages.flatMap(({ response }) => objects(response, "Aliases"));
  const named = all.filter((one) =>
    new RegExp(`(?<![\\w-])${text(one, "Name").replaceAll(/[^\w-]/g, "")}(?![\\w-])`, "i").test(question),
  );
  const behind = (named.length > 0 ? named : all).find(
    (one) => Number(text(one, "FunctionVersion")) < newest,
  );
  if (!behind)
    return all.length === 0
      ? {}
      : {
          fine: `every alias of ${lambda.id} points to the newest version`,
          evidence: facts.citeAbsence(aliases, "/Aliases", "[].[Name, FunctionVersion]"),
        };
  const [alias, version] = [text(behind, "Name"), text(behind, "FunctionVersion")];
  return {
    faults: [
      blame(lambda, {
        property: `alias ${alias} FunctionVersion`,
        observed: version,
        expected: String(newest),
        title: `Alias ${alias} of ${lambda.id} points to version ${version}, though version ${newest} is published`,
        explanation: `Function ${lambda.id} has alias ${alias} with FunctionVersion ${version}, while version ${newest} was published later: callers of the alias get the old code.`,
        evidence: [
          ...facts.citeAbsence(aliases, "/Aliases", `[?Name=='${alias}'].FunctionVersion`),
          ...facts.citeAbsence(versions, "/Versions", "[].Version"),
        ],
        change: {
          summary: `Point ${alias} to version ${newest}`,
          commands: [
            [
              "aws",
              "lambda",
              "update-alias",
              "--function-name",
              lambda.id,
              "--name",
              alias,
              "--function-version",
              String(newest),
            ],
          ],
          risk: "All callers of the alias get the new code at once; a pin may be a rollback made on purpose.",
          rollback: shellCommand`aws lambda update-alias --function-name ${lambda.id} --name ${alias} --function-version ${version}`,
          edits: [],
        },
      }),
    ],
  };
}

export const checks: readonly Check[] = [aliasVersion];
