import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import { measureWire, shareOf } from "./measure-wire.ts";
import type { WireMeasure } from "./measure-wire.ts";

/** Every operation of one or two services of each protocol; `npm run conformance:wire` does it for all. */
const sampled = [
  "ec2",
  "iam",
  "rds",
  "sqs",
  "cloudwatch",
  "dynamodb",
  "lambda",
  "apigateway",
  "logs",
  "s3",
  "s3control",
  "route53",
  "eventbridgev2",
  "sts",
];
const generator = fileURLToPath(new URL("generate.py", import.meta.url));

describe("requests that botocore serialises", () => {
  let measure: WireMeasure;
  beforeAll(async () => {
    const { cache } = readSettings();
    const python = await ensurePython({ cacheFolder: cache, report: () => undefined });
    const folder = mkdtempSync(join(tmpdir(), "wire-sample-"));
    const file = join(folder, "requests.jsonl");
    const out = openSync(file, "w");
    const made = spawnSync(python.path, [generator, ...sampled], { stdio: ["ignore", out, "ignore"] });
    closeSync(out);
    expect(made.status).toBe(0);
    const dataFolder = join(python.sitePackages, "botocore", "data");
    measure = await measureWire({ dataFolder, cacheFolder: cache, file });
    rmSync(folder, { recursive: true, force: true });
  });

  it("are many, of every protocol", () => {
    expect(measure.total.requests).toBeGreaterThan(1900);
    expect([...measure.protocols.keys()].toSorted()).toEqual([
      "ec2",
      "json",
      "query",
      "rest-json",
      "rest-xml",
      "smithy-rpc-v2-cbor",
    ]);
  });

  it("are decoded exactly, or denied", () => {
    expect(measure.notes.filter((note) => note.startsWith("wrong"))).toEqual([]);
    expect(shareOf(measure.total)).toBeGreaterThanOrEqual(97.5);
    for (const [protocol, tally] of measure.protocols)
      expect([protocol, shareOf(tally) >= 97.5]).toEqual([protocol, true]);
  });

  it("are never mistaken for something milder", () => expect(measure.total.writesAsReads).toBe(0));

  it("keep their parameters, but for defaults that botocore adds and empty structures that a form cannot carry", () =>
    expect(measure.total.params / measure.total.exact).toBeGreaterThanOrEqual(0.95));
});
