import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WireRequest } from "../../core/source.ts";
import { decodeRequest } from "./decode-request.ts";
import { decoding, requests, wireOf } from "../fixtures/fixture-tools.ts";
import { outsideMandate } from "../outside.ts";
import { processorTime } from "../../testing/processor-time.ts";

const scope = { account: "123456789012", region: "eu-central-1" };
const mandate = { accounts: ["123456789012"], regions: ["eu-central-1", "us-east-1"], effects: [] };
const runs = Number(process.env["FUZZ_RUNS"] ?? 2000);
const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_121);

const dictionary = [
  "&Action=TerminateInstances",
  "&action=DeleteUser",
  "&Operation=DeleteQueue",
  ";Action=DeleteUser",
  "%26Action%3DDeleteUser",
  "?Action=DeleteUser",
  "&Version=2010-05-08",
  '{"TableName":"a","TableName":"b"}',
  ',"TableName":"arn:aws:dynamodb:eu-central-1:999999999999:table/t"',
  "arn:aws:sqs:eu-central-1:999999999999:q",
  "arn%3Aaws%3Asqs%3Aeu-central-1%3A999999999999%3Aq",
  "/../",
  "/%2e%2e/",
  "/%252e%252e/",
  "\\..\\",
  "//",
  "?policy",
  "&delete",
  "?x-id=DeleteObject",
  "\r\nX-Amz-Target: DynamoDB_20120810.DeleteTable\r\n",
  "\0",
  "\u{1f600}",
  "\ud83d",
  "__proto__",
  "constructor",
  "9".repeat(400),
  "[".repeat(5000),
  "<a>".repeat(2000),
  "<!DOCTYPE x [<!ENTITY a 'b'>]>",
  "\u00ff\u00fe",
];
const headerValues = [
  "DynamoDB_20120810.DeleteTable",
  "rpc-v2-cbor",
  "application/x-www-form-urlencoded",
  "application/json",
  "ec2.eu-central-1.amazonaws.com",
  "s3.eu-central-1.amazonaws.com",
  "chunked",
  "/bucket/key",
  "999999999999",
  "",
];
const headerNames = [
  "X-Amz-Target",
  "smithy-protocol",
  "Content-Type",
  "Host",
  "Authorization",
  "x-amz-copy-source",
  "x-amz-account-id",
  "X-HTTP-Method-Override",
  "Transfer-Encoding",
];

