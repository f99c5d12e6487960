import canonicalize from "canonicalize";
import type { JsonObject } from "../core/json.ts";
import type { Decoding, WireRequest } from "../core/source.ts";
import type { ActionsOf } from "./actions.ts";
import { decodeParams } from "./decode-params.ts";
import { matchOperation } from "./match-operation.ts";
import { pagingOf, tokenOfRequest } from "./page-token.ts";
import { redactParams } from "./redact-value.ts";
import type { ResourcesOf } from "./resources.ts";
import type { ServiceModels } from "./service-models.ts";
import type { WireIndex } from "./wire-index.ts";
import { readRequest } from "./wire-request.ts";

export interface DecodeRequest {
  readonly index: WireIndex;
  readonly models: ServiceModels;
  readonly actions: ActionsOf;
  readonly resources: ResourcesOf;
}

/** Decides service, operation and parameters from the wire alone. Denies what it cannot decide; never throws, whatever the bytes. */
export function decodeRequest(
  tools: DecodeRequest,
  request: WireRequest,
  scope: { account: string; region: string },
): Decoding {
  try {
    return decode(tools, request, scope);
  } catch (fault) {
    return {
      kind: "refused",
      why: `the request cannot be read: ${fault instanceof Error ? fault.message.slice(0, 200) : "unknown"}`,
    };
  }
}

function decode(
  tools: DecodeRequest,
  wire: WireRequest,
  scope: { account: string; region: string },
): Decoding {
  const reading = readRequest(wire);
  if ("why" in reading) return { kind: "refused", why: reading.why };
  const { request } = reading;
  const matched = matchOperation(tools.index, request);
  if (typeof matched === "string") return { kind: "refused", why: matched };
  const { service, operation } = matched;
  const model = tools.models.model(service);
  if (!model?.operations[operation])
    return { kind: "refused", why: `there is no model of ${service}:${operation}` };
  const params = decodeParams(model, matched, request);
  const paging = pagingOf(model, operation);
  const token = paging && tokenOfRequest(paging, params);
  return {
    kind: "call",
    call: {
      service,
      operation,
      actions: tools.actions(service, operation),
      params: redactParams(model, operation, params),
      region: request.region,
      resources: tools.resources({
        service,
        operation,
        params,
        account: scope.account,
        region: request.region,
      }),
      ...(paging && { page: token === undefined ? {} : { token } }),
      cacheKey: cacheKeyOf(service, operation, request.region, params, request.host),
    },
  };
}

/** Holds no secret in clear that `params` would not: it never leaves the process, but is kept short all the same. */
function cacheKeyOf(
  service: string,
  operation: string,
  region: string,
  params: JsonObject,
  host: string,
): string {
  return `${service}:${operation} ${region} ${host} ${canonicalize(params) ?? ""}`;
}
