import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer as createHttpServer, request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBroker } from "../src/broker/create-broker.ts";
import { defaultBrokerLimits } from "../src/broker/broker.ts";
import type { Source, WireResponse } from "../src/core/source.ts";
import { fakeSource } from "../src/testing/fake-source.ts";
import { figure, print, type Figure } from "./sandbox.ts";

interface Target {
  readonly port?: number;
  readonly socketPath?: string;
}

const answer = JSON.stringify({
  plants: Array.from({ length: 20 }, (_, index) => ({ name: `plant-${index}`, water: index })),
});

/** What the broker adds to a call: the same HTTP call to a local cloud with it and without it, in turns; milliseconds. */
export async function benchBroker(n = 300): Promise<readonly Figure[]> {
  const cloud = createHttpServer((request, response) =>
    request
      .resume()
      .on("end", () => response.writeHead(200, { "Content-Type": "application/json" }).end(answer)),
  );
  cloud.listen(0, "127.0.0.1");
  await once(cloud, "listening");
  const address = cloud.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const agent = new Agent({ keepAlive: true });
  await using broker = createBroker({
    source: forwardingTo({ port }, agent),
    account: "mine",
    region: "north",
    lastCall: 0,
    limits: {
      ...defaultBrokerLimits,
      calls: Number.POSITIVE_INFINITY,
      callsPerSecond: Number.POSITIVE_INFINITY,
    },
    now: () => new Date(),
    record: () => Promise.resolve(),
  });
  const socketPath = join(tmpdir(), `bench-${randomBytes(4).toString("hex")}.sock`);
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "garden:*", Resource: "*" }],
  };
  const grant = {
    ceiling: { effects: ["pure" as const], usd: 0 },
    mandate: { accounts: ["mine"], regions: ["north"], effects: ["pure" as const] },
    policy,
  };
  const server = createServer((socket) => broker.serve(socket, { grant, step: 1, attempt: 1 }));
  server.listen(socketPath);
  await once(server, "listening");
  const times = { direct: [] as number[], through: [] as number[], cached: [] as number[] };
  for (let index = -50; index < n; index += 1) {
    const direct = await timed({ port }, agent, index);
    const through = await timed({ socketPath }, agent, index);
    const cached = await timed({ socketPath }, agent, index);
    if (index < 0) continue;
    times.direct.push(direct);
    times.through.push(through);
    times.cached.push(cached);
  }
  agent.destroy();
  server.close();
  cloud.close();
  const added = times.through.map((ms, index) => ms - (times.direct[index] ?? 0));
  return [
    figure("direct call", times.direct),
    figure("through the broker", times.through),
    figure("from the record", times.cached),
    figure("added by the broker", added),
  ];
}

function forwardingTo(target: Target, agent: Agent): Source {
  return {
    ...fakeSource(() => ({ status: 200, headers: [], body: new Uint8Array() })),
    forward: (request) => send(target, agent, Buffer.from(request.body)),
  };
}

async function timed(target: Target, agent: Agent, index: number): Promise<number> {
  const started = performance.now();
  const response = await send(target, agent, Buffer.from(JSON.stringify({ index })));
  if (response.status !== 200) throw new Error(Buffer.from(response.body).toString("utf8"));
  return performance.now() - started;
}

function send(target: Target, agent: Agent, body: Buffer): Promise<WireResponse> {
  const headers = {
    Host: "garden.north.example",
    "X-Operation": "garden.ListPlants",
    "Content-Length": body.length,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...target, agent, method: "POST", path: "/", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: [["Content-Type", "application/json"]],
          body: Buffer.concat(chunks),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

if (import.meta.main) print(await benchBroker());
