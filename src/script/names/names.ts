import type { ServiceModels } from "../../aws/service-models.ts";
import type { Diagnostic } from "../../core/script.ts";
import type { PlacedUse, Use } from "../follow/use.ts";
import { apiParameter } from "./api-diagnostic.ts";
import { operationOf } from "./boto3-names.ts";
import {
  checkException,
  checkPaginator,
  checkResourceMember,
  checkService,
  checkWaiter,
} from "./check-members.ts";
import { checkMethod, checkOperation, hasMethod, only } from "./check-method.ts";
import type { CheckedUse } from "./check-method.ts";
import type { FoundCall } from "./found-call.ts";
import { checkResponse } from "./check-response.ts";
import { checkRegion } from "./regions.ts";
import { nearestName } from "./nearest-name.ts";

type UseOf<Kind extends Use["kind"]> = Extract<Use, { kind: Kind }>;

export interface CheckedNames {
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: readonly FoundCall[];
}

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
  if (use.kind === "region") {
    return only(checkRegion(use.line, use.region));
  }
  if (use.kind === "member") {
    return only(checkResponse(use, models));
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
  if (use.kind === "advice") {
    const { rule, line, message, references } = use;
    return only([
      { rule, kind: "style", severity: "info", line, message, fixed: false, references: [...references] },
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
