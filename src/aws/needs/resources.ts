import type { JsonObject } from "../../core/json/json.ts";
import type { ActionsOf } from "./actions.ts";
import { bindArn, otherArns, partitionOf, prepareFormat } from "./bind-arn.ts";
import type { BoundArns, PreparedFormat } from "./bind-arn.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import { textsAt } from "./member-path.ts";
import type { ServiceModels } from "../service-models.ts";

export interface ResourcesOfCall {
  readonly service: string;
  readonly operation: string;
  /** In boto3's shape; a member that is not known is left out, one that is there with an unknown value is a star. */
  readonly params: JsonObject;
  readonly account: string;
  readonly region: string;
}

/** The ARNs a call touches, as far as its parameters bind them; `["*"]` where they do not, or where the action knows no resource. */
export type ResourcesOf = (call: ResourcesOfCall) => readonly string[];

/** How well a call is bound. `type`: what is to be made is known by its type alone. `no-resource`: the action has no resource level. `unbound` counts as `*`. */
export type Binding = "exact" | "parent" | "type" | "no-resource" | "unbound";

export interface BoundAction {
  readonly arns: readonly string[];
  readonly binding: Binding;
}

export type BindAction = (action: string, call: ResourcesOfCall) => BoundAction;

interface Making {
  readonly models: ServiceModels;
  readonly catalog: IamCatalog;
  readonly actions: ActionsOf;
}

export function createResources(making: Making): ResourcesOf {
  const bind = createBinding(making);
  return (call) => {
    const [main = ""] = making.actions(call.service, call.operation, call.params);
    return bind(main, call).arns;
  };
}

/** Binds one of the actions that a call needs; another action of the same call may be about another resource. */
export function createBinding({ models, catalog }: Pick<Making, "models" | "catalog">): BindAction {
  const prepared = new Map<string, readonly PreparedFormat[]>();
  const formatsOf = (action: string, operation: string): readonly PreparedFormat[] => {
    const key = `${action} ${operation}`;
    const known = prepared.get(key) ?? preparedFormats(catalog, action, operation);
    prepared.set(key, known);
    return known;
  };
  return (action, call) => {
    const [prefix = "", name = ""] = action.split(":");
    if (prefix === "apigateway") return apiGatewayPath(call, models);
    if (prefix === "execute-api") return { arns: [connectionsArn(call)], binding: "type" };
    const accessPoint = throughAccessPoint(name, call);
    if (accessPoint) return accessPoint;
    const formats = formatsOf(action, call.operation);
    if (formats.length === 0) return { arns: ["*"], binding: "no-resource" };
    const whole = wholeType.get(action);
    const asked = { ...call, prefix, params: whole === undefined ? call.params : { [whole]: "*" } };
    const bound = formats.filter(({ type }) => isMeant(type, asked)).map((format) => bindArn(format, asked));
    const others = bound.some(({ how }) => how === "exact") ? [] : otherArns(formats, asked);
    return others.length > 0 ? finished(others, "exact", action) : chosen(bound, name, action);
  };
}

function preparedFormats(catalog: IamCatalog, action: string, operation: string): readonly PreparedFormat[] {
  const [prefix = "", name = ""] = action.split(":");
  return (catalog.action(prefix, name)?.resourceTypes ?? []).flatMap(({ name: type, required }) => {
    const format = catalog.arnFormat(prefix, type);
    // Some have two ARNs in one line, which name no resource of their own.
    return format === undefined || format.includes(", ")
      ? []
      : [prepareFormat({ type, format, required }, prefix, operation)];
  });
}

/** A rule lies below its bus unless that is the default one (EventBridge User Guide, resources and ARNs). */
function isMeant(
  type: string,
  { prefix, params }: { readonly prefix: string; readonly params: JsonObject },
): boolean {
  if (prefix !== "events" || !type.startsWith("rule-on-")) return true;
  const [bus = "default"] = textsAt(params, "EventBusName");
  if (bus === "*") return true;
  return (bus === "default" || bus.endsWith(":event-bus/default")) === (type === "rule-on-default-event-bus");
}

/** Actions that AWS decides on all resources of the type, whatever the request names (CloudWatch User Guide, resources for `DescribeAlarms`). */
const wholeType = new Map([["cloudwatch:DescribeAlarms", "AlarmName"]]);

