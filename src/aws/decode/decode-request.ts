import { canonicalText } from "../../core/json/canonical-text.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { Decoding, WireRequest } from "../../core/source.ts";
import { decodeParams } from "./decode-params.ts";
import { changedRead } from "../changed-read.ts";
import { matchOperation } from "./match-operation.ts";
import { pagingOf, tokenOfRequest } from "../page-token.ts";
import { redactParams } from "../redact/redact-value.ts";
import type { NeedsOf } from "../needs/needs.ts";
import { isBucketName } from "./s3-host.ts";
import type { ServiceModels } from "../service-models.ts";
import type { WireIndex } from "./wire-index.ts";
import { readRequest } from "./wire-request.ts";

export interface DecodeRequest {
  readonly index: WireIndex;
  readonly models: ServiceModels;
  readonly needs: NeedsOf;
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
  const fault = addressFault(service, matched.wire.operations[operation]?.p, params, request.host);
  const changed = fault ?? changedRead(service, operation, params);
  if (changed !== undefined) return { kind: "refused", why: changed };
  const hostAccounts = request.host.split(/[.-]/).filter((label) => /^\d{12}$/.test(label));
  const needs = tools.needs({
    service,
    operation,
    params,
    account: scope.account,
    region: request.region,
  });
  const shown = redactParams(model, operation, params);
  const paging = pagingOf(model, operation);
  const token = paging && tokenOfRequest(paging, params);
  return {
    kind: "call",
    call: {
      service,
      operation,
      actions: [...new Set(needs.filter((need) => need.perhaps === undefined).map(({ action }) => action))],
      params: shown,
      ...(canonicalText(shown) !== canonicalText(params) && { clearParams: params }),
      region: request.region,
      resources: needs[0]?.resources ?? ["*"],
      needs,
      ...(paging && { page: token === undefined ? {} : { token } }),
      cacheKey: cacheKeyOf(service, operation, request.region, params, request.host),
      ...(hostAccounts.length > 0 && { hostAccounts }),
      ...(changesByItself(operation) && { fresh: true }),
    },
  };
}

/** What is started anew each time, and what runs elsewhere and is asked about: an earlier answer is not this one's. */
function changesByItself(operation: string): boolean {
  return /^Start|QueryResults$|^DescribeQuer|^GetQueryExecution|^GetStatementResult|^DescribeStatement$/.test(
    operation,
  );
}

/** A host that says one account, and a parameter that says another; a bucket that is something else: an access point, an address. */
function addressFault(
  service: string,
  hostPrefix: string | undefined,
  params: JsonObject,
  host: string,
): string | undefined {
  const bucket = params["Bucket"];
  if (service === "s3" && typeof bucket === "string" && !isBucketName(bucket))
    return `${bucket.slice(0, 100)} is not the plain name of a bucket`;
  const member = /^\{(\w+)\}\.$/.exec(hostPrefix ?? "")?.[1];
  const value = member === undefined ? undefined : params[member];
  const label = host.split(".")[0] ?? "";
  return typeof value === "string" && value.toLowerCase() !== label
    ? `the host says ${label}, and the request ${value.slice(0, 100)}`
    : undefined;
}

/** Holds no secret in clear that `params` would not: it never leaves the process, but is kept short all the same. */
function cacheKeyOf(
  service: string,
  operation: string,
  region: string,
  params: JsonObject,
  host: string,
): string {
  return `${service}:${operation} ${region} ${host} ${canonicalText(params) ?? ""}`;
}
