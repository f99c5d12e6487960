import { actionNames, iamPrefixes } from "./action-names.ts";
import { actionsByParams } from "./actions-by-params.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import type { ServiceModel, ServiceModels } from "../service-models.ts";

/**
 * The IAM actions an operation needs, the main one first. Never empty; for an unknown service `<service>:<operation>`. Parameters decide where AWS has an action of its
 * own for them, as `s3:GetObjectVersion`; without them the plain action is said.
 */
export type ActionsOf = (service: string, operation: string, params?: JsonObject) => readonly string[];

export function createActions({
  models,
  catalog,
}: {
  models: ServiceModels;
  catalog: IamCatalog;
}): ActionsOf {
  return (service, operation, params = {}) => {
    const named = actionsByParams(service, operation, params) ?? ownNames(service)?.[operation];
    if (named) return named;
    const model = models.model(service);
    const prefix = iamPrefix(service, model, catalog);
    const known = catalog.action(prefix, operation);
    if (known) return [`${prefix}:${known.name}`];
    const verb = model?.operations[operation]?.http.method;
    // API Gateway authorizes most of its operations by HTTP verb on a path.
    if (prefix === "apigateway" && verb !== undefined) return [`apigateway:${verb}`];
    return [`${prefix}:${operation}`];
  };
}

function ownNames(service: string): { readonly [operation: string]: readonly string[] } | undefined {
  return Object.hasOwn(actionNames, service) ? actionNames[service] : undefined;
}

/** The IAM prefix of a service: `elasticloadbalancing` for `elbv2`. */
export function iamPrefix(service: string, model: ServiceModel | undefined, catalog: IamCatalog): string {
  const own = iamPrefixes[service];
  if (own !== undefined) return own;
  const guesses = [model?.metadata.signingName, model?.metadata.endpointPrefix, service].filter(
    (name) => name !== undefined,
  );
  return guesses.find((name) => catalog.knows(name)) ?? guesses[0] ?? service;
}
