import type { ServiceModels } from "../../aws/service-models.ts";
import type { Diagnostic } from "../../core/script.ts";
import type { Params, Use } from "../follow/use.ts";
import { apiName, apiParameter } from "./api-diagnostic.ts";
import { addedMethod, clientMembers, namesOf, operationOf } from "./boto3-names.ts";
import { checkParameters } from "./check-parameters.ts";
import type { FoundCall } from "./found-call.ts";
import { nearestName } from "./nearest-name.ts";

type UseOf<Kind extends Use["kind"]> = Extract<Use, { kind: Kind }>;

export interface CheckedUse {
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: readonly Omit<FoundCall, "loops">[];
}

export const nothing: CheckedUse = { diagnostics: [], calls: [] };

export const only = (diagnostics: readonly Diagnostic[]): CheckedUse => ({ ...nothing, diagnostics });

export function hasMethod(models: ServiceModels, service: string, method: string): boolean {
  return operationOf(models, service, method) !== undefined || addedMethod(service, method) !== undefined;
}

/** A client's method: that it is there, and its parameters where it is called. */
export function checkMethod(use: UseOf<"method">, models: ServiceModels): CheckedUse {
  const { services, method, line } = use;
  const known = services.filter((service) => hasMethod(models, service, method));
  if (known.length === 0) {
    const members = services.flatMap((service) => clientMembers(models, service));
    const [service = ""] = services;
    const near = clientConfusions[`${service}.${method}`] ?? nearestName(method, members);
    return method.startsWith("_")
      ? nothing
      : only([apiName(line, "unknown-method", `The ${service} client has no method ${method}.`, near)]);
  }
  if (use.params === undefined) return nothing;
  const { params } = use;
  const certain = use.whole && known.length === 1;
  const checked = known.map((service): CheckedUse => {
    const added = addedMethod(service, method);
    if (added !== undefined)
      return checkAdded({ service, method, line, operations: added, params, certain }, models);
    const operation = operationOf(models, service, method) ?? "";
    const call: UseOf<"operation"> = {
      kind: "operation",
      line,
      service,
      operation,
      via: "resource",
      params,
      filled: [],
      certain,
    };
    const checkedCall = checkOperation(call, models, "method");
    const positional =
      use.positional === undefined || use.positional === 0 ? [] : [positionalArguments(line, method)];
    return { ...checkedCall, diagnostics: [...positional, ...checkedCall.diagnostics] };
  });
  const calls = checked.flatMap((result) => result.calls);
  // A client that may be of several services: wrong only when it is wrong for each of them.
  const wrong = checked.every((result) => result.diagnostics.some(({ severity }) => severity === "error"));
  return { calls, diagnostics: wrong || checked.length === 1 ? (checked[0]?.diagnostics ?? []) : [] };
}

/** Wrong guesses that no edit distance mends. */
const clientConfusions: { readonly [wrong: string]: string } = {
  "elbv2.describe_target_groups_health": "describe_target_health",
  "lambda.describe_functions": "list_functions",
  "s3.list_objects_v1": "list_objects",
  "s3.get_bucket_public_access_block": "get_public_access_block",
  "s3.get_bucket_lifecycle": "get_bucket_lifecycle_configuration",
  "sqs.describe_queues": "list_queues",
  "sns.describe_topics": "list_topics",
  "iam.describe_users": "list_users",
  "iam.describe_roles": "list_roles",
  "logs.list_log_streams": "describe_log_streams",
  "cloudwatch.get_metrics": "get_metric_data",
};

interface Added {
  readonly service: string;
  readonly method: string;
  readonly line: number;
  readonly operations: readonly string[];
  readonly params: Params;
  readonly certain: boolean;
}

function checkAdded(
  { service, method, line, operations, params, certain }: Added,
  models: ServiceModels,
): CheckedUse {
  const calls = operations.map((operation) => ({
    service,
    operation,
    line,
    certain,
    params: transferParams(params),
    via: "transfer" as const,
  }));
  if (!method.startsWith("generate_presigned")) return { calls, diagnostics: [] };
  const message = `${method} makes a link that works without the broker; in the sandbox it is signed with worthless credentials. Leave it out.`;
  const warning: Diagnostic = {
    rule: "presigned-url",
    kind: "security",
    severity: "warning",
    line,
    message,
    fixed: false,
    references: ["CWE-200", "SEC03-BP07"],
  };
  const [named] = params.entries.get("ClientMethod")?.alternatives ?? [];
  const wrong =
    named?.kind === "text" &&
    named.text !== undefined &&
    operationOf(models, service, named.text) === undefined;
  const near = nearestName(wrong ? (named.text ?? "") : "", [
    ...(namesOf(models, service)?.operations.keys() ?? []),
  ]);
  return {
    calls,
    diagnostics: wrong
      ? [warning, apiName(line, "unknown-method", `The ${service} client has no method ${named.text}.`, near)]
      : [warning],
  };
}

/** Only the bucket and the key of a transfer are parameters of the operations behind it. */
function transferParams({ entries }: Params): Params {
  return {
    entries: new Map([...entries].filter(([name]) => name === "Bucket" || name === "Key")),
    open: true,
  };
}

/** An operation that surely exists: its parameters. */
export function checkOperation(
  use: UseOf<"operation">,
  models: ServiceModels,
  via: FoundCall["via"] = use.via,
): CheckedUse {
  const { service, operation, line, params, certain } = use;
  const model = models.model(service);
  if (model?.operations[operation] === undefined) return nothing;
  const extra = use.via === "paginator" ? ["PaginationConfig"] : use.via === "waiter" ? ["WaiterConfig"] : [];
  const native =
    service === "dynamodb" &&
    via !== "method" &&
    (use.via === "resource" || use.via === "collection" || use.via === "load");
  const diagnostics = checkParameters({ model, operation, params, filled: use.filled, extra, native, line });
  const configuration = use.via === "paginator" ? checkPagination(use) : [];
  return {
    diagnostics: [...diagnostics, ...configuration],
    calls: [{ service, operation, line, certain, params, via }],
  };
}

const paginationMembers = ["MaxItems", "PageSize", "StartingToken"];

function checkPagination({ params }: UseOf<"operation">): readonly Diagnostic[] {
  const given = params.entries.get("PaginationConfig");
  return (given?.alternatives ?? []).flatMap((literal) => {
    if (literal.kind !== "dict") return [];
    const wrong = [...literal.entries].filter(([name]) => !paginationMembers.includes(name));
    return wrong.map(([name, { line }]) =>
      apiParameter(
        line,
        "unknown-parameter",
        `PaginationConfig has no ${name}.`,
        nearestName(name, paginationMembers),
      ),
    );
  });
}

function positionalArguments(line: number, method: string): Diagnostic {
  return apiParameter(line, "positional-argument", `${method}() only accepts keyword arguments.`);
}
