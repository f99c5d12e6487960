import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createActions } from "../../../src/aws/actions.ts";
import { decodeRequest } from "../../../src/aws/decode-request.ts";
import { loadIamCatalog } from "../../../src/aws/iam-catalog.ts";
import { loadServiceModels } from "../../../src/aws/load-service-models.ts";
import { loadWireIndex } from "../../../src/aws/load-wire-index.ts";
import { createResources } from "../../../src/aws/resources.ts";

/** Measures decoding on requests that botocore made: `node wire.ts BOTOCORE_DATA_FOLDER REQUESTS.jsonl`. Exit 1 below the bar. */

interface Sample {
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly params: unknown;
}

const [dataFolder, file] = process.argv.slice(2);
if (dataFolder === undefined || file === undefined)
  throw new Error("usage: node wire.ts BOTOCORE_DATA_FOLDER REQUESTS.jsonl");

const folders = { dataFolder, cacheFolder: join(tmpdir(), "nephoscope-wire") };
const models = loadServiceModels(folders);
const catalog = loadIamCatalog();
const actions = createActions({ models, catalog });
const tools = {
  index: loadWireIndex(folders),
  models,
  actions,
  resources: createResources({ models, catalog, actions }),
};

const tally = {
  requests: 0,
  exact: 0,
  twin: 0,
  discovery: 0,
  refused: 0,
  wrong: 0,
  writesAsReads: 0,
  params: 0,
};
const notes: string[] = [];
const times: number[] = [];

for await (const line of createInterface({ input: createReadStream(file) })) {
  // A door: the generator beside this file wrote it.
  const sample = JSON.parse(line) as Sample;
  const request = {
    method: sample.method,
    target: sample.target,
    headers: sample.headers,
    body: Buffer.from(sample.body, "base64"),
  };
  models.model(sample.service);
  const start = performance.now();
  const decoding = decodeRequest(tools, request, { account: "123456789012", region: "eu-central-1" });
  times.push(performance.now() - start);
  tally.requests += 1;
  const name = `${sample.service}:${sample.operation}`;
  if (decoding.kind === "refused") {
    tally.refused += 1;
    notes.push(`refused  ${name}  ${decoding.why}`);
    continue;
  }
  const { call } = decoding;
  if (call.service === sample.service && call.operation === sample.operation) {
    tally.exact += 1;
    if (same(sample.params, call.params)) tally.params += 1;
    else
      notes.push(
        `params   ${name}  ${JSON.stringify(sample.params).slice(0, 300)}  ${JSON.stringify(call.params).slice(0, 300)}`,
      );
  } else if (call.operation === "DescribeEndpoints") tally.discovery += 1; // Asked by botocore before the real call.
  else if (isTwin(sample, call.service, call.operation)) tally.twin += 1;
  else {
    tally.wrong += 1;
    const write = !isRead(sample.operation) && isRead(call.operation);
    if (write) tally.writesAsReads += 1;
    notes.push(`wrong    ${name}  ${call.service}:${call.operation}${write ? "  WRITE AS READ" : ""}`);
  }
}

function isRead(operation: string): boolean {
  return /^(?:Describe|List|Get|Head|Search|BatchGet|Lookup|Query|Scan|Select|Preview|Test|Check|Estimate|Validate)/.test(
    operation,
  );
}

/** Two operations that look the same on the wire: of two services behind one host, or an old and a new name of one. */
function isTwin(sample: Sample, service: string, operation: string): boolean {
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

const sorted = times.toSorted((a, b) => a - b);
const at = (share: number): string => ((sorted[Math.floor(sorted.length * share)] ?? 0) * 1000).toFixed(1);
const share = (100 * (tally.exact + tally.twin)) / (tally.requests - tally.discovery);
for (const note of notes.slice(0, Number(process.env["NOTES"] ?? 40))) process.stdout.write(`${note}\n`);
process.stdout.write(
  `${JSON.stringify(tally)}\nexact or twin ${share.toFixed(2)} %, decode p50 ${at(0.5)} us, p95 ${at(0.95)} us\n`,
);
process.exitCode = tally.requests > 0 && share >= 97.5 && tally.writesAsReads === 0 ? 0 : 1;
