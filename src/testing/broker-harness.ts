import { request as httpRequest } from "node:http";
import { createServer, connect, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call } from "../core/call.ts";
import type { Effect } from "../core/effect.ts";
import type { Grant } from "../core/grant.ts";
import type { Json } from "../core/json/json.ts";
import { fakeSource, type FakeCloud, type FakeSource } from "./fake-source.ts";
import { defaultBrokerLimits, type Broker, type BrokerOptions, type Session } from "../broker/broker.ts";
import { createBroker } from "../broker/create-broker.ts";

export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly body: string;
}

/** A broker before a made-up cloud, reached over a real UNIX socket, with what it recorded. */
export interface BrokerHarness extends AsyncDisposable {
  readonly broker: Broker;
  readonly source: FakeSource;
  readonly calls: readonly Call[];
  readonly responses: readonly (Json | undefined)[];
  /** How long each retry was asked to wait. */
  readonly waits: readonly number[];
  /** A well-formed request of the made-up cloud. */
  call(
    operation: string,
    params?: Json,
    options?: { readonly region?: string; readonly session?: Partial<Session> },
  ): Promise<Answer>;
  /** Bytes as they are; gives what came back until the stream ended. */
  raw(text: string): Promise<string>;
  /** A stream of this session, or of a plain one. */
  open(session?: Session): Promise<Socket>;
}

const anyPolicy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const plain: readonly Effect[] = ["pure", "logs", "costs"];

export function grantOf(changes: Partial<Grant> = {}): Grant {
  return {
    ceiling: { effects: [...plain], usd: 0.1 },
    mandate: { accounts: ["mine"], regions: ["north"], effects: [...plain] },
    policy: anyPolicy,
    ...changes,
  };
}

export async function startBroker(
  cloud: FakeCloud,
  options: Partial<BrokerOptions> = {},
  make: (options: BrokerOptions) => Promise<Broker> | Broker = createBroker,
): Promise<BrokerHarness> {
  const source = fakeSource(cloud);
  const kept = { calls: [] as Call[], responses: [] as (Json | undefined)[], waits: [] as number[] };
  const broker = await make({
    source,
    account: "mine",
    region: "north",
    lastCall: 0,
    limits: { ...defaultBrokerLimits, callSeconds: 2 },
    now: () => new Date("2026-11-21T00:00:00Z"),
    record: (call, _attempt, response) => {
      kept.calls.push(call);
      kept.responses.push(response);
      return Promise.resolve();
    },
    wait: (ms) => {
      kept.waits.push(ms);
      return Promise.resolve();
    },
    chance: () => 1,
    ...options,
  });
  const state: { session: Session } = { session: { grant: grantOf(), step: 1, attempt: 1 } };
  const path = join(tmpdir(), `broker-${randomBytes(6).toString("hex")}.sock`);
  const server = createServer((socket) => broker.serve(socket, state.session));
  server.listen(path);
  await once(server, "listening");
  const open = async (session: Session = { grant: grantOf(), step: 1, attempt: 1 }) => {
    state.session = session;
    const socket = connect(path);
    await once(socket, "connect");
    return socket;
  };
  return {
    broker,
    source,
    ...kept,
    open,
    call: async (operation, params = {}, { region = "north", session = {} } = {}) => {
      state.session = { grant: grantOf(), step: 1, attempt: 1, ...session };
      const host = `${operation.split(".")[0]}.${region}.example`;
      return send(path, { Host: host, "X-Operation": operation }, JSON.stringify(params));
    },
    raw: async (text) => {
      const socket = await open();
      const chunks: Buffer[] = [];
      socket.on("data", (chunk: Buffer) => chunks.push(chunk));
      socket.on("error", () => undefined);
      socket.write(text);
      await Promise.race([once(socket, "close"), new Promise((resolve) => setTimeout(resolve, 300))]);
      socket.destroy();
      return Buffer.concat(chunks).toString("latin1");
    },
    [Symbol.asyncDispose]: async () => {
      await broker[Symbol.asyncDispose]();
      server.close();
    },
  };
}

function send(
  socketPath: string,
  headers: { readonly [name: string]: string },
  body: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { socketPath, method: "POST", path: "/", headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}