/** All types that the request names. What is to be made has no name yet: its type stands with a star. */
function chosen(bound: readonly BoundArns[], name: string, action: string): BoundAction {
  const makes = /^(?:Create|Run|Allocate|Request|Import|Copy|Purchase|Generate)/.test(name);
  const unnamed = bound.filter(({ how, required }) => how === "none" && required);
  const exact = bound.filter(({ how }) => how === "exact");
  if (exact.length > 0) {
    const arns = [...exact, ...(makes ? unnamed : [])].flatMap((one) => one.arns);
    return finished(withoutParents(arns), "exact", action);
  }
  const partial = bound.filter(({ how }) => how === "parent");
  const sure = partial.some(({ required }) => required)
    ? partial.filter(({ required }) => required)
    : partial;
  if (sure.length > 0)
    return finished(
      sure.flatMap(({ arns }) => arns),
      "parent",
      action,
    );
  if (makes && unnamed.length > 0)
    return finished(
      unnamed.flatMap(({ arns }) => arns),
      "type",
      action,
    );
  return { arns: ["*"], binding: "unbound" };
}

/** An index is asked about, not the table that it belongs to. What both may be, as a rule of whichever bus, stays. */
function withoutParents(arns: readonly string[]): readonly string[] {
  return arns.filter(
    (arn) =>
      arn.endsWith(":rule/*") ||
      !arns.some((other) => other !== arn && (other.startsWith(`${arn}/`) || other.startsWith(`${arn}:`))),
  );
}

function finished(arns: readonly string[], binding: Binding, action: string): BoundAction {
  const shown =
    action.startsWith("logs:") && !/:(?:Un)?[Tt]ag|:ListTags/.test(action) ? arns.map(allOfLogGroup) : arns;
  const once = [...new Set(shown)].toSorted();
  return { arns: once.length > mostArns ? collapsed(once) : once, binding };
}

/** More than these in one call are written as one pattern for each service, account and region. */
const mostArns = 24;

function collapsed(arns: readonly string[]): readonly string[] {
  return [...new Set(arns.map((arn) => `${arn.split(":").slice(0, 5).join(":")}:*`))];
}

/** Policies name a log group with `:*` behind it, except where tags are meant (CloudWatch Logs User Guide, resource ARNs). */
function allOfLogGroup(arn: string): string {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]*$/.test(arn) ? `${arn}:*` : arn;
}

/** A bucket given by the ARN of an access point: objects lie below it (Amazon S3 User Guide, access point policies). */
function throughAccessPoint(name: string, { service, params }: ResourcesOfCall): BoundAction | undefined {
  if (service !== "s3") return undefined;
  const [bucket = ""] = textsAt(params, "Bucket");
  if (!/^arn:[^:]*:s3[\w-]*:[^:]*:[^:]*:/.test(bucket)) return undefined;
  const [key] = textsAt(params, "Key");
  const onObject = key !== undefined && !/Bucket/.test(name);
  return { arns: [onObject ? `${bucket}/object/${key}` : bucket], binding: "exact" };
}

/** API Gateway's resources are its paths: `arn:aws:apigateway:region::/restapis/abc` (API Gateway Developer Guide, IAM ARN format). */
function apiGatewayPath(call: ResourcesOfCall, models: ServiceModels): BoundAction {
  const model = models.model(call.service);
  const operation = model?.operations[call.operation];
  const template = operation?.http.requestUri.split("?")[0];
  if (model === undefined || operation === undefined || template === undefined)
    return { arns: ["*"], binding: "unbound" };
  const open: string[] = [];
  const path = template.replace(/^\/v2(?=\/)/, "").replaceAll(/\{(\w+)\+?\}/g, (_, label: string) => {
    const members = Object.entries(model.shapes[operation.input?.shape ?? ""]?.members ?? {});
    const member = members.find(([, { locationName }]) => locationName === label)?.[0] ?? label;
    const [value] = textsAt(call.params, member);
    if (value === undefined) open.push(label);
    return value === undefined || value === "*"
      ? "*"
      : value.startsWith("arn:")
        ? encodeURIComponent(value)
        : value;
  });
  const arn = `arn:${partitionOf(call.region)}:apigateway:${call.region}::${path}`;
  return { arns: [arn], binding: open.length === 0 ? "exact" : "parent" };
}

function connectionsArn({ region, account, operation }: ResourcesOfCall): string {
  const verb = { DeleteConnection: "DELETE", GetConnection: "GET" }[operation] ?? "POST";
  return `arn:${partitionOf(region)}:execute-api:${region}:${account}:*/*/${verb}/@connections/*`;
}
