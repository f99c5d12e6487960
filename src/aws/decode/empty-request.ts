import { AppError } from "../../core/errors.ts";
import type { Source, WireRequest } from "../../core/source.ts";
import type { ServiceModels } from "../service-models.ts";
import type { WireIndex } from "./wire-index.ts";

export interface EmptyRequest {
  readonly models: ServiceModels;
  readonly index: WireIndex;
  readonly source: Pick<Source, "decode">;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
}

/** The request of an operation without any parameter, as botocore would write it; our own decoder has read it as that operation. Throws AppError `bug` where that cannot be. */
export function emptyRequest(options: EmptyRequest): WireRequest {
  const { index, source, service, operation, region } = options;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  // A host for every region before one that only some have.
  const templates = (index.services[service]?.hosts ?? []).toSorted(
    (a, b) => Number(b.includes("{Region}")) - Number(a.includes("{Region}")),
  );
  for (const template of templates) {
    const host = template.replace("{Region}", region).replace("{Suffix}", suffix);
    if (host.includes("{") || /fips|dualstack/.test(host) || !host.endsWith(`.${suffix}`)) continue;
    // Rules name single hosts of other partitions too.
    if ((/[a-z]{2}(?:-[a-z]+)+-\d/.exec(host)?.[0] ?? region) !== region) continue;
    const request = requestTo(host, options);
    const decoding = source.decode(request, { account: "", region });
    if (
      decoding.kind === "call" &&
      decoding.call.service === service &&
      decoding.call.operation === operation
    )
      return request;
  }
  throw new AppError("bug", `No request of ${service}:${operation} can be made without parameters.`);
}

function requestTo(host: string, { models, index, service, operation, region }: EmptyRequest): WireRequest {
  const { metadata, operations } = models.model(service) ?? {};
  const { protocol = "", apiVersion = "", targetPrefix = "", jsonVersion = "1.0" } = metadata ?? {};
  const { method = "POST", requestUri = "/" } = operations?.[operation]?.http ?? {};
  const signing = index.services[service]?.signing[0] ?? service;
  const scope = `${region}/${signing}/aws4_request`;
  const common: readonly (readonly [string, string])[] = [
    ["host", host],
    // Replaced when it is forwarded; the scope is what is read.
    ["authorization", `AWS4-HMAC-SHA256 Credential=NONE/20260101/${scope}, SignedHeaders=host, Signature=0`],
  ];
  const post = (
    headers: readonly (readonly [string, string])[],
    body: string,
    target = "/",
  ): WireRequest => ({
    method: "POST",
    target,
    headers: [...common, ...headers],
    body: Buffer.from(body, "latin1"),
  });
  if (protocol === "query" || protocol === "ec2")
    return post(
      [["content-type", "application/x-www-form-urlencoded; charset=utf-8"]],
      `Action=${operation}&Version=${apiVersion}`,
    );
  if (protocol === "json")
    return post(
      [
        ["content-type", `application/x-amz-json-${jsonVersion}`],
        ["x-amz-target", `${targetPrefix}.${operation}`],
      ],
      "{}",
    );
  if (protocol === "smithy-rpc-v2-cbor")
    return post(
      [
        ["content-type", "application/cbor"],
        ["accept", "application/cbor"],
        ["smithy-protocol", "rpc-v2-cbor"],
      ],
      // An empty map.
      "\u00a0",
      `/service/${index.services[service]?.serviceId ?? ""}/operation/${operation}`,
    );
  return { method, target: requestUri, headers: common, body: new Uint8Array() };
}
