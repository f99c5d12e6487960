import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, objects, text } from "../../facts/reader.ts";

const apiType = "AWS::ApiGateway::RestApi";

/** The function that an integration's URI calls, none where a stage variable decides it. */
export function functionOfUri(uri: string): string | undefined {
  return /:function:([\w-]+)(?::[\w$-]+)?(?:\/invocations)?$/.exec(uri)?.[1];
}

function integrations(resource: JsonObject): readonly Link[] {
  const methods = isObject(resource["resourceMethods"]) ? Object.values(resource["resourceMethods"]) : [];
  return methods.filter(isObject).flatMap((method) => {
    const called = functionOfUri(text(method["methodIntegration"], "uri"));
    return called === undefined ? [] : [{ kind: "delivers-to", type: "AWS::Lambda::Function", id: called }];
  });
}

/** What API Gateway tells of REST APIs: resources with their integrations, stages, usage plans. */
export const readers: readonly FactReader[] = [
  listReader("apigateway", "GetRestApis", "items/*", (api) => ({
    type: apiType,
    id: text(api, "id"),
    name: text(api, "name"),
  })),
  listReader("apigateway", "GetResources", "items/*", (resource, { params }) => ({
    type: "AWS::ApiGateway::Resource",
    id: `${text(params, "restApiId")}/${text(resource, "id")}`,
    links: [{ kind: "part-of", type: apiType, id: text(params, "restApiId") }, ...integrations(resource)],
  })),
  listReader("apigateway", "GetStages", "item/*", (stage, { params }) => ({
    type: "AWS::ApiGateway::Stage",
    id: `${text(params, "restApiId")}/${text(stage, "stageName")}`,
    links: [{ kind: "of-api", type: apiType, id: text(params, "restApiId") }],
  })),
  itemReader("apigateway", "GetStages", "", (_, { params }) => ({
    type: "AWS::ApiGateway::Stages",
    id: text(params, "restApiId"),
  })),
  listReader("apigateway", "GetUsagePlans", "items/*", (plan) => ({
    type: "AWS::ApiGateway::UsagePlan",
    id: text(plan, "id"),
    name: text(plan, "name"),
    links: objects(plan, "apiStages").map((stage) => ({
      kind: "part-of",
      type: apiType,
      id: text(stage, "apiId"),
    })),
  })),
];
