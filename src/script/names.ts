import type { ServiceModels } from "../aws/service-models.ts";
import type { Diagnostic } from "../core/script.ts";
import { addedMethod, clientMembers, namesOf, operationOf } from "./boto3-names.ts";
import { checkParameters } from "./check-parameters.ts";
import { nearestName } from "./nearest-name.ts";
import { resourceMembers } from "./resource-model.ts";
import { nearestService } from "./service-confusions.ts";
import type { Params, PlacedUse, Use } from "./use.ts";

/** An operation that the text calls, with what is known of its parameters. */
export interface FoundCall {
  readonly service: string;
  readonly operation: string;
  readonly line: number;
  readonly certain: boolean;
  readonly params: Params;
  readonly via: Extract<Use, { kind: "operation" }>["via"] | "method";
  /** Loops round it, but for those over literals. */
  readonly loops: number;
}

interface CheckedUse {
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: readonly Omit<FoundCall, "loops">[];
}

export interface CheckedNames {
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: readonly FoundCall[];
}

type UseOf<Kind extends Use["kind"]> = Extract<Use, { kind: Kind }>;

/** Checks every name that the text uses against the service models, and says which operations it calls. */
export function checkNames({
  uses,
  models,
}: {
  uses: readonly PlacedUse[];
  models: ServiceModels;
}): CheckedNames {
  const services = [...new Set(uses.flatMap((use) => (use.kind === "service" ? [use.service] : [])))];
  const fitting = new Set(
    uses.flatMap((use) => (use.kind === "method" && fits(use, models) ? [placeOf(use)] : [])),
  );
  const results = uses
    // A place that is reached with clients of several services, one of which has the method, is right for that one.
    .filter((use) => use.kind !== "method" || fits(use, models) || !fitting.has(placeOf(use)))
    .map((use) => placed(use, checkUse(use, models, services)));
  const diagnostics = new Map(
    results.flatMap((result) => result.diagnostics).map((found) => [JSON.stringify(found), found]),
  );
  return { diagnostics: [...diagnostics.values()], calls: results.flatMap((result) => result.calls) };
}

function placed({ loops }: PlacedUse, { diagnostics, calls }: CheckedUse): CheckedNames {
  return { diagnostics, calls: calls.map((call) => ({ ...call, loops })) };
}

const placeOf = ({ line, method }: UseOf<"method">): string => `${line} ${method}`;

function fits({ services, method }: UseOf<"method">, models: ServiceModels): boolean {
  return services.some((service) => hasMethod(models, service, method));
}

function hasMethod(models: ServiceModels, service: string, method: string): boolean {
  return operationOf(models, service, method) !== undefined || addedMethod(service, method) !== undefined;
}

const nothing: CheckedUse = { diagnostics: [], calls: [] };

function checkUse(use: Use, models: ServiceModels, services: readonly string[]): CheckedUse {
  if (use.kind === "service") {
    return only(checkService(use, models));
  }
  if (use.kind === "method") {
    return checkMethod(use, models);
  }
  if (use.kind === "paginator") {
    return only(checkPaginator(use, models));
  }
  if (use.kind === "waiter") {
    return only(checkWaiter(use, models));
  }
  if (use.kind === "exception") {
    return only(checkException(use, models));
  }
  if (use.kind === "operation") {
    return checkOperation(use, models);
  }
  if (use.kind === "resource-member") {
    return only(checkResourceMember(use, models));
  }
  if (use.kind === "keyword") {
    return only([
      apiParameter(
        use.line,
        "unknown-keyword",
        `${use.callee} takes no ${use.name}=.`,
        nearestName(use.name, use.allowed),
      ),
    ]);
  }
  if (use.kind === "danger") {
    const { rule, line, message, references } = use;
    return only([
      {
        rule,
        kind: "security",
        severity: "error",
        line,
        message,
        fixed: false,
        references: [...references],
      },
    ]);
  }
  return { diagnostics: [], calls: guessed(use, models, services) };
}

const only = (diagnostics: readonly Diagnostic[]): CheckedUse => ({ ...nothing, diagnostics });

function checkService(
  { line, service, how }: UseOf<"service">,
  models: ServiceModels,
): readonly Diagnostic[] {
  if (!models.names().includes(service)) {
    return [
      apiName(
        line,
        "unknown-service",
        `boto3 knows no service ${JSON.stringify(service)}.`,
        nearestService(service, models.names()),
      ),
    ];
  }
  if (how === "client" || models.model(service)?.resourceModel !== undefined) return [];
  return [
    apiName(line, "unknown-resource", `boto3 has no resource for ${service}.`, `boto3.client("${service}")`),
  ];
}

