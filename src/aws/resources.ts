import { isArray } from "../core/json.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { ActionsOf } from "./actions.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import { resourceVariables } from "./resource-variables.ts";
import type { ServiceModels } from "./service-models.ts";

export interface ResourcesOfCall {
  readonly service: string;
  readonly operation: string;
  /** In boto3's shape; a member that is not known is left out. */
  readonly params: JsonObject;
  readonly account: string;
  readonly region: string;
}

/** The ARNs a call touches, as far as its parameters bind them; `["*"]` where they do not, or where the action knows no resource. */
export type ResourcesOf = (call: ResourcesOfCall) => readonly string[];

interface Making {
  readonly models: ServiceModels;
  readonly catalog: IamCatalog;
  readonly actions: ActionsOf;
}

export function createResources({ models, catalog, actions }: Making): ResourcesOf {
  return (call) => {
    const [main = ""] = actions(call.service, call.operation);
    const [prefix = "", name = ""] = main.split(":");
    if (prefix === "apigateway") return apiGatewayPath(call, models);
    const types = catalog.action(prefix, name)?.resourceTypes ?? [];
    const formats = types.flatMap((type) => catalog.arnFormat(prefix, type.name) ?? []);
    if (formats.length === 0) return ["*"];
    const given = givenArns(call.params, new Set(formats.map((format) => format.split(":")[2] ?? "")));
    if (given.length > 0) return given;
    const bound = formats.map((format) => bind(format, prefix, call)).filter((arns) => arns.length > 0);
    const fullest = bound.toSorted((a, b) => b.length - a.length || segments(b[0]) - segments(a[0]))[0];
    return fullest?.map((arn) => arn.replace(":key/alias/", ":alias/")) ?? ["*"];
  };
}

/** `aws`, `aws-cn` or `aws-us-gov`, by region. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** API Gateway's resources are its paths: `arn:aws:apigateway:region::/restapis/abc` (API Gateway Developer Guide, IAM ARN format). */
function apiGatewayPath(call: ResourcesOfCall, models: ServiceModels): readonly string[] {
  const template = models.model(call.service)?.operations[call.operation]?.http.requestUri.split("?")[0];
  if (template === undefined) return ["*"];
  const path = template.replace(/^\/v2(?=\/)/, "").replaceAll(/\{(\w+)\+?\}/g, (_, label: string) => {
    const value =
      memberOf(call.params, label) ??
      memberOf(
        call.params,
        label.replace(/_(\w)/g, (__, letter: string) => letter.toUpperCase()),
      );
    return typeof value === "string" ? value : "*";
  });
  return [`arn:${partitionOf(call.region)}:apigateway:${call.region}::${path}`];
}

/** ARNs that the request itself names at its first level, of the services that the action's resources belong to. */
function givenArns(params: JsonObject, services: ReadonlySet<string>): readonly string[] {
  const values = Object.values(params).flatMap((value) => (isArray(value) ? value : [value]));
  return values
    .filter((value) => typeof value === "string")
    .filter((value) => value.startsWith("arn:") && services.has(value.split(":")[2] ?? ""));
}

/** Fills an ARN format. One variable may take several values; any that stays open leaves the whole format out. */
function bind(format: string, prefix: string, call: ResourcesOfCall): readonly string[] {
  const fixed: { readonly [variable: string]: string } = {
    Partition: partitionOf(call.region),
    Region: call.region,
    Account: call.account,
  };
  const start = format.replaceAll(
    /\$\{(Partition|Region|Account)\}/g,
    (_, name: string) => fixed[name] ?? "",
  );
  const variables = [...start.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
  if (variables.length === 0) return [];
  return variables.reduce<readonly string[]>(
    (arns, variable) => {
      const values = valuesOf(variable, prefix, call.params);
      return arns.flatMap((arn) => values.map((value) => arn.replace(`\${${variable}}`, () => value)));
    },
    [start],
  );
}

function valuesOf(variable: string, prefix: string, params: JsonObject): readonly string[] {
  const own = resourceVariables[prefix]?.[variable];
  // Ids that AWS appends to a name and that no request carries.
  if (prefix === "cloudformation" && variable === "Id") return ["*"];
  for (const member of [...(own ?? []), variable, `${variable}s`]) {
    const value = memberOf(params, member);
    const texts = (isArray(value) ? value : [value])
      .filter((text) => typeof text === "string")
      .filter((text) => text !== "");
    if (texts.length > 0) return texts.map((text) => plainName(prefix, variable, text));
  }
  return [];
}

function plainName(prefix: string, variable: string, value: string): string {
  if (prefix === "sqs") return value.split("/").at(-1) ?? value;
  if (prefix === "route53") return value.split("/").at(-1) ?? value;
  if (prefix === "ssm") return value.replace(/^\//, "");
  if (prefix === "secretsmanager") return `${value}-??????`;
  if (prefix === "kms" && variable === "Alias") return value.replace(/^alias\//, "");
  return value;
}

function memberOf(params: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(params, name)) return params[name];
  const wanted = name.toLowerCase();
  return Object.entries(params).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

function segments(arn: string | undefined): number {
  return arn?.split(/[:/]/).length ?? 0;
}
