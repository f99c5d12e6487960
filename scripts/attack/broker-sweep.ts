import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { services } from "../../src/services/services.ts";
import type { Sample } from "../../tests/conformance/wire/measure-wire.ts";
import type { Attempt } from "./attempt.ts";
import type { BrokerWorld } from "./broker-world.ts";

const plain = new Set(["pure", "logs", "costs"]);
const generator = fileURLToPath(new URL("../../tests/conformance/wire/generate.py", import.meta.url));

/** Every operation of every supported service, as botocore writes it, through the broker: only what is reviewed as a plain read may pass. One attempt a service. */
export async function sweepOperations(world: BrokerWorld): Promise<readonly Attempt[]> {
  const made = spawnSync(world.python.path, [generator, ...services.map(({ name }) => name)], {
    encoding: "utf8",
    maxBuffer: 512 * 1024 ** 2,
  });
  if (made.status !== 0)
    return [
      {
        name: "operations that are no plain reads",
        escaped: false,
        skipped: "the requests could not be made",
      },
    ];
  // A door: the generator wrote it.
  const samples = made.stdout
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Sample]));
  const attempts: Attempt[] = [];
  for (const service of services) {
    const own = samples.filter((sample) => sample.service === service.name && sample.skipped === undefined);
    const forbidden = own.filter(
      ({ operation }) => !effectsOf(service.effects, operation).every((effect) => plain.has(effect)),
    );
    const escaped: string[] = [];
    for (const sample of forbidden) {
      world.reached();
      world.calls();
      await world.toBroker(bytesOf(sample), 1500);
      const allowed = world.calls().some((call) => call.decision === "allowed");
      if (allowed || world.reached().length > 0) escaped.push(sample.operation);
    }
    const [first] = forbidden;
    if (!first) continue;
    await world.past(bytesOf(first), 1500);
    const without = world.reached().length > 0;
    attempts.push({
      name: `${forbidden.length} operations of ${service.name} that are more than plain reads`,
      escaped: escaped.length > 0,
      ...(without && { succeedsWithout: true }),
      ...(escaped.length > 0 && { detail: escaped.join(" ").slice(0, 300) }),
    });
  }
  return attempts;
}

function effectsOf(effects: (typeof services)[number]["effects"], operation: string): readonly string[] {
  const entry = effects[operation];
  if (!entry) return ["unreviewed"];
  return "effects" in entry ? entry.effects : entry;
}

function bytesOf({ method, target, headers, body }: Sample): Buffer {
  const bytes = Buffer.from(body, "base64");
  const kept = headers.filter(
    ([name]) => !/^(?:content-length|transfer-encoding|expect|connection)$/i.test(name),
  );
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${bytes.length}`,
    "Connection: close",
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), bytes]);
}
