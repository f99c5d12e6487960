import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAwsSource } from "../../src/aws/create-aws-source.ts";
import { loadServiceModels } from "../../src/aws/load-service-models.ts";
import { loadWireIndex } from "../../src/aws/decode/load-wire-index.ts";
import { parsePrices } from "../../src/aws/price.ts";
import { contentFolder } from "../../src/app/package-folder.ts";
import { readSettings } from "../../src/app/config.ts";
import { defaultBrokerLimits } from "../../src/broker/broker.ts";
import type { BrokerLimits } from "../../src/broker/broker.ts";
import { createBroker } from "../../src/broker/create-broker.ts";
import type { Call } from "../../src/core/call.ts";
import { defaultCeiling } from "../../src/core/grant.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import type { PythonEnvironment } from "../../src/sandbox/python/python-environment.ts";
import { services } from "../../src/services/services.ts";

export const account = "123456789012";
export const region = "eu-central-1";

/** One request as the cloud's side of the wire saw it. */
export interface Reached {
  readonly method: string;
  readonly host: string;
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A real broker before a real HTTP server that stands for AWS, and the way to the same server past the broker. */
export interface BrokerWorld extends AsyncDisposable {
  readonly python: PythonEnvironment;
  /** Everything that reached the cloud's side since the last look. */
  reached(): readonly Reached[];
  calls(): readonly Call[];
  /** Writes bytes to a fresh stream of the broker; gives what came back until it ended or fell silent. */
  toBroker(bytes: Uint8Array, quietMs?: number): Promise<string>;
  /** The same bytes to a cloud that reads as leniently as can be: what a broker that only passed them on would do. */
  past(bytes: Uint8Array, quietMs?: number): Promise<string>;
  open(): Promise<Socket>;
}

/** The plain grant of a run: what is allowed with no flag at all. */
const grant = {
  ceiling: { ...defaultCeiling, usd: 1e9 },
  mandate: { accounts: [account], regions: [region, "us-east-1"], effects: [...defaultCeiling.effects] },
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

export async function openBrokerWorld(limits: Partial<BrokerLimits> = {}): Promise<BrokerWorld> {
  const { cache } = readSettings();
  const python = await ensurePython({ cacheFolder: cache, report: () => undefined });
  const botocore = { dataFolder: join(python.sitePackages, "botocore", "data"), cacheFolder: cache };
  const [seen, calls]: [Reached[], Call[]] = [[], []];
  const upstream = await cloud(seen);
  const source = createAwsSource({
    models: loadServiceModels(botocore),
    index: loadWireIndex(botocore),
    authenticate: () => Promise.resolve({ accessKeyId: "AKID", secretAccessKey: "real" }),
    effects: new Map(services.map((service) => [service.name, service.effects])),
    prices: parsePrices(readFileSync(join(contentFolder, "prices.yaml"), "utf8")),
    endpoint: `http://127.0.0.1:${portOf(upstream)}`,
    bucketOwner: account,
    now: () => new Date(),
  });
  const broker = createBroker({
    source,
    account,
    region,
    lastCall: 0,
    limits: {
      ...defaultBrokerLimits,
      calls: 1e9,
      usd: 1e9,
      callsPerSecond: 1e6,
      tries: 1,
      callSeconds: 5,
      ...limits,
    },
    now: () => new Date(),
    record: (call) => Promise.resolve(void calls.push(call)),
  });
  const door = createServer((socket) => broker.serve(socket, { grant, step: 1, attempt: 1 }));
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  return {
    python,
    reached: () => seen.splice(0),
    calls: () => calls.splice(0),
    open: () => opened(portOf(door)),
    toBroker: (bytes, quietMs) => exchange(portOf(door), bytes, quietMs),
    past: (bytes, quietMs) => exchange(portOf(upstream), bytes, quietMs),
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      source[Symbol.dispose]();
      upstream.closeAllConnections();
      for (const server of [upstream, door]) server.close();
    },
  };
}

/** Answers anything. As S3 does, it refuses a bucket that is not the expected owner's, and lists only the account's own. */
async function cloud(seen: Reached[]): Promise<Server> {
  const server = createHttpServer(
    { insecureHTTPParser: true, maxHeaderSize: 4 * 1024 ** 2 },
    (message, response) => {
      const { method = "", url = "", headers } = message;
      // Noted when it arrives: one that never ends has arrived all the same.
      const noted = { method, host: headers.host ?? "", target: url, headers, body: "" };
      seen.push(noted);
      message.on("data", (chunk: Buffer) => (noted.body += chunk.toString("latin1")));
      message.on("end", () => {
        const theirs = (headers.host ?? "").startsWith("theirs.") || url.startsWith("/theirs");
        response.statusCode = theirs && headers["x-amz-expected-bucket-owner"] === account ? 403 : 200;
        response.end(
          url.startsWith("/?prefix=") ? "<R><Buckets><Bucket><Name>ours</Name></Bucket></Buckets></R>" : "",
        );
      });
    },
  );
  // A tunnel is a way out by itself.
  server.on("connect", ({ method = "", url = "", headers }: IncomingMessage, socket: Socket) => {
    seen.push({ method, host: headers.host ?? "", target: url, headers, body: "" });
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: { address(): ReturnType<Server["address"]> }): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function exchange(port: number, bytes: Uint8Array, quietMs = 120): Promise<string> {
  const socket = await opened(port);
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve) => {
    const quiet = { timer: setTimeout(resolve, quietMs) };
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(quiet.timer);
      quiet.timer = setTimeout(resolve, Math.min(60, quietMs));
    });
    socket.on("close", () => resolve());
    socket.write(bytes);
  });
  socket.destroy();
  return Buffer.concat(chunks).toString("latin1");
}
