import type { ServiceModel, ServiceModels } from "../../aws/service-models.ts";
import { methodName } from "./method-name.ts";

interface Names {
  readonly operations: ReadonlyMap<string, string>;
  readonly paginators: ReadonlyMap<string, string>;
  readonly waiters: ReadonlyMap<string, string>;
  readonly exceptions: ReadonlySet<string>;
}

const indexed = new WeakMap<ServiceModel, Names>();

/** The names that boto3 gives the parts of a service, each with the model's name. Made once for each model. */
export function namesOf(models: ServiceModels, service: string): Names | undefined {
  const model = models.model(service);
  if (model === undefined) return undefined;
  const known = indexed.get(model);
  if (known !== undefined) return known;
  const byMethod = (names: readonly string[]) => new Map(names.map((name) => [methodName(name), name]));
  const names = {
    operations: byMethod(Object.keys(model.operations)),
    paginators: byMethod(Object.keys(model.paginators)),
    waiters: byMethod(model.waiters),
    exceptions: new Set(
      Object.entries(model.shapes).flatMap(([name, shape]) => (shape.exception === true ? [name] : [])),
    ),
  };
  indexed.set(model, names);
  return names;
}

/** `describe_instances` → `DescribeInstances`. */
export function operationOf(models: ServiceModels, service: string, method: string): string | undefined {
  return namesOf(models, service)?.operations.get(method);
}

/** The operation of a paginator, where there is one. */
export function paginatedOperation(
  models: ServiceModels,
  service: string,
  method: string,
): string | undefined {
  return namesOf(models, service)?.paginators.get(method);
}

/** `instance_running` → `InstanceRunning`. */
export function waiterModelName(models: ServiceModels, service: string, name: string): string | undefined {
  return namesOf(models, service)?.waiters.get(name);
}

/** Methods of every client that are no operations (`botocore/client.py`, `botocore/signers.py`). */
const everyClient = [
  "can_paginate",
  "close",
  "exceptions",
  "generate_presigned_url",
  "get_paginator",
  "get_waiter",
  "meta",
  "waiter_names",
];

/** Methods that boto3 adds to single clients, with the operations that they call (`boto3/s3/inject.py`, `botocore/handlers.py`, `botocore/signers.py`). */
const added: { readonly [service: string]: { readonly [method: string]: readonly string[] } } = {
  s3: {
    generate_presigned_post: [],
    upload_file: ["PutObject"],
    upload_fileobj: ["PutObject"],
    download_file: ["HeadObject", "GetObject"],
    download_fileobj: ["HeadObject", "GetObject"],
    copy: ["HeadObject", "CopyObject"],
  },
  rds: { generate_db_auth_token: [] },
  dsql: { generate_db_connect_auth_token: [], generate_db_connect_admin_auth_token: [] },
};

/** The operations behind a method that boto3 adds to a client: none for one that makes no call; undefined when it adds no such method. */
export function addedMethod(service: string, method: string): readonly string[] | undefined {
  return everyClient.includes(method) ? [] : added[service]?.[method];
}

/** All names that a client of this service has. */
export function clientMembers(models: ServiceModels, service: string): readonly string[] {
  return [
    ...(namesOf(models, service)?.operations.keys() ?? []),
    ...everyClient,
    ...Object.keys(added[service] ?? {}),
  ];
}
