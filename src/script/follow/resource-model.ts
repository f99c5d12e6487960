import type {
  ResourceAction,
  ResourceDefinition,
  ResourceModel,
  ResourceTarget,
  ServiceModels,
} from "../../aws/service-models.ts";
import { methodName } from "../names/method-name.ts";
import { unknown } from "./value.ts";
import type { ResourceValue, Value, Values } from "./value.ts";

/** The description of a resource; that of the service resource when no type is given. */
export function definitionOf(
  models: ServiceModels,
  { service, type }: ResourceValue,
): ResourceDefinition | undefined {
  const model = models.model(service)?.resourceModel;
  return type === undefined ? model?.service : model?.resources[type];
}

/** A member whose model name makes this attribute name. boto3 renames what collides: `state_attribute`, `stop_action`. */
export function memberNamed<T>(
  members: { readonly [name: string]: T } | undefined,
  attribute: string,
): { readonly name: string; readonly member: T } | undefined {
  const wanted = attribute.replace(
    /_(attribute|action|identifier|collection|reference|subresource|waiter)$/,
    "",
  );
  for (const [name, member] of Object.entries(members ?? {})) {
    const made = methodName(name);
    if (made === attribute || made === wanted) return { name, member };
  }
  return undefined;
}

/**
 * Sub-resources made by a call with a capital letter (`s3.Bucket("x")`). The service resource offers every resource there is
 * (`boto3/resources/model.py`, `_get_has_definition`).
 */
export function subresources(
  models: ServiceModels,
  value: ResourceValue,
): { readonly [name: string]: { readonly resource: ResourceTarget } } {
  const has = definitionOf(models, value)?.has ?? {};
  if (value.type !== undefined) return has;
  const model: ResourceModel | undefined = models.model(value.service)?.resourceModel;
  const own = new Set(Object.values(has).map(({ resource }) => resource.type));
  const others = Object.entries(model?.resources ?? {}).filter(([name]) => !own.has(name));
  const made = others.map(([name, definition]) => {
    const identifiers = (definition.identifiers ?? []).map((identifier) => ({
      target: identifier.name,
      source: "input",
    }));
    return [name, { resource: { type: name, identifiers } }] as const;
  });
  return { ...has, ...Object.fromEntries(made) };
}

/** The elements of a collection. */
export function resourceTarget(
  models: ServiceModels,
  { of, name }: Extract<Value, { kind: "collection" }>,
): Values {
  const collection = definitionOf(models, of)?.hasMany?.[name];
  return collection === undefined ? unknown : madeResource(of, collection, []);
}

/** What an action, a collection or a sub-resource gives. `inputs` are the positional identifiers, in order. */
export function madeResource(
  of: ResourceValue,
  action: Pick<ResourceAction, "resource">,
  inputs: readonly (string | undefined)[],
): Values {
  const target = action.resource;
  if (target === undefined) return unknown;
  const given = [...inputs];
  const identifiers: Record<string, string> = {};
  for (const identifier of target.identifiers ?? []) {
    const value =
      identifier.source === "input"
        ? given.shift()
        : identifier.source === "identifier"
          ? of.identifiers[identifier.name ?? ""]
          : undefined;
    if (value !== undefined) identifiers[identifier.target] = value;
  }
  return [
    {
      kind: "resource",
      service: of.service,
      type: target.type,
      identifiers,
      loaded: target.path !== undefined,
    },
  ];
}

const everyResource = ["meta", "get_available_subresources"];

/** Methods that boto3 adds to resources (`boto3/s3/inject.py`, `boto3/ec2/*tags.py`, `boto3/dynamodb/table.py`), with the operations they call. */
const added: { readonly [resource: string]: { readonly [method: string]: readonly string[] } } = {
  "s3.Bucket": {
    load: ["ListBuckets"],
    reload: ["ListBuckets"],
    creation_date: ["ListBuckets"],
    upload_file: ["PutObject"],
    upload_fileobj: ["PutObject"],
    download_file: ["HeadObject", "GetObject"],
    download_fileobj: ["HeadObject", "GetObject"],
    copy: ["HeadObject", "CopyObject"],
  },
  "s3.Object": {
    upload_file: ["PutObject"],
    upload_fileobj: ["PutObject"],
    download_file: ["HeadObject", "GetObject"],
    download_fileobj: ["HeadObject", "GetObject"],
    copy: ["HeadObject", "CopyObject"],
  },
  "s3.ObjectSummary": { load: ["HeadObject"], reload: ["HeadObject"] },
  "ec2.": { create_tags: ["CreateTags"] },
  "ec2.Instance": { delete_tags: ["DeleteTags"] },
  "dynamodb.Table": { batch_writer: ["BatchWriteItem"] },
};

/** The operations behind a member that boto3 adds; undefined when it adds none of this name. */
export function addedMember({ service, type }: ResourceValue, name: string): readonly string[] | undefined {
  return everyResource.includes(name) ? [] : added[`${service}.${type ?? ""}`]?.[name];
}

/** All names that a resource has. */
export function resourceMembers(models: ServiceModels, value: ResourceValue): readonly string[] {
  const definition = definitionOf(models, value);
  const shape =
    definition?.shape === undefined ? undefined : models.model(value.service)?.shapes[definition.shape];
  const actions = Object.keys(definition?.actions ?? {});
  return [
    ...actions,
    ...Object.keys(definition?.hasMany ?? {}),
    ...Object.keys(shape?.members ?? {}),
    ...(definition?.identifiers ?? []).map(({ name }) => name),
    ...(definition?.load === undefined ? [] : ["load", "reload"]),
  ]
    .map(methodName)
    .concat(
      Object.keys(subresources(models, value)),
      Object.keys(definition?.has ?? {}).map(methodName),
      Object.keys(definition?.waiters ?? {}).map((waiter) => `wait_until_${methodName(waiter)}`),
      everyResource,
      Object.keys(added[`${value.service}.${value.type ?? ""}`] ?? {}),
    );
}
