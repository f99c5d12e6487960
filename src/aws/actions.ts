import { actionNames, iamPrefixes } from "./action-names.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import type { ServiceModel, ServiceModels } from "./service-models.ts";

/** The IAM actions an operation needs, the main one first. Never empty; for an unknown service `<service>:<operation>`. */
export type ActionsOf = (service: string, operation: string) => readonly string[];

export function createActions({
  models,
  catalog,
}: {
  models: ServiceModels;
  catalog: IamCatalog;
}): ActionsOf {
  return (service, operation) => {
    const named = actionNames[service]?.[operation];
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

/** The IAM prefix of a service: `elasticloadbalancing` for `elbv2`. */
export function iamPrefix(service: string, model: ServiceModel | undefined, catalog: IamCatalog): string {
  const own = iamPrefixes[service];
  if (own !== undefined) return own;
  const guesses = [model?.metadata.signingName, model?.metadata.endpointPrefix, service].filter(
    (name) => name !== undefined,
  );
  return guesses.find((name) => catalog.knows(name)) ?? guesses[0] ?? service;
}
