import type { Link } from "../../core/facts.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

const apiType = "AWS::ApiGatewayV2::Api";

/** The function that an integration calls: by its ARN, or by the address that its invocation has. */
export function functionOfIntegration(uri: string): string | undefined {
  return /:function:([\w-]+)(?::[\w$-]+)?(?:\/invocations)?$/.exec(uri)?.[1];
}

function calls(uri: string): readonly Link[] {
  const name = functionOfIntegration(uri);
  return name === undefined ? [] : [{ kind: "delivers-to", type: "AWS::Lambda::Function", id: name }];
}

/** What API Gateway tells of HTTP and WebSocket APIs: integrations, routes, stages. */
export const readers: readonly FactReader[] = [
  listReader("apigatewayv2", "GetApis", "Items/*", (api) => ({
    type: apiType,
    id: text(api, "ApiId"),
    name: text(api, "Name"),
  })),
  listReader("apigatewayv2", "GetIntegrations", "Items/*", (one, { params }) => ({
    type: "AWS::ApiGatewayV2::Integration",
    id: `${text(params, "ApiId")}/${text(one, "IntegrationId")}`,
    links: [
      { kind: "part-of", type: apiType, id: text(params, "ApiId") },
      ...calls(text(one, "IntegrationUri")),
    ],
  })),
  listReader("apigatewayv2", "GetRoutes", "Items/*", (route, { params }) => ({
    type: "AWS::ApiGatewayV2::Route",
    id: `${text(params, "ApiId")}/${text(route, "RouteId")}`,
    name: text(route, "RouteKey"),
    links: [{ kind: "of-api", type: apiType, id: text(params, "ApiId") }],
  })),
  itemReader("apigatewayv2", "GetStages", "", (_, { params }) => ({
    type: "AWS::ApiGatewayV2::Stages",
    id: text(params, "ApiId"),
  })),
];
