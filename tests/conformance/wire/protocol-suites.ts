import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { wireService } from "../../../src/aws/decode/compile-wire-index.ts";
import { decodeParams } from "../../../src/aws/decode/decode-params.ts";
import { matchRest } from "../../../src/aws/decode/match-rest.ts";
import { readAnswer } from "../../../src/aws/read-answer.ts";
import type { OperationModel, ServiceModel, Shape } from "../../../src/aws/service-models.ts";
import { readForm } from "../../../src/aws/decode/wire-request.ts";

/** Smithy's protocol tests, as botocore's sources carry them (`tests/unit/protocols/{input,output}/*.json`, Apache License 2.0). */
interface Suite {
  readonly metadata: Omit<ServiceModel["metadata"], "serviceId" | "endpointPrefix"> & {
    readonly serviceId?: string;
    readonly endpointPrefix?: string;
  };
  readonly shapes: { readonly [name: string]: Shape };
  readonly cases: readonly Case[];
}

interface Case {
  readonly id: string;
  readonly given: OperationModel;
  readonly params?: unknown;
  readonly serialized?: {
    readonly method?: string;
    readonly uri: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: string;
  };
  readonly result?: unknown;
  readonly error?: unknown;
  readonly response?: {
    readonly status_code: number;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: string;
  };
}

export interface SuiteRow {
  readonly file: string;
  readonly cases: number;
  readonly exact: number;
  /** Not read: refused with a reason. */
  readonly refused: readonly string[];
  /** Read as something else. */
  readonly wrong: readonly string[];
}

/** Runs both halves of every file: requests back to their parameters, answers to their values. Errors are not part of it. */
export function runProtocolSuites(folder: string): readonly SuiteRow[] {
  return (["input", "output"] as const).flatMap((half) => {
    const within = join(folder, half);
    if (!existsSync(within)) return [];
    return readdirSync(within)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .map((name) => runFile(`${half}/${name}`, readFileSync(join(within, name), "utf8"), half));
  });
}

function runFile(file: string, text: string, half: "input" | "output"): SuiteRow {
  // A door: botocore's own test files.
  const suites = JSON.parse(text) as readonly Suite[];
  const [refused, wrong]: [string[], string[]] = [[], []];
  let cases = 0;
  for (const suite of suites)
    for (const one of suite.cases) {
      if (half === "output" && one.error !== undefined) continue;
      cases += 1;
      try {
        const [expected, got] = half === "input" ? decoded(suite, one) : parsed(suite, one);
        if (!alike(expected, got))
          wrong.push(
            `${one.id}: ${JSON.stringify(expected).slice(0, 200)} was read as ${JSON.stringify(got).slice(0, 200)}`,
          );
      } catch (fault) {
        refused.push(`${one.id}: ${fault instanceof Error ? fault.message.slice(0, 160) : "unknown"}`);
      }
    }
  return { file, cases, exact: cases - refused.length - wrong.length, refused, wrong };
}

function modelOf({ metadata, shapes }: Suite, given: OperationModel): ServiceModel {
  // The suites leave these out where they decide nothing.
  const all = {
    ...metadata,
    serviceId: metadata.serviceId ?? "Example",
    endpointPrefix: metadata.endpointPrefix ?? "example",
  };
  const operations = { [given.name]: given };
  return {
    service: "example",
    metadata: all,
    operations,
    shapes,
    paginators: {},
    waiters: [],
    resources: [],
  };
}

function decoded(suite: Suite, { given, params = {}, serialized }: Case): readonly [unknown, unknown] {
  if (!serialized) throw new Error("no request");
  const model = modelOf(suite, given);
  const wire = wireService(model, "{}");
  const [path = "/", ...query] = serialized.uri.split("?");
  const cbor = model.metadata.protocol === "smithy-rpc-v2-cbor";
  const request = {
    method: serialized.method ?? given.http.method,
    path,
    query: readForm(query.join("?")) ?? [],
    headers: new Map(
      Object.entries(serialized.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    host: "example.us-east-1.amazonaws.com",
    body: Buffer.from(serialized.body ?? "", cbor ? "base64" : "utf8"),
    region: "us-east-1",
    signing: "example",
  };
  const rest = model.metadata.protocol.startsWith("rest-") ? matchRest(wire, request, path) : undefined;
  if (model.metadata.protocol.startsWith("rest-") && !rest)
    throw new Error("no operation has this method, path and query");
  const form = /^(?:query|ec2)$/.test(model.metadata.protocol) ? readForm(serialized.body ?? "") : undefined;
  const matched = {
    service: "example",
    operation: given.name,
    wire,
    labels: rest?.labels ?? {},
    ...(form && { form: form.filter(([name]) => name !== "Action" && name !== "Version") }),
  };
  return [params, decodeParams(model, form ? { ...matched, form } : matched, request)];
}

function parsed(suite: Suite, { given, result = {}, response }: Case): readonly [unknown, unknown] {
  if (!response) throw new Error("no response");
  // The suites leave the wrapper to the protocol's convention; real models name it.
  const wrapped = suite.metadata.protocol === "query" && given.output && !("resultWrapper" in given.output);
  const output = wrapped ? { ...given.output, resultWrapper: `${given.name}Result` } : given.output;
  const model = modelOf(suite, { ...given, ...(output && { output }) });
  const cbor = model.metadata.protocol === "smithy-rpc-v2-cbor";
  const answer = {
    status: response.status_code,
    headers: Object.entries(response.headers ?? {}),
    body: Buffer.from(response.body ?? "", cbor ? "base64" : "utf8"),
  };
  return [result, readAnswer(model, given.name, answer).value];
}

/** Equal but for how each side writes times, bytes and numbers without a JSON form. */
function alike(expected: unknown, got: unknown): boolean {
  if (expected === undefined || expected === null) return got === undefined || got === null;
  if (typeof expected !== "object") return plain(expected).some((text) => plain(got).includes(text));
  if (typeof got !== "object" || got === null) return typeof got === "string" && alike(expected, parse(got));
  const names = new Set([...Object.keys(expected), ...Object.keys(got)]);
  return [...names].every((name) => alike(Reflect.get(expected, name), Reflect.get(got, name)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function plain(value: unknown): readonly string[] {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? [String(Date.parse(text) / 1000)] : [];
  const number =
    text !== "" && Number.isFinite(Number(text))
      ? [String(Number(text)), String(Math.trunc(Number(text)))]
      : [];
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? [Buffer.from(text, "base64").toString("utf8")] : [];
  return [text, ...time, ...number, ...bytes];
}
