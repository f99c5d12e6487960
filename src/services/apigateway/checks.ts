import type { Facts, Resource } from "../../core/facts.ts";
import { isObject, toPointer } from "../../core/json/json.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest } from "../../diagnose/metrics/trend.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement, Needed } from "../../diagnose/resource-check.ts";
import type { Related } from "../../diagnose/related.ts";
import { objects, text } from "../../facts/reader.ts";
import { functionOfUri } from "./facts.ts";

const type = "AWS::ApiGateway::RestApi";

function apiRead({ id, resource }: Related): Needed {
  return {
    service: "apigateway",
    operation: "GetResources",
    params: { restApiId: id },
    probe: {
      probe: "apigateway/rest-api",
      variables: { apis: [id] },
      reason: `integrations, stages and usage plans of ${resource?.name ?? id}`,
    },
  };
}

const named = (api: Resource): string => api.name ?? api.id;

/** A method whose function is gone answers 500 "Internal server error", and the function has no invocation. */
export const integration: Check = resourceCheck({
  id: "apigateway.integration",
  title: "functions that the API's methods call",
  type,
  needed: apiRead,
  judge: (api, { facts }) => {
    const called = facts
      .linking(type, api.id)
      .filter((one) => one.type === "AWS::ApiGateway::Resource")
      .flatMap((resource) => methodsOf(resource));
    const broken = called.find(({ name }) => missingRead(facts, { type: "AWS::Lambda::Function", id: name }));
    const missing = broken && missingRead(facts, { type: "AWS::Lambda::Function", id: broken.name });
    const [first] = called;
    if (!broken || !missing)
      return first
        ? {
            fine: `every function that ${named(api)} calls exists`,
            evidence: [facts.cite(first.resource, first.pointer)],
          }
        : {};
    const path = text(broken.resource.data, "path");
    return {
      faults: [
        blame(api, {
          property: `integration uri of ${broken.method} ${path}`,
          observed: broken.uri,
          expected: "a function that exists",
          title: `${broken.method} ${path} of ${named(api)} calls function ${broken.name}, which does not exist`,
          explanation: `REST API ${named(api)} has for ${broken.method} ${path} the integration uri of function ${broken.name}, which does not exist: each call ends with 500 Internal server error.`,
          evidence: [facts.cite(broken.resource, broken.pointer), ...facts.citeRefusal(missing)],
          severity: "critical",
        }),
      ],
    };
  },
});

interface Called {
  readonly resource: Resource;
  readonly method: string;
  readonly uri: string;
  readonly name: string;
  readonly pointer: string;
}

function methodsOf(resource: Resource): readonly Called[] {
  const methods = resource.data["resourceMethods"];
  if (!isObject(methods)) return [];
  return Object.entries(methods).flatMap(([method, value]) => {
    const uri = isObject(value) ? text(value["methodIntegration"], "uri") : "";
    const name = functionOfUri(uri);
    const pointer = `/resourceMethods${toPointer(method)}/methodIntegration/uri`;
    return name === undefined ? [] : [{ resource, method, uri, name, pointer }];
  });
}

/** An API without a stage was never deployed, and its address answers 403 or 404 ("Deploy REST APIs in API Gateway"). */
export const stages: Check = resourceCheck({
  id: "apigateway.stages",
  title: "stages of the API",
  type,
  reach: 1,
  needed: apiRead,
  judge: (api, { facts }) => {
    const read = facts.read("apigateway", "GetStages", { restApiId: api.id });
    const answer = facts.get("AWS::ApiGateway::Stages", api.id);
    if (!read || read.error || !answer) return {};
    const found = objects(answer.data, "item");
    if (found.length > 0)
      return {
        fine: `${named(api)} is deployed to ${found.map((one) => text(one, "stageName")).join(", ")}`,
        evidence: [facts.cite(answer, "/item/0/stageName")],
      };
    return {
      faults: [
        blame(api, {
          property: "stages",
          observed: [],
          expected: "a stage with a deployment",
          title: `API ${named(api)} has no stage`,
          explanation: `REST API ${named(api)} has no stage: it was never deployed, or its stage was deleted, so there is no address under which it answers.`,
          evidence:
            "item" in answer.data ? facts.citeAbsence(read, "/item", "[].stageName") : [facts.cite(answer)],
          severity: "critical",
        }),
      ],
    };
  },
});

