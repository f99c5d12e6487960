import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { BrokerState } from "./broker-state.ts";
import type { Broker, BrokerOptions, Session } from "./broker.ts";
import { readWireRequest } from "./read-wire-request.ts";
import type { SessionGate } from "./session-gate.ts";
import { refuseWire, serveRequest } from "./serve-request.ts";
import { writeWireResponse } from "./write-wire-response.ts";

const headerBytes = 32 * 1024;

/** One broker for a run; each attempt's streams are served with that attempt's grant. */
export function createBroker(options: BrokerOptions): Broker {
  const state = new BrokerState(options);
  const sessions = new WeakMap<Duplex, Session>();
  const streams = new Set<Duplex>();
  const pending = new Set<Promise<void>>();
  const closing = new AbortController();

  const server = createServer(
    { maxHeaderSize: headerBytes, keepAliveTimeout: 0, requestTimeout: 0, insecureHTTPParser: false },
    (message, response) => {
      const session = sessions.get(message.socket);
      if (!session || closing.signal.aborted) {
        message.socket.destroy();
        return;
      }
      const answer = answerOne(state, message, response, { session, closing: closing.signal }).finally(() =>
        pending.delete(answer),
      );
      pending.add(answer);
    },
  );
  // No tunnels, and nothing more from a stream that does not speak HTTP.
  server.on("connect", (_request, stream: Duplex) => stream.destroy());
  server.on("clientError", (_error, stream: Duplex) => {
    if (stream.writable)
      stream.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    else stream.destroy();
  });

  return {
    serve: (stream, session) => {
      if (closing.signal.aborted) {
        stream.destroy();
        return;
      }
      const gate = state.gate(session);
      if (!gate.openStream()) {
        stream.destroy();
        return;
      }
      sessions.set(stream, session);
      streams.add(stream);
      stream.once("close", () => {
        streams.delete(stream);
        gate.closeStream();
      });
      stream.on("error", () => stream.destroy());
      server.emit("connection", stream);
    },
    spent: () => state.spent,
    unreachable: () => state.silence,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.allSettled(pending);
      for (const stream of streams) stream.destroy();
    },
  };
}

/** Bytes of one request, given back when it has been answered. */
function holding(gate: SessionGate): Disposable & { take(bytes: number): boolean } {
  const kept = { bytes: 0 };
  return {
    take: (bytes) => {
      kept.bytes += bytes;
      return gate.hold(bytes);
    },
    [Symbol.dispose]: () => gate.release(kept.bytes),
  };
}

/** Never rejects: a stream that broke needs no answer, and an answer that could not be recorded is not given. */
async function answerOne(
  state: BrokerState,
  message: IncomingMessage,
  response: ServerResponse,
  { session, closing }: { session: Session; closing: AbortSignal },
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, closing]);
  try {
    const gate = state.gate(session);
    using held = holding(gate);
    const read = await readWireRequest(message, {
      maxBytes: state.options.limits.requestBytes,
      seconds: state.options.limits.callSeconds,
      hold: (bytes) => held.take(bytes),
    });
    if (read.kind === "refused") {
      const refusal = await refuseWire(state, read.request, session, read.why, read.status);
      return writeWireResponse(response, refusal, read.request.method, true);
    }
    writeWireResponse(
      response,
      await serveRequest(state, read.request, session, signal),
      read.request.method,
      false,
    );
  } catch {
    response.destroy();
  }
}