function checkMethod(use: UseOf<"method">, models: ServiceModels): CheckedUse {
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

function checkOperation(
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

function checkPaginator(
  { line, services, name }: UseOf<"paginator">,
  models: ServiceModels,
): readonly Diagnostic[] {
  if (services.some((service) => namesOf(models, service)?.paginators.has(name) === true)) return [];
  const paginators = services.flatMap((service) => [...(namesOf(models, service)?.paginators.keys() ?? [])]);
  const [service = ""] = services;
  const exists = services.find((candidate) => operationOf(models, candidate, name) !== undefined);
  if (exists !== undefined) {
    const message = `${exists} has no paginator for ${name}: call ${name}(…) itself.`;
    return [
      {
        rule: "unknown-paginator",
        kind: "api-name",
        severity: "error",
        line,
        message,
        fixed: false,
        suggestion: name,
      },
    ];
  }
  return [
    apiName(line, "unknown-paginator", `${service} has no paginator ${name}.`, nearestName(name, paginators)),
  ];
}

function checkWaiter(
  { line, services, name }: UseOf<"waiter">,
  models: ServiceModels,
): readonly Diagnostic[] {
  if (services.some((service) => namesOf(models, service)?.waiters.has(name) === true)) return [];
  const waiters = services.flatMap((service) => [...(namesOf(models, service)?.waiters.keys() ?? [])]);
  return [
    apiName(
      line,
      "unknown-waiter",
      `${services[0] ?? ""} has no waiter ${name}.`,
      nearestName(name, waiters),
    ),
  ];
}

/** Members of `client.exceptions` beside the modelled errors (`botocore/errorfactory.py`). */
function checkException(
  { line, services, name }: UseOf<"exception">,
  models: ServiceModels,
): readonly Diagnostic[] {
  if (name === "ClientError" || name === "from_code" || name.startsWith("_")) return [];
  if (services.some((service) => namesOf(models, service)?.exceptions.has(name) === true)) return [];
  const exceptions = services.flatMap((service) => [...(namesOf(models, service)?.exceptions ?? [])]);
  const near = nearestName(name, exceptions);
  const hint = near === undefined ? ' Catch ClientError and compare error.response["Error"]["Code"].' : "";
  return [
    apiName(
      line,
      "unknown-exception",
      `The ${services[0] ?? ""} client has no exceptions.${name}.${hint}`,
      near,
    ),
  ];
}

function checkResourceMember(
  { line, service, type, name }: UseOf<"resource-member">,
  models: ServiceModels,
): readonly Diagnostic[] {
  const isCollection = type?.includes(".") === true;
  const members = isCollection
    ? ["all", "filter", "limit", "page_size", "pages"]
    : resourceMembers(models, {
        kind: "resource",
        service,
        identifiers: {},
        loaded: true,
        ...(type !== undefined && { type }),
      });
  const what = type === undefined ? `boto3.resource("${service}")` : `The ${service} resource ${type}`;
  return [apiName(line, "unknown-resource-member", `${what} has no ${name}.`, nearestName(name, members))];
}

function guessed(
  { line, method, params }: UseOf<"guess">,
  models: ServiceModels,
  services: readonly string[],
): CheckedUse["calls"] {
  return services.flatMap((service): CheckedUse["calls"] => {
    const operation = operationOf(models, service, method);
    return operation === undefined
      ? []
      : [{ service, operation, line, certain: false, params, via: "method" }];
  });
}

function positionalArguments(line: number, method: string): Diagnostic {
  return apiParameter(line, "positional-argument", `${method}() only accepts keyword arguments.`);
}

function apiName(line: number, rule: string, message: string, suggestion?: string): Diagnostic {
  const said = suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`;
  return {
    rule,
    kind: "api-name",
    severity: "error",
    line,
    message: said,
    fixed: false,
    ...(suggestion !== undefined && { suggestion }),
  };
}

function apiParameter(line: number, rule: string, message: string, suggestion?: string): Diagnostic {
  const said = suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`;
  return {
    rule,
    kind: "api-parameter",
    severity: "error",
    line,
    message: said,
    fixed: false,
    ...(suggestion !== undefined && { suggestion }),
  };
}
