import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createActions } from "../../../src/aws/needs/actions.ts";
import { decodeRequest } from "../../../src/aws/decode/decode-request.ts";
import { loadIamCatalog } from "../../../src/aws/needs/iam-catalog.ts";
import { loadServiceModels } from "../../../src/aws/load-service-models.ts";
import { loadWireIndex } from "../../../src/aws/decode/load-wire-index.ts";
import { createNeeds } from "../../../src/aws/needs/needs.ts";
import type { KeptRequest } from "../../../src/aws/fixtures/fixture-tools.ts";
import type { ServiceModels } from "../../../src/aws/service-models.ts";

export interface MeasureWire {
  readonly dataFolder: string;
  readonly cacheFolder: string;
  /** What `generate.py` wrote. */
  readonly file: string;
}

/** How requests of one protocol fared. `twin`: the same bytes stand for two names of one operation; `discovery`: asked by botocore before the real call. */
export interface WireTally {
  requests: number;
  exact: number;
  twin: number;
  discovery: number;
  denied: number;
  wrong: number;
  writesAsReads: number;
  /** Of the exact ones: those whose parameters came out as they went in. */
  params: number;
  /** What botocore itself would not serialise. */
  skipped: number;
}

export interface WireMeasure {
  readonly protocols: ReadonlyMap<string, WireTally>;
  readonly total: WireTally;
  /** One line for each request that was not decoded exactly. */
  readonly notes: readonly string[];
  /** Microseconds of each decoding, sorted. */
  readonly times: readonly number[];
}

/** What `generate.py` writes, a line each. */
export interface Sample extends KeptRequest {
  /** Why there is no request. */
  readonly skipped?: string;
}

const empty = (): WireTally => ({
  requests: 0,
  exact: 0,
  twin: 0,
  discovery: 0,
  denied: 0,
  wrong: 0,
  writesAsReads: 0,
  params: 0,
  skipped: 0,
});

/** Decodes requests that botocore made, and compares with what it was asked to send. */
export async function measureWire({ dataFolder, cacheFolder, file }: MeasureWire): Promise<WireMeasure> {
  const models = loadServiceModels({ dataFolder, cacheFolder });
  const catalog = loadIamCatalog();
  const actions = createActions({ models, catalog });
  const index = loadWireIndex({ dataFolder, cacheFolder });
  const tools = { index, models, needs: createNeeds({ models, catalog, actions }) };
  const [protocols, total] = [new Map<string, WireTally>(), empty()];
  const [notes, times]: [string[], number[]] = [[], []];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    // A door: the generator beside this file wrote it.
    const sample = JSON.parse(line) as Sample;
    const protocol = models.model(sample.service)?.metadata.protocol ?? "none";
    const tally = protocols.get(protocol) ?? empty();
    protocols.set(protocol, tally);
    const count = (name: keyof WireTally) => {
      tally[name] += 1;
      total[name] += 1;
    };
    const name = `${sample.service}:${sample.operation}`;
    if (sample.skipped !== undefined) {
      count("skipped");
      notes.push(`skipped  ${name}  ${sample.skipped.replaceAll("\n", " ").slice(0, 160)}`);
      continue;
    }
    const { method, target, headers } = sample;
    const request = { method, target, headers, body: Buffer.from(sample.body, "base64") };
    const start = performance.now();
    const decoding = decodeRequest(tools, request, { account: "123456789012", region: "eu-central-1" });
    times.push((performance.now() - start) * 1000);
    count("requests");
    if (decoding.kind === "refused") {
      count("denied");
      notes.push(`denied   ${name}  ${decoding.why}`);
      continue;
    }
    const { call } = decoding;
    if (call.service === sample.service && call.operation === sample.operation) {
      count("exact");
      if (same(sample.params, call.params)) count("params");
      else
        notes.push(
          `params   ${name}  ${JSON.stringify(sample.params).slice(0, 300)}  ${JSON.stringify(call.params).slice(0, 300)}`,
        );
    } else if (call.operation === "DescribeEndpoints") count("discovery");
    else if (isTwin(models, sample, call.service, call.operation)) count("twin");
    else {
      count("wrong");
      const milder = !isRead(sample.operation) && isRead(call.operation);
      if (milder) count("writesAsReads");
      notes.push(`wrong    ${name}  ${call.service}:${call.operation}${milder ? "  WRITE AS READ" : ""}`);
    }
  }
  return { protocols, total, notes, times: times.toSorted((a, b) => a - b) };
}

/** Exact or the same thing by another name, of all real requests. */
export function shareOf({ requests, exact, twin, discovery }: WireTally): number {
  return (100 * (exact + twin)) / Math.max(1, requests - discovery);
}

function isRead(operation: string): boolean {
  return /^(?:Describe|List|Get|Head|Search|BatchGet|Lookup|Query|Scan|Select|Preview|Test|Check|Estimate|Validate)/.test(
    operation,
  );
}

/** Two operations that look the same on the wire: of two services behind one host, or an old and a new name of one. */
function isTwin(models: ServiceModels, sample: Sample, service: string, operation: string): boolean {
  const [one, other] = [models.model(sample.service), models.model(service)];
  if (sample.service === service)
    return (
      one?.operations[sample.operation]?.http.requestUri === one?.operations[operation]?.http.requestUri &&
      `${sample.operation}Configuration` === operation
    );
  return operation === sample.operation && one?.metadata.endpointPrefix === other?.metadata.endpointPrefix;
}

/** Equal, but for what redaction blinds. */
function same(given: unknown, decoded: unknown): boolean {
  if (typeof decoded === "string" && decoded.startsWith("«")) return true;
  if (typeof given !== "object" || given === null)
    return given === decoded || (typeof given === "number" && Number(decoded) === given);
  if (typeof decoded !== "object" || decoded === null) return false;
  const names = new Set([...Object.keys(given), ...Object.keys(decoded)]);
  return [...names].every((name) => same(Reflect.get(given, name), Reflect.get(decoded, name)));
}