const place = fc.double({ min: 0, max: 1, noNaN: true });
const piece = fc.oneof(fc.constantFrom(...dictionary), fc.string({ maxLength: 12, unit: "binary" }));
const mutation = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    into: fc.constantFrom("target" as const, "body" as const),
    at: place,
    piece,
  }),
  fc.record({
    kind: fc.constant("cut" as const),
    from: fc.constantFrom("target" as const, "body" as const),
    at: place,
    size: fc.nat(12),
  }),
  fc.record({ kind: fc.constant("flip" as const), at: place, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant("header" as const),
    name: fc.constantFrom(...headerNames),
    value: fc.constantFrom(...headerValues),
    twice: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("method" as const),
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "get"),
  }),
  fc.record({ kind: fc.constant("body of another" as const), index: fc.nat(requests.length - 1) }),
  fc.record({ kind: fc.constant("target of another" as const), index: fc.nat(requests.length - 1) }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer One> ? One : never;

function mutate(request: WireRequest, change: Mutation): WireRequest {
  const body = Buffer.from(request.body);
  const other = "index" in change ? requests[change.index] : undefined;
  switch (change.kind) {
    case "insert": {
      const text = change.into === "target" ? request.target : body.toString("latin1");
      const at = Math.floor(change.at * text.length);
      const made = text.slice(0, at) + change.piece + text.slice(at);
      return change.into === "target"
        ? { ...request, target: made }
        : { ...request, body: Buffer.from(made, "utf8") };
    }
    case "cut": {
      const text = change.from === "target" ? request.target : body.toString("latin1");
      const at = Math.floor(change.at * text.length);
      const made = text.slice(0, at) + text.slice(at + change.size);
      return change.from === "target"
        ? { ...request, target: made }
        : { ...request, body: Buffer.from(made, "latin1") };
    }
    case "flip": {
      const at = Math.floor(change.at * Math.max(0, body.length - 1));
      body[at] = (body[at] ?? 0) ^ (1 << change.bit);
      return { ...request, body };
    }
    case "header": {
      const kept = change.twice
        ? request.headers
        : request.headers.filter(([name]) => name.toLowerCase() !== change.name.toLowerCase());
      return { ...request, headers: [...kept, [change.name, change.value]] };
    }
    case "method":
      return { ...request, method: change.method };
    case "body of another":
      return { ...request, body: other ? wireOf(other).body : body };
    case "target of another":
      return { ...request, target: other ? wireOf(other).target : request.target };
  }
}

/** Every operation that any reader, however lenient, could find in a request that is not REST. */
function namedOperations({ target, headers, body }: WireRequest): ReadonlySet<string> {
  const text = Buffer.from(body).toString("latin1");
  const places = [target, text, unescape(target), unescape(text)];
  const fields = places.flatMap((place) =>
    [...place.matchAll(/(?:^|[?&;\n])\s*(?:action|operation)=([\w-]*)/gi)].map((match) => match[1] ?? ""),
  );
  const targets = headers.flatMap(([name, value]) =>
    /^x-amz-target$/i.test(name) ? [value.split(".").at(-1) ?? ""] : [],
  );
  return new Set([...fields, ...targets]);
}

function unescape(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** How a server that tidies paths would read the target. */
function tidied(target: string): string | undefined {
  try {
    const { pathname, search } = new URL(`https://x.example${target}`);
    return pathname + search;
  } catch {
    return undefined;
  }
}

describe("requests that botocore made, changed at random", () => {
  it("are decoded as one thing that every reader agrees on, or refused; quickly, and without a throw", () => {
    const seen = { calls: 0, refused: 0, slowest: 0 };
    fc.assert(
      fc.property(
        fc.nat(requests.length - 1),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (index, changes) => {
          const original = requests[index];
          if (!original) return;
          const wire = changes.reduce(mutate, wireOf(original));
          const start = processorTime();
          const result = decodeRequest(decoding, wire, scope);
          seen.slowest = Math.max(seen.slowest, processorTime() - start);
          if (result.kind === "refused") {
            seen.refused += 1;
            return;
          }
          seen.calls += 1;
          const { call } = result;
          const rest = /^rest/.test(decoding.models.model(call.service)?.metadata.protocol ?? "");
          if (!rest) {
            const named = namedOperations(wire);
            // A value of some field may look like one more: then there must be none that says otherwise.
            expect([...named].filter((name) => name !== call.operation && isOperation(name))).toEqual([]);
          } else {
            expect(wire.method).toBe(
              decoding.models.model(call.service)?.operations[call.operation]?.http.method,
            );
            const tidy = tidied(wire.target);
            const again =
              tidy === undefined ? result : decodeRequest(decoding, { ...wire, target: tidy }, scope);
            if (again.kind === "call")
              expect([again.call.operation, again.call.params]).toEqual([call.operation, call.params]);
          }
          const shuffled = decodeRequest(decoding, { ...wire, headers: wire.headers.toReversed() }, scope);
          expect(shuffled).toEqual(result);
          if (/arn:aws:\w+:[\w-]*:999999999999:/.test(JSON.stringify(call.clearParams ?? call.params)))
            expect(outsideMandate(call, mandate)).toBeDefined();
        },
      ),
      { numRuns: runs, seed },
    );
    // The changes are such that both happen often; otherwise nothing was tried.
    expect(seen.calls).toBeGreaterThan(runs / 20);
    expect(seen.refused).toBeGreaterThan(runs / 5);
    expect(seen.slowest).toBeLessThan(1000);
  });

  it("never throw for bytes of any kind", () => {
    fc.assert(
      fc.property(
        fc.record({
          method: fc.oneof(fc.constantFrom("GET", "POST"), fc.string({ maxLength: 8 })),
          target: fc.oneof(fc.constant("/"), fc.webPath(), fc.string({ unit: "binary" })),
          headers: fc.array(
            fc.tuple(
              fc.oneof(fc.constantFrom(...headerNames), fc.string()),
              fc.oneof(fc.constantFrom(...headerValues), fc.string()),
            ),
          ),
          body: fc.uint8Array({ maxLength: 300 }),
        }),
        (wire) => {
          expect(decodeRequest(decoding, wire, scope).kind).toBe("refused");
        },
      ),
      { numRuns: Math.ceil(runs / 4), seed: 7 },
    );
  });

  it("are quick though they are made to be slow", () => {
    const kept = new Map(requests.map((one) => [decoding.models.model(one.service)?.metadata.protocol, one]));
    const hostile = [
      "&a=b".repeat(100_000),
      "%61".repeat(100_000),
      "[".repeat(300_000),
      '{"a":'.repeat(60_000),
      "<a>".repeat(100_000),
      '"'.repeat(300_000),
      "\\".repeat(300_000),
      "A=".repeat(200_000),
    ];
    for (const one of kept.values())
      for (const piece of hostile) {
        const wire = wireOf(one);
        const start = processorTime();
        decodeRequest(decoding, { ...wire, body: Buffer.concat([wire.body, Buffer.from(piece)]) }, scope);
        decodeRequest(decoding, { ...wire, target: wire.target + piece }, scope);
        expect([one.operation, piece.slice(0, 8), processorTime() - start < 3000]).toEqual([
          one.operation,
          piece.slice(0, 8),
          true,
        ]);
      }
  });
});

function isOperation(name: string): boolean {
  return decoding.models
    .names()
    .some((service) => Object.hasOwn(decoding.models.model(service)?.operations ?? {}, name));
}
