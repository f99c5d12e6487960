import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { environmentLinks } from "../../diagnose/environment-reference.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";

const functionType = "AWS::Lambda::Function";

/** A function's name, whether it is called by name, by ARN or by partial ARN, with or without a version. */
export function functionName(called: string): string {
  const parts = called.split(":");
  const at = parts.indexOf("function");
  return at < 0 ? (parts[0] ?? called) : (parts[at + 1] ?? called);
}

function functionLinks(configuration: JsonObject): readonly Link[] {
  const environment = configuration["Environment"];
  const deadLetters = isObject(configuration["DeadLetterConfig"])
    ? text(configuration["DeadLetterConfig"], "TargetArn")
    : "";
  const logging = isObject(configuration["LoggingConfig"])
    ? text(configuration["LoggingConfig"], "LogGroup")
    : "";
  return [
    ...environmentLinks(isObject(environment) ? environment["Variables"] : undefined),
    ...linkOfArn("dead-letters-to", deadLetters),
    { kind: "assumes", type: "AWS::IAM::Role", id: text(configuration, "Role") },
    {
      kind: "logs-to",
      type: "AWS::Logs::LogGroup",
      id: logging || `/aws/lambda/${text(configuration, "FunctionName")}`,
    },
  ];
}

const describeFunction = (detail: number) => (configuration: JsonObject) => ({
  type: functionType,
  id: text(configuration, "FunctionName"),
  arn: text(configuration, "FunctionArn").replace(/:\$LATEST$/, ""),
  links: functionLinks(configuration),
  detail,
});

const describeMapping = (mapping: JsonObject) => ({
  type: "AWS::Lambda::EventSourceMapping",
  id: text(mapping, "UUID"),
  arn: text(mapping, "EventSourceMappingArn"),
  links: [
    { kind: "triggers", type: functionType, id: functionName(text(mapping, "FunctionArn")) },
    ...linkOfArn("reads-from", text(mapping, "EventSourceArn")),
  ],
});

/** An aspect of a function stands under the function's name; its data is the whole answer. */
const aspect = (operation: string, type: string) =>
  itemReader("lambda", operation, "", (item, { params }) =>
    Object.keys(item).length === 0 ? undefined : { type, id: functionName(text(params, "FunctionName")) },
  );

/** What Lambda tells: configurations, triggers, concurrency, function URLs, asynchronous invocation, aliases. */
export const readers: readonly FactReader[] = [
  listReader("lambda", "ListFunctions", "Functions/*", describeFunction(1)),
  itemReader("lambda", "GetFunctionConfiguration", "", describeFunction(3)),
  itemReader("lambda", "GetFunction", "Configuration", describeFunction(2)),
  listReader("lambda", "ListEventSourceMappings", "EventSourceMappings/*", describeMapping),
  itemReader("lambda", "GetEventSourceMapping", "", describeMapping),
  aspect("GetFunctionConcurrency", "AWS::Lambda::Concurrency"),
  aspect("GetFunctionUrlConfig", "AWS::Lambda::Url"),
  aspect("GetFunctionEventInvokeConfig", "AWS::Lambda::EventInvokeConfig"),
  listReader("lambda", "ListAliases", "Aliases/*", (alias, { params }) => ({
    type: "AWS::Lambda::Alias",
    id: `${functionName(text(params, "FunctionName"))}:${text(alias, "Name")}`,
    name: text(alias, "Name"),
    arn: text(alias, "AliasArn"),
  })),
  aspect("ListVersionsByFunction", "AWS::Lambda::Versions"),
];
