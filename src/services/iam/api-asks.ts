import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import type { Related } from "../../diagnose/related.ts";
import { text } from "../../facts/reader.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";

const rest = "AWS::ApiGateway::RestApi";
const http = "AWS::ApiGatewayV2::Api";
/** How many interfaces are looked through where the question names none of them. */
const mostUnnamed = 5;

/** API Gateway invokes a function by the function's own policy, unless the integration has a role (API Gateway Developer Guide, Lambda integrations). */
export function apiAsks(context: CheckContext, near: readonly Related[]): Asks {
  const { facts, question, region } = context;
  const spoken = /\bapi\b|apis\b|gateway/i.test(question.text);
  const of = (type: string): readonly string[] => {
    const close = near.filter((one) => one.type === type).map(({ id }) => id);
    const all = facts.all(type).map(({ id }) => id);
    return close.length > 0 || !spoken || all.length > mostUnnamed ? close : all;
  };
  const place = { region, account: facts.account };
  return {
    asks: [
      ...of(rest).flatMap((api) => restAsks(facts, api, place)),
      ...of(http).flatMap((api) => httpAsks(facts, api, place)),
    ],
    probes: [
      ...of(rest).flatMap((api) =>
        wanted(facts, "apigateway", "GetResources", { restApiId: api }, "rest-api", api),
      ),
      ...of(http).flatMap((api) =>
        wanted(facts, "apigatewayv2", "GetRoutes", { ApiId: api }, "http-api", api),
      ),
    ],
  };
}

function wanted(
  facts: Facts,
  service: string,
  operation: string,
  params: JsonObject,
  probe: string,
  api: string,
): readonly ProbeRequest[] {
  return facts.read(service, operation, params)
    ? []
    : [{ probe: `${service}/${probe}`, variables: { apis: [api] }, reason: `whom the API ${api} calls` }];
}

interface Place {
  readonly region: string;
  readonly account: string;
}

function restAsks(facts: Facts, api: string, place: Place): readonly AccessAsk[] {
  const stage = facts.all("AWS::ApiGateway::Stage").find(({ id }) => id.startsWith(`${api}/`));
  return facts
    .all("AWS::ApiGateway::Resource")
    .filter(({ id }) => id.startsWith(`${api}/`))
    .flatMap((resource) =>
      Object.entries(methodsOf(resource)).flatMap(([verb, method]) => {
        const integration = isObject(method) ? method["methodIntegration"] : undefined;
        const called = functionArn(text(integration, "uri"));
        if (called === undefined || text(integration, "credentials") !== "") return [];
        const way = `${verb === "ANY" ? "GET" : verb}${text(resource.data, "path")}`;
        const pointer = `/resourceMethods/${verb}/methodIntegration`;
        return [
          invokeAsk(called, `${api}/${text(stage?.data, "stageName") || "prod"}/${way}`, place, [
            facts.cite(resource, pointer),
          ]),
        ];
      }),
    );
}

function methodsOf({ data }: Resource): JsonObject {
  const methods = data["resourceMethods"];
  return isObject(methods) ? methods : {};
}

function httpAsks(facts: Facts, api: string, place: Place): readonly AccessAsk[] {
  return facts
    .all("AWS::ApiGatewayV2::Route")
    .filter(({ id }) => id.startsWith(`${api}/`))
    .flatMap((route) => {
      const id = text(route.data, "Target").split("/").at(-1) ?? "";
      const integration = facts.get("AWS::ApiGatewayV2::Integration", `${api}/${id}`);
      const called = functionArn(text(integration?.data, "IntegrationUri"));
      if (!integration || called === undefined || text(integration.data, "CredentialsArn") !== "") return [];
      const [verb = "", path = ""] = text(route.data, "RouteKey").split(" ");
      const way = path === "" ? verb : `${verb === "ANY" ? "GET" : verb}${path}`;
      return [
        invokeAsk(called, `${api}/$default/${way}`, place, [facts.cite(integration), facts.cite(route)]),
      ];
    });
}

/** A stage variable in the name leaves it open which function is called. */
function functionArn(uri: string): string | undefined {
  return /(arn:[^:]+:lambda:[^:]+:\d{12}:function:[\w-]+(?::[\w$-]+)?)(?:\/invocations)?$/.exec(uri)?.[1];
}

function invokeAsk(
  arn: string,
  source: string,
  { region, account }: Place,
  evidence: AccessAsk["evidence"],
): AccessAsk {
  const name = arn.split(":")[6] ?? arn;
  return {
    principal: "apigateway.amazonaws.com",
    actions: ["lambda:InvokeFunction"],
    resource: arn,
    context: {
      "aws:SourceArn": [`arn:aws:execute-api:${region}:${account}:${source}`],
      "aws:SourceAccount": [account],
    },
    target: { type: "AWS::Lambda::Function", id: name, name, arn },
    from: "configuration",
    evidence,
  };
}
