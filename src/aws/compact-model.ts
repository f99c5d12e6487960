import type { OperationModel, Paginator, ResourceModel, ServiceModel, Shape } from "./service-models.ts";

/** botocore's files of one service, as they lie on disk. */
export interface RawModel {
  readonly service: {
    readonly metadata: ServiceModel["metadata"];
    readonly operations: { readonly [name: string]: OperationModel };
    readonly shapes: { readonly [name: string]: Shape };
  };
  readonly serviceExtras?: { readonly merge?: object };
  readonly paginators?: { readonly pagination?: { readonly [operation: string]: Paginator } };
  readonly paginatorExtras?: { readonly merge?: object };
  readonly waiters?: { readonly waiters?: { readonly [name: string]: { readonly operation: string } } };
  readonly resources?: ResourceModel;
}

/** The order in which botocore picks one of several protocols (`PRIORITY_ORDERED_SUPPORTED_PROTOCOLS`). */
const protocolOrder = ["json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2"];

const leftOut = new Set([
  "documentation",
  "documentationUrl",
  "examples",
  "endpointdiscovery",
  "staticContextParams",
  "operationContextParams",
]);

/** A service model without prose. `metadata.protocol` is the protocol that botocore itself would speak. */
export function compactModel(service: string, raw: RawModel): ServiceModel {
  const merged = merge(raw.service, raw.serviceExtras?.merge ?? {});
  const pagination = merge(raw.paginators ?? {}, raw.paginatorExtras?.merge ?? {}).pagination ?? {};
  const { metadata } = merged;
  const protocols = metadata.protocols ?? [metadata.protocol];
  const protocol = protocolOrder.find((name) => protocols.includes(name)) ?? metadata.protocol;
  return {
    service,
    metadata: { ...metadata, protocol },
    operations: stripped(merged.operations),
    shapes: stripped(merged.shapes),
    paginators: pagination,
    waiters: Object.keys(raw.waiters?.waiters ?? {}),
    waiterOperations: Object.fromEntries(
      Object.entries(raw.waiters?.waiters ?? {}).map(([name, waiter]) => [name, waiter.operation]),
    ),
    resources: Object.keys(raw.resources?.resources ?? {}),
    ...(raw.resources && { resourceModel: raw.resources }),
  };
}

/** Drops prose, but never a shape or a member that happens to be called so. */
function stripped<T>(value: T): T {
  // A door: the same document, less some members that no type of ours names.
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (leftOut.has(key) && isProse(inner) ? undefined : inner)),
  ) as T;
}

function isProse(value: unknown): boolean {
  return (
    typeof value === "string" ||
    (typeof value === "object" && value !== null && !("shape" in value) && !("type" in value))
  );
}

function merge<T extends object>(base: T, extra: object): T {
  const before = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(extra)) {
    const own = before.get(key);
    before.set(key, isPlain(own) && isPlain(value) ? merge(own, value) : value);
  }
  // A door: deep merge keeps the shape of `base` (botocore's sdk-extras only add members).
  return Object.fromEntries(before) as T;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