/** A usage plan's throttle holds back each of its API keys, whatever the backend could do ("Throttle requests to your REST APIs"). */
export const throttling: Check = resourceCheck({
  id: "apigateway.throttling",
  title: "throttles of the API's usage plans and stages",
  type,
  reach: 1,
  needed: (one, context) => [
    apiRead(one),
    metricsRead(context, {
      namespace: "AWS/ApiGateway",
      dimensions: { ApiName: one.resource?.name ?? one.id },
      metrics: ["Count:Sum", "4XXError:Sum"],
    }),
  ],
  judge: (api, context) => judgeThrottling(api, context),
});

function judgeThrottling(api: Resource, { facts, question }: CheckContext): Judgement {
  const dimensions = { ApiName: named(api) };
  const count = seriesFor(facts, { namespace: "AWS/ApiGateway", metric: "Count", dimensions });
  const refused = seriesFor(facts, { namespace: "AWS/ApiGateway", metric: "4XXError", dimensions });
  const perSecond = highest(count?.points ?? []) / (count?.period ?? 300);
  const limits = [...planLimits(api, facts), ...stageLimits(api, facts)].toSorted((a, b) => a.rate - b.rate);
  const [lowest] = limits;
  const asked = (question.symptoms ?? []).includes("throttling");
  if (!lowest)
    return { fine: `${named(api)} has no throttle of its own`, evidence: citeSeries(facts, count) };
  const reached = perSecond > lowest.rate && highest(refused?.points ?? []) > 0;
  if (!reached)
    return {
      ...(asked && {
        gaps: [
          `whether ${named(api)} reaches ${lowest.rate} requests a second (${lowest.setting}) is not to be seen in its metrics`,
        ],
      }),
      ...(!asked && {
        fine: `${named(api)} stays below ${lowest.rate} requests a second`,
        evidence: [facts.cite(lowest.resource, lowest.pointer)],
      }),
    };
  return {
    faults: [
      blame(lowest.resource, {
        property: lowest.setting,
        observed: lowest.rate,
        expected: `more than the ${Math.ceil(perSecond)} requests a second that come`,
        title: `${lowest.of} lets through ${lowest.rate} requests a second (${lowest.setting})`,
        explanation: `${lowest.of} of ${named(api)} has ${lowest.setting} ${lowest.rate}${lowest.burst === undefined ? "" : `, burstLimit ${lowest.burst}`}: about ${Math.round(perSecond * 10) / 10} requests a second come, and what is above the limit gets 429 Too Many Requests.`,
        evidence: [facts.cite(lowest.resource, lowest.pointer), ...citeSeries(facts, count, refused)],
      }),
    ],
  };
}

interface Limit {
  readonly resource: Resource;
  readonly of: string;
  readonly setting: string;
  readonly rate: number;
  readonly burst?: number;
  readonly pointer: string;
}

function planLimits(api: Resource, facts: Facts): readonly Limit[] {
  return facts
    .linking(type, api.id)
    .filter((one) => one.type === "AWS::ApiGateway::UsagePlan")
    .flatMap((plan) => {
      const throttle = plan.data["throttle"];
      const [rate, burst] = isObject(throttle) ? [throttle["rateLimit"], throttle["burstLimit"]] : [];
      return typeof rate === "number"
        ? [
            {
              resource: plan,
              of: `Usage plan ${plan.name ?? plan.id}`,
              setting: "throttle rateLimit",
              rate,
              ...(typeof burst === "number" && { burst }),
              pointer: "/throttle",
            },
          ]
        : [];
    });
}

function stageLimits(api: Resource, facts: Facts): readonly Limit[] {
  return facts
    .linking(type, api.id)
    .filter((one) => one.type === "AWS::ApiGateway::Stage")
    .flatMap((stage) => {
      const settings = isObject(stage.data["methodSettings"])
        ? stage.data["methodSettings"]["*/*"]
        : undefined;
      const rate = isObject(settings) ? settings["throttlingRateLimit"] : undefined;
      return typeof rate === "number" && rate >= 0 && rate < 10_000
        ? [
            {
              resource: stage,
              of: `Stage ${text(stage.data, "stageName")}`,
              setting: "throttlingRateLimit",
              rate,
              pointer: `/methodSettings${toPointer("*/*")}`,
            },
          ]
        : [];
    });
}

/** Faults of REST APIs: a function that is gone, no stage, a throttle that is too low. */
export const checks: readonly Check[] = [integration, stages, throttling];
