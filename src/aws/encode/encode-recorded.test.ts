import { describe, expect, it } from "vitest";
import type { Json } from "../../core/json/json.ts";
import type { DecodedCall, WireResponse } from "../../core/source.ts";
import { encodeRecorded } from "./encode-recorded.ts";
import { models, responses } from "../fixtures/fixture-tools.ts";
import { readResponse } from "../read-response.ts";

function callOf(service: string, operation: string): DecodedCall {
  return { service, operation, actions: [], params: {}, region: "us-east-1", resources: ["*"], cacheKey: "" };
}

const read = (call: DecodedCall, wire: WireResponse) => readResponse(models, call, wire);
const encode = (service: string, operation: string, value: Json) =>
  encodeRecorded(models, callOf(service, operation), value, read);

const kept = responses.filter((one) => one.error === null);

describe("what was recorded, in the service's own form again", () => {
  it.each(kept.map((one) => [`${one.service}:${one.operation}`, one] as const))("%s", (_, one) => {
    const call = callOf(one.service, one.operation);
    const wire = { status: one.status, headers: one.headers, body: Buffer.from(one.body, "utf8") };
    const recorded = readResponse(models, call, wire).value ?? null;
    const again = encodeRecorded(models, call, recorded, read);
    expect(again && readResponse(models, call, again).value).toEqual(recorded);
    expect(again?.status).toBe(one.status);
  });

  it("is not made where something would be lost", () => {
    const flattened = { Contents: [{ Key: "a" }], NoSuchMember: 1 };
    expect(encode("s3", "ListObjectsV2", flattened)).toBeUndefined();
  });
});
