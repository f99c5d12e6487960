import type { JsonObject } from "../../core/json/json.ts";
import { textsAt } from "./member-path.ts";
import { addedByAws, arnMembers, idShapes, resourceVariables } from "./resource-variables.ts";

/** One resource type of an action, as the Service Authorization Reference writes it. */
export interface ArnFormat {
  readonly type: string;
  /** With `${Partition}`, `${Region}`, `${Account}` and variables of its own. */
  readonly format: string;
  readonly required: boolean;
}

/** A format made ready for one operation: what its ARNs look like, and where a request may say what its variables are. */
export interface PreparedFormat extends ArnFormat {
  readonly shape: RegExp;
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

export function prepareFormat(one: ArnFormat, prefix: string, operation: string): PreparedFormat {
  const variables = [...one.format.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const own = variables.filter(
    (variable) => !/^(?:Partition|Region|Account)$/.test(variable) && !isAdded(prefix, one.type, variable),
  );
  return {
    ...one,
    shape: shapeOf(one.format),
    paths: new Map(own.map((variable) => [variable, pathsOf(variable, one.type, { prefix, operation })])),
  };
}

export interface BindArn {
  readonly prefix: string;
  readonly operation: string;
  readonly params: JsonObject;
  readonly account: string;
  readonly region: string;
}

/** How far a request says which resource of a type it is about: a star stands for what it does not say. */
export interface BoundArns {
  readonly type: string;
  readonly required: boolean;
  readonly arns: readonly string[];
  /** `exact`: all of it. `parent`: some of it, as the cluster of a service. `none`: nothing but account and region. */
  readonly how: "exact" | "parent" | "none";
}

/** Fills the format of a resource type with what the request says. ARNs that the request gives are taken as they are. */
export function bindArn({ type, format, required, shape, paths }: PreparedFormat, call: BindArn): BoundArns {
  const placed = place(format, call);
  const given = givenArns({ placed, type, shape }, call);
  if (given.length > 0) return { type, required, arns: given, how: "exact" };
  const variables = [...placed.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const own = [...paths.keys()];
  const members = new Set(Object.keys(call.params).map((name) => name.toLowerCase()));
  const values = new Map(
    [...paths].map(([variable, places]) => {
      const likely = places.filter((path) => members.has(firstOf(path)));
      return [variable, valuesOf(likely, type, call)] as const;
    }),
  );
  const known = own.filter((variable) => (values.get(variable)?.length ?? 0) > 0);
  const arns = variables.reduce<readonly string[]>(
    (sofar, variable) => {
      const found = values.get(variable) ?? [];
      const fill = found.length === 0 ? ["*"] : found;
      return sofar.flatMap((arn) => fill.map((value) => arn.replace(`\${${variable}}`, () => value)));
    },
    [placed],
  );
  return {
    type,
    required,
    arns: [...new Set(arns)],
    how: howBound({ variables: variables.length, own: own.length, known: known.length }),
  };
}

function howBound({
  variables,
  own,
  known,
}: {
  variables: number;
  own: number;
  known: number;
}): BoundArns["how"] {
  if (own === 0) return variables === 0 ? "exact" : "parent";
  if (known === own) return "exact";
  return known > 0 ? "parent" : "none";
}

/** `aws`, `aws-cn` or `aws-us-gov`, by region. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function place(format: string, { prefix, account, region }: BindArn): string {
  const fixed: { readonly [variable: string]: string } = {
    Partition: partitionOf(region),
    Region: region,
    // An organization's resources belong to its management account, whoever asks.
    Account: prefix === "organizations" ? "*" : account,
  };
  return format.replaceAll(/\$\{(Partition|Region|Account)\}/g, (_, name: string) => fixed[name] ?? "*");
}

/** ARNs at the first level of the request that have the shape of this type; a star in a member for ARNs stands for any of them. */
function givenArns(
  { placed, type, shape }: { readonly placed: string; readonly type: string; readonly shape: RegExp },
  { prefix, params }: BindArn,
): readonly string[] {
  const given = textsOf(params);
  const arns = given.filter(({ text }) => text.startsWith("arn:") && shape.test(text));
  if (arns.length > 0) return arns.map(({ text }) => text);
  const open = given.filter(({ name, text }) => text === "*" && holdsArns(prefix, name));
  // The service lets every kind of resource stand there, some that the reference does not list.
  if (open.some(({ name }) => isAnything(name))) return [`${headOf(placed)}:*`];
  const noun = plain(type);
  const about = open.some(({ name }) => isAbout(plain(name.replace(/arns?$/i, "")), noun));
  return about ? [placed.replaceAll(/\$\{\w+\}/g, "*")] : [];
}

/** ARNs of the same services in members for ARNs, of types that the reference does not list for the action. */
export function otherArns(formats: readonly ArnFormat[], { prefix, params }: BindArn): readonly string[] {
  const services = new Set(formats.map(({ format }) => format.split(":")[2]));
  return textsOf(params)
    .filter(({ name, text }) => holdsArns(prefix, name) && text.startsWith("arn:"))
    .map(({ text }) => text)
    .filter((text) => services.has(text.split(":")[2]));
}

function textsOf(params: JsonObject): readonly { readonly name: string; readonly text: string }[] {
  return Object.keys(params).flatMap((name) => textsAt(params, name).map((text) => ({ name, text })));
}

function headOf(arn: string): string {
  return arn.split(":").slice(0, 5).join(":");
}

export function holdsArns(prefix: string, member: string): boolean {
  return /arns?$/i.test(member) || arnMembers[prefix]?.test(member) === true;
}

/** `ResourceArn` may be about anything, `ListenerArn` about a listener (`listener/app`), `RoleArn` about a role. */
function isAnything(member: string): boolean {
  return /^(?:resource(?:name|id|idlist|identifier)?|insightsource|monitorarnlist)?(?:arns?)?$/i.test(member);
}

function isAbout(member: string, noun: string): boolean {
  return noun.startsWith(member) || member.endsWith(noun);
}

/** Whether an ARN is of a format: any partition, region and account, and the fixed parts of the resource as they are. */
function shapeOf(format: string): RegExp {
  const [, , service = "", , , ...resource] = format.split(":");
  const rest = resource
    .join(":")
    .split(/\$\{\w+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".+");
  return new RegExp(`^arn:[^:]*:${service.startsWith("$") ? "[^:]*" : service}:[^:]*:[^:]*:${rest}$`);
}

function isAdded(prefix: string, type: string, variable: string): boolean {
  const added = addedByAws[prefix] ?? [];
  return added.includes(variable) || added.includes(`${type.toLowerCase()}.${variable}`);
}

function valuesOf(paths: readonly string[], type: string, call: BindArn): readonly string[] {
  for (const path of paths) {
    const texts = textsAt(call.params, path).filter((text) => !isOfAnotherType(call.prefix, type, text));
    if (texts.length > 0) return texts.map((text) => plainName(call.prefix, type, text));
  }
  return [];
}

function firstOf(path: string): string {
  return (/^\w+/.exec(path)?.[0] ?? path).toLowerCase();
}

/** An id that by its looks belongs to another type of the service. One that looks like none may be of any. */
function isOfAnotherType(prefix: string, type: string, text: string): boolean {
  const known = idShapes[prefix] ?? {};
  if (known[type] === undefined || known[type].test(text)) return false;
  return Object.values(known).some((shape) => shape.test(text));
}

/** Where a variable's value may stand: our table first, else members that are called like the variable or like its type. */
function pathsOf(
  variable: string,
  type: string,
  { prefix, operation }: { readonly prefix: string; readonly operation: string },
): readonly string[] {
  const table = resourceVariables[prefix] ?? {};
  const named = table[`${type.toLowerCase()}.${variable}`] ?? table[variable];
  if (named?.length === 0) return [];
  const base = variable.replace(/(?:NameWithPath|FriendlyName|Name|Identifier|Id|ID|Arn)$/, "");
  const noun = type.replaceAll(/[^a-zA-Z0-9]/g, "");
  const likely = [variable, base, noun]
    .filter((word) => word !== "")
    .flatMap((word) => [word, `${word}Name`, `${word}Id`, `${word}Identifier`, `${word}Arn`])
    .flatMap((word) => [word, `${word}s`]);
  // `GetPipeline(name)`: the request of an operation that is called like the type needs no more than `name` or `id`.
  const short = plain(operation).includes(plain(type))
    ? ["Name", "Id", "Identifier", "Arn", "ResourceId"]
    : [];
  return [...new Set([...(named ?? []), ...likely, ...short])];
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** A name as the ARN wants it. */
function plainName(prefix: string, type: string, value: string): string {
  if (value === "*") return value;
  if (prefix === "sqs" || prefix === "route53") return value.split(/[/:]/).at(-1) ?? value;
  if (prefix === "ssm" && type === "parameter")
    return value.replace(/^arn:[^/]*:parameter\//, "").replace(/^\//, "");
  if (prefix === "secretsmanager") return `${value}-??????`;
  if (prefix === "kms" && type === "alias") return value.replace(/^.*?alias\//, "");
  if (prefix === "kms") return /(?:^|:)alias\//.test(value) ? "*" : value;
  if (prefix === "organizations") return value.replace(/^(?:ou|p|h|r|rp|rt)-/, "");
  if (prefix === "ecs" && type === "task-definition") return afterArn(value).split(":")[0] ?? value;
  if (prefix === "lambda" && type === "function")
    return value.replace(/^\d{12}:function:/, "").replace(/^\d{12}:/, "");
  return prefix === "s3" ? value : afterArn(value);
}

/** The name at the end of an ARN that stands where a name could stand. */
function afterArn(value: string): string {
  return value.startsWith("arn:") ? (value.split(/[/:]/).at(-1) ?? value) : value;
}
