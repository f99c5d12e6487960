import type { ServiceModels } from "../../aws/service-models.ts";
import type { Diagnostic } from "../../core/script.ts";
import { resourceMembers } from "../follow/resource-model.ts";
import type { Use } from "../follow/use.ts";
import { apiName } from "./api-diagnostic.ts";
import { namesOf, operationOf } from "./boto3-names.ts";
import { nearestName } from "./nearest-name.ts";
import { nearestService } from "./service-confusions.ts";

type UseOf<Kind extends Use["kind"]> = Extract<Use, { kind: Kind }>;

export function checkService(
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

export function checkPaginator(
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

export function checkWaiter(
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
export function checkException(
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

export function checkResourceMember(
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
