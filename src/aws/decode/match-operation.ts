import { madeFrom, matchHost } from "./match-host.ts";
import { matchRest } from "./match-rest.ts";
import { readS3Host } from "./s3-host.ts";
import { readForm } from "./wire-request.ts";
import type { ReadRequest } from "./wire-request.ts";
import type { WireIndex, WireService } from "./wire-index.ts";

export interface Matched {
  readonly service: string;
  readonly operation: string;
  readonly wire: WireService;
  readonly labels: { readonly [name: string]: string };
  /** Labels of a REST path, then what the host prefix carries (account of S3 Control). */
  readonly form?: readonly (readonly [string, string])[];
}

/** Same host, version and operation names: one service to IAM, one to us. The first that knows the operation stands. */
const twins = [
  ["rds", "neptune", "docdb"],
  ["qconnect", "wisdom"],
  ["greengrassv2", "greengrass"],
  ["lambda", "lambda-microvms"],
  ["signer", "signer-data"],
  ["sms-voice", "pinpoint-sms-voice"],
];

type Match = Matched | string;

/** Service and operation, from exactly one discriminator; a reason where there is none, or more than one. */
export function matchOperation(index: WireIndex, request: ReadRequest): Match {
  if (/^s3(?:$|express$|-)/.test(request.signing)) return matchS3(index, request);
  const candidates = signedAs(index, request.signing);
  if (candidates.length === 0) return `no known service is signed as ${request.signing}`;
  const hosted = candidates.flatMap(([service, wire]) => {
    const prefixes = matchHost(wire, request.host, request.region);
    return prefixes.length > 0 ? [{ service, wire, prefixes }] : [];
  });
  if (hosted.length === 0)
    return `the host ${request.host} is not one of ${request.signing} in ${request.region}`;
  const found = hosted.flatMap(({ service, wire, prefixes }): readonly Match[] => {
    const match = matchIn(service, wire, request, request.path);
    if (typeof match === "string") return [match];
    const own = wire.operations[match.operation]?.p;
    return prefixes.some((prefix) => madeFrom(own, prefix))
      ? [match]
      : [`the host ${request.host} is not that of ${match.operation}`];
  });
  return one(found);
}

type Candidates = readonly (readonly [service: string, wire: WireService])[];

/** Derived from an index once: which services a signing name may stand for. */
const bySigning = new WeakMap<WireIndex, ReadonlyMap<string, Candidates>>();

function signedAs(index: WireIndex, signing: string): Candidates {
  const known = bySigning.get(index) ?? groupBySigning(index);
  bySigning.set(index, known);
  return known.get(signing) ?? [];
}

function groupBySigning(index: WireIndex): ReadonlyMap<string, Candidates> {
  const pairs = Object.entries(index.services).filter(([name]) => name !== "s3" && name !== "s3control");
  const signings = new Set(pairs.flatMap(([, wire]) => wire.signing));
  return new Map(
    [...signings].map((signing) => [signing, pairs.filter(([, wire]) => wire.signing.includes(signing))]),
  );
}

function matchS3(index: WireIndex, request: ReadRequest): Match {
  const at = request.signing === "s3" ? readS3Host(request.host, request.region) : undefined;
  const wire = at && index.services[at.service];
  if (!at || !wire) return `the host ${request.host} has a shape of S3 that is not known`;
  const path =
    at.service === "s3" && at.bucket !== ""
      ? `/${at.bucket}${request.path === "/" ? "" : request.path}`
      : request.path;
  return matchIn(at.service, wire, request, path);
}

function one(found: readonly Match[]): Match {
  const matched = found.filter((match) => typeof match !== "string");
  if (matched.length === 1 && matched[0]) return matched[0];
  const names = matched.map((match) => match.service);
  const group = twins.find((twin) => names.every((name) => twin.includes(name)));
  const first = group
    ?.map((name) => matched.find((match) => match.service === name))
    .find((match) => match !== undefined);
  if (first && matched.every((match) => match.operation === first.operation)) return first;
  if (matched.length > 1) return `the request could be one of ${names.join(", ")}`;
  return found.find((match) => typeof match === "string") ?? "the request fits no operation";
}

function matchIn(service: string, wire: WireService, request: ReadRequest, path: string): Match {
  const target = request.headers.get("x-amz-target");
  const smithy = request.headers.get("smithy-protocol");
  const rest = wire.protocol.startsWith("rest-");
  if (target !== undefined && wire.protocol !== "json")
    return "X-Amz-Target on a service that does not read it";
  if (smithy !== undefined && wire.protocol !== "smithy-rpc-v2-cbor")
    return "smithy-protocol on a service that does not read it";
  if (!rest && request.query.length > 0)
    return "a query string on a service that takes its operation elsewhere";
  const found = rest ? matchRest(wire, request, path) : matchRpc(wire, request, target, smithy);
  if (typeof found === "string") return found;
  if (!found) return `no operation of ${service} has this method, path and query`;
  const operation = wire.operations[found.operation];
  if (!operation) return `${service} has no operation ${found.operation.slice(0, 80)}`;
  if (operation.n) return `${service}:${found.operation} is not signed with Signature Version 4`;
  return { service, wire, labels: {}, ...found };
}

type Found = Pick<Matched, "operation"> & Partial<Pick<Matched, "labels" | "form">>;

function matchRpc(
  wire: WireService,
  request: ReadRequest,
  target: string | undefined,
  smithy: string | undefined,
): Found | string {
  if (request.method !== "POST") return "only POST is read by this service";
  if (wire.protocol === "smithy-rpc-v2-cbor") return matchCbor(wire, request, smithy);
  if (request.path !== "/") return "this service takes its operation from elsewhere than the path";
  const type = (request.headers.get("content-type") ?? "").toLowerCase();
  if (wire.protocol === "json") {
    if (type.includes("urlencoded")) return "a form where JSON is read";
    const [prefix, operation, ...rest] = splitTarget(target ?? "");
    if (prefix !== wire.target || operation === undefined || rest.length > 0)
      return "X-Amz-Target names no operation of this service";
    return own(wire, operation);
  }
  if (!type.includes("urlencoded")) return "only a form is read by this service";
  return matchForm(wire, request);
}

function splitTarget(target: string): readonly string[] {
  const dot = target.lastIndexOf(".");
  return dot < 0 ? [] : [target.slice(0, dot), target.slice(dot + 1)];
}

function matchCbor(wire: WireService, request: ReadRequest, smithy: string | undefined): Found | string {
  const path = /^\/service\/([\w.]+)\/operation\/(\w+)$/.exec(request.path);
  if (smithy !== "rpc-v2-cbor" || !path || path[1] !== wire.target)
    return "not an rpc-v2-cbor request of this service";
  return own(wire, path[2] ?? "");
}

function matchForm(wire: WireService, request: ReadRequest): Found | string {
  const form = readForm(new TextDecoder("utf-8", { fatal: false }).decode(request.body));
  if (!form) return "the form cannot be decoded";
  const names = form.map(([name]) => name);
  if (new Set(names).size !== names.length) return "a form field is given twice";
  const fields = new Map(form);
  if (names.some((name) => name !== "Action" && /^(action|operation)$/i.test(name)))
    return "more than one field could be the operation";
  if (fields.get("Version") !== wire.version) return `the API version is not ${wire.version}`;
  const found = own(wire, fields.get("Action") ?? "");
  return typeof found === "string" ? found : { ...found, form };
}

function own(wire: WireService, operation: string): Found | string {
  return Object.hasOwn(wire.operations, operation)
    ? { operation }
    : `the service has no operation ${operation.slice(0, 80)}`;
}
