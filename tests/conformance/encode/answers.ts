import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeAnswer } from "../../../src/aws/encode/encode-answer.ts";
import { loadServiceModels } from "../../../src/aws/load-service-models.ts";
import { readAnswer } from "../../../src/aws/read-answer.ts";
import { makeAnswer } from "../../../src/aws/rehearse/make-answer.ts";
import type { Json } from "../../../src/core/json/json.ts";
import { digestOf } from "../../../src/core/json/digest.ts";

/**
 * Writes an answer for every operation of every service, encoded by us, for botocore to read: `node answers.ts BOTOCORE_DATA_FOLDER [service …]`.
 * One JSON object a line: what was encoded, and what our own reader makes of it (`same`).
 */
const [dataFolder, ...wanted] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error("usage: node answers.ts BOTOCORE_DATA_FOLDER [service …]");
const models = loadServiceModels({ dataFolder, cacheFolder: join(tmpdir(), "nephoscope-encode") });
const [account, region, now] = ["123456789012", "eu-central-1", "2026-11-21T09:00:00Z"];

for (const service of wanted.length > 0 ? wanted : models.names()) {
  const model = models.model(service);
  if (!model) continue;
  for (const operation of Object.keys(model.operations)) {
    const call = { service, operation, actions: [], params: {}, region, resources: [], cacheKey: "" };
    for (const turn of [0, 1]) {
      const value = makeAnswer({ model, call, account, now, members: "all", empty: false, turn, page: 1 });
      const wire = encodeAnswer(model, operation, value);
      const told = { service, operation, protocol: model.metadata.protocol, turn };
      const line = wire
        ? {
            ...told,
            status: wire.status,
            headers: wire.headers,
            body: Buffer.from(wire.body).toString("base64"),
            value,
            same: sameToUs(value, operation, wire),
          }
        : { ...told, left: true };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  }

  function sameToUs(
    value: Json,
    operation: string,
    wire: NonNullable<ReturnType<typeof encodeAnswer>>,
  ): boolean {
    if (!model) return false;
    try {
      return digestOf(readAnswer(model, operation, wire).value) === digestOf(value);
    } catch {
      return false;
    }
  }
}
