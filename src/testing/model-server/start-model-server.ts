import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { isObject, Json } from "../../core/json/json.ts";
import type { Behaviour, SeenRequest, Wire } from "./behaviour.ts";

export interface ModelServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
}

export interface StartModelServer {
  readonly wire: Wire;
  /** Called once for each request; `n` counts from 1. */
  readonly answer: (request: SeenRequest, n: number) => Behaviour | Promise<Behaviour>;
}

/** A server on loopback that speaks a provider's wire format and does what a test says. */
export async function startModelServer({ wire, answer }: StartModelServer): Promise<ModelServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((message, response) => {
    void serve(message, response).catch(() => response.destroy());
  });
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(message);
    requests.push(request);
    await behave(wire, await answer(request, requests.length), request, response);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function behave(
  wire: Wire,
  behaviour: Behaviour,
  request: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  switch (behaviour.kind) {
    case "hang":
      return;
    case "html":
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html><body>Please log in to the network.</body></html>");
      return;
    case "status": {
      const { body, headers = {} } = wire.error(
        behaviour.status,
        behaviour.message ?? `status ${behaviour.status}`,
      );
      response.writeHead(behaviour.status, {
        "content-type": "application/json",
        ...headers,
        ...(behaviour.retryAfter !== undefined && { "retry-after": behaviour.retryAfter }),
      });
      response.end(body);
      return;
    }
    case "answer":
      await send(wire, behaviour, request, response, true);
      response.end();
      return;
    case "unfinished":
      await send(wire, { kind: "answer", text: behaviour.text }, request, response, false);
      response.end();
      return;
    case "stall":
      await send(wire, { kind: "answer", text: behaviour.text }, request, response, false);
      return;
    case "drop":
      await send(wire, { kind: "answer", text: behaviour.text }, request, response, false);
      await wait(5);
      response.destroy();
  }
}

async function send(
  wire: Wire,
  answer: Extract<Behaviour, { kind: "answer" }>,
  request: SeenRequest,
  response: ServerResponse,
  whole: boolean,
): Promise<void> {
  response.writeHead(200, { "content-type": wire.contentType });
  for (const frame of wire.frames(answer, request, whole)) response.write(frame);
  await new Promise((resolve) => setImmediate(resolve));
}

async function readRequest(message: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk as Uint8Array));
  const text = Buffer.concat(chunks).toString("utf8");
  const body = text === "" ? {} : Json.parse(JSON.parse(text));
  return { path: message.url ?? "", headers: message.headers, body: isObject(body) ? body : {} };
}
