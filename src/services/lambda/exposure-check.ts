import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";

const type = "AWS::Lambda::Function";

/** "Control access to Lambda function URLs": AuthType NONE and a policy that lets everybody invoke the URL. */
export const exposure: Check = {
  id: "lambda.exposure",
  title: "function URLs that anybody may call",
  run: ({ facts, question, subjects }) => {
    if (
      !/function urls?|without auth|unauthenticated|anyone|anybody|public|expos/i.test(question.text) ||
      !/lambda|function/i.test(question.text)
    )
      return { kind: "apart" };
    const named = subjects.filter(({ ref }) => ref.type === type).map(({ ref }) => ref.id);
    const names = named.length > 0 ? named : facts.all(type).map(({ id }) => id);
    const unread = names.filter(
      (name) => !facts.read("lambda", "GetFunctionUrlConfig", { FunctionName: name }),
    );
    if (unread.length > 0 || (names.length === 0 && !facts.read("lambda", "ListFunctions")))
      return {
        kind: "needs",
        probes: [
          {
            probe: "lambda/urls",
            variables: { function_names: named },
            reason: "which functions have a URL, and who may call it",
          },
        ],
      };
    return combined(
      names.map((name): Judgement => {
        const [url, policy] = [
          facts.get("AWS::Lambda::Url", name),
          facts.get("AWS::Lambda::Permission", name),
        ];
        const read = facts.read("lambda", "GetFunctionUrlConfig", { FunctionName: name });
        const lambda = facts.get(type, name) ?? { type, id: name };
        const auth = text(url?.data, "AuthType");
        const document = policy?.data["Policy"];
        const index = objects(document, "Statement").findIndex(
          (one) =>
            text(one, "Effect") === "Allow" &&
            (one["Principal"] === "*" || (isObject(one["Principal"]) && one["Principal"]["AWS"] === "*")) &&
            /InvokeFunctionUrl|lambda:\*|^\*$/.test(JSON.stringify(one["Action"] ?? "").replaceAll('"', "")),
        );
        if (!url || auth !== "NONE" || !policy || index < 0)
          return {
            fine: `${name} cannot be called by everybody`,
            evidence: url ? [facts.cite(url, "/AuthType")] : read ? facts.citeRefusal(read) : [],
          };
        return {
          faults: [
            blame(lambda, {
              property: "function URL AuthType",
              observed: "NONE",
              expected: "AWS_IAM",
              title: `The function URL of ${name} has AuthType NONE: anybody may call it`,
              explanation: `Function ${name} has a function URL with AuthType NONE, and its resource policy allows Principal * (lambda:InvokeFunctionUrl): anybody on the internet can call it.`,
              evidence: [facts.cite(url, "/AuthType"), facts.cite(policy, `/Policy/Statement/${index}`)],
              severity: "critical",
              pillars: ["security"],
              change: {
                summary: `Ask for IAM authorization at the URL of ${name}`,
                commands: [
                  [
                    "aws",
                    "lambda",
                    "update-function-url-config",
                    "--function-name",
                    name,
                    "--auth-type",
                    "AWS_IAM",
                  ],
                ],
                risk: "Callers without a signature are refused: webhooks of others cannot sign, put an authorizer before them.",
                rollback: shellCommand`aws lambda update-function-url-config --function-name ${name} --auth-type NONE`,
                edits: [
                  { op: "replace", type: "AWS::Lambda::Url", id: name, path: "/AuthType", value: "AWS_IAM" },
                ],
              },
            }),
          ],
        };
      }),
    );
  },
};
