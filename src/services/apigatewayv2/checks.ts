import type { Resource } from "../../core/facts.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import type { Related } from "../../diagnose/related.ts";
import { objects, text } from "../../facts/reader.ts";
import { functionOfIntegration } from "./facts.ts";

const type = "AWS::ApiGatewayV2::Api";
const functionType = "AWS::Lambda::Function";
const named = (api: Resource): string => api.name ?? api.id;

function apiRead({ id, resource }: Related): Needed {
  return {
    service: "apigatewayv2",
    operation: "GetIntegrations",
    params: { ApiId: id },
    probe: {
      probe: "apigatewayv2/http-api",
      variables: { apis: [id] },
      reason: `routes, integrations and stages of ${resource?.name ?? id}`,
    },
  };
}

/** A route whose function is gone answers 500, and the function has no invocation. */
export const integration: Check = resourceCheck({
  id: "apigatewayv2.integration",
  title: "functions that the API's routes call",
  type,
  needed: apiRead,
  judge: (api, { facts }) => {
    const parts = facts.linking(type, api.id);
    const integrations = parts.filter((one) => one.type === "AWS::ApiGatewayV2::Integration");
    const judged = integrations.map((one) => {
      const uri = text(one.data, "IntegrationUri");
      const name = functionOfIntegration(uri);
      return {
        one,
        uri,
        name,
        missing: name === undefined ? undefined : missingRead(facts, { type: functionType, id: name }),
      };
    });
    const broken = judged.find(({ missing }) => missing !== undefined);
    if (!broken?.missing)
      return judged[0]
        ? {
            fine: `every function that ${named(api)} calls exists`,
            evidence: [facts.cite(judged[0].one)],
          }
        : {};
    const { one, uri, name, missing } = broken;
    const route = facts
      .all("AWS::ApiGatewayV2::Route")
      .find(
        (candidate) =>
          candidate.id.startsWith(`${api.id}/`) &&
          text(candidate.data, "Target").endsWith(`/${text(one.data, "IntegrationId")}`),
      );
    return {
      faults: [
        blame(api, {
          property: `IntegrationUri${route?.name === undefined ? "" : ` of ${route.name}`}`,
          observed: uri,
          expected: "a function that exists",
          title: `${route?.name ?? "An integration"} of ${named(api)} calls function ${name}, which does not exist`,
          explanation: `API ${named(api)} has ${route?.name === undefined ? "an integration" : `for ${route.name} an integration`} with IntegrationUri ${uri}, but function ${name} does not exist: each call ends with 500.`,
          evidence: [
            facts.cite(one, "/IntegrationUri"),
            ...facts.citeRefusal(missing),
            ...(route ? [facts.cite(route)] : []),
          ],
          severity: "critical",
        }),
      ],
    };
  },
});

/** Without a stage an API has no address; a stage without AutoDeploy serves its last deployment only. */
export const stages: Check = resourceCheck({
  id: "apigatewayv2.stages",
  title: "stages of the API",
  type,
  reach: 1,
  needed: apiRead,
  judge: (api, { facts }) => {
    const read = facts.read("apigatewayv2", "GetStages", { ApiId: api.id });
    const answer = facts.get("AWS::ApiGatewayV2::Stages", api.id);
    if (!read || read.error || !read.complete || !answer) return {};
    const found = read.pages.flatMap(({ response }) => objects(response, "Items"));
    const empty = found.findIndex(
      (stage) => stage["AutoDeploy"] !== true && text(stage, "DeploymentId") === "",
    );
    const [property, title] =
      found.length === 0
        ? ["Stages", `API ${named(api)} has no stage`]
        : [
            "DeploymentId",
            `Stage ${text(found[empty], "StageName")} of ${named(api)} has no deployment and AutoDeploy is off`,
          ];
    if (found.length > 0 && (empty < 0 || found.length > 1))
      return { fine: `${named(api)} is deployed`, evidence: [facts.cite(answer)] };
    return {
      faults: [
        blame(api, {
          property,
          observed: found.length === 0 ? [] : null,
          expected: "a stage with a deployment, or AutoDeploy",
          title,
          explanation: `${title}: calls are answered with 404 Not Found.`,
          evidence:
            found.length === 0 && "Items" in answer.data
              ? facts.citeAbsence(read, "/Items", "[].StageName")
              : [facts.cite(answer)],
          severity: "critical",
        }),
      ],
    };
  },
});

/** Faults of HTTP APIs: a function that is gone, nothing deployed. */
export const checks: readonly Check[] = [integration, stages];
