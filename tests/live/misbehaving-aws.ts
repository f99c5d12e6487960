import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, request as httpRequest } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

export const certificate = (name: string) =>
  fileURLToPath(new URL(`./certificates/${name}`, import.meta.url));

/** A request as AWS would see it. */
export interface Seen {
  /** From 1. */
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly service: string;
  /** Named by target, action or path. */
  readonly operation: string;
  readonly accessKey: string;
  readonly date: string;
  readonly body: string;
}

export type Answer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "hang"
  | "reset";

/** What a server does with a request; undefined: as AWS would. */
export type Behaviour = (seen: Seen) => Answer | undefined;

export interface FakeAws extends AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  readonly seen: readonly Seen[];
}

export interface FakeAwsOptions {
  readonly behave?: Behaviour;
  /** With a certificate of an authority that nobody knows. */
  readonly tls?: boolean;
  /** A simulator that answers what is not misbehaved at. */
  readonly upstream?: string;
}

/** A server that speaks as AWS does, and misbehaves as it is told. */
export async function fakeAws({ behave, tls = false, upstream }: FakeAwsOptions = {}): Promise<FakeAws> {
  const seen: Seen[] = [];
  const listener = (message: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      const body = Buffer.concat(chunks);
      const one = seenOf(seen.length + 1, message, body.toString("latin1"));
      seen.push(one);
      const answer = behave?.(one);
      if (answer === "hang") return;
      if (answer === "reset") return void message.socket.resetAndDestroy();
      if (answer === undefined && upstream !== undefined) return pass(upstream, message, body, response);
      const { status, headers, body: text } = answer ?? usual(one, message);
      response.writeHead(status, { date: new Date().toUTCString(), ...headers }).end(text ?? "");
    });
  };
  const keys = () => ({
    key: readFileSync(certificate("server.key")),
    cert: readFileSync(certificate("server.pem")),
  });
  const server = tls ? createHttpsServer(keys(), listener) : createHttpServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    endpoint: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A company's proxy: asks for a sign-in, or leads every tunnel to one server. */
export async function proxyTo(port: number | "sign-in"): Promise<FakeAws> {
  const seen: Seen[] = [];
  const server = createHttpServer();
  server.on("connect", (message: IncomingMessage, socket) => {
    seen.push(seenOf(seen.length + 1, message, ""));
    socket.on("error", () => undefined);
    if (port === "sign-in") {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const there = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      there.pipe(socket);
      socket.pipe(there);
    });
    there.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const own = typeof address === "object" && address ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${own}`,
    port: own,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An error in the form of the request's protocol. */
export function errorFor(seen: Seen, status: number, code: string, message: string): Answer {
  if (seen.service === "ec2")
    return xml(
      status,
      `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`,
    );
  if (seen.service === "s3")
    return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  if (seen.body.startsWith("Action=") || /cloudfront|route53/.test(seen.service))
    return xml(
      status,
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code },
    body: JSON.stringify({ __type: code, message }),
  };
}

function xml(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/xml" }, body };
}

function seenOf(n: number, message: IncomingMessage, body: string): Seen {
  const text = (name: string) => String(message.headers[name] ?? "");
  const [, accessKey = "", service = ""] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(text("authorization")) ?? [];
  const operation = text("x-amz-target").split(".")[1] ?? /Action=(\w+)/.exec(body)?.[1] ?? message.url ?? "";
  return {
    n,
    method: message.method ?? "",
    path: message.url ?? "",
    host: text("host"),
    service,
    operation,
    accessKey,
    date: text("x-amz-date"),
    body,
  };
}

/** The least that an SDK takes for an answer. */
function usual({ operation, service, body }: Seen, { headers }: IncomingMessage): Exclude<Answer, string> {
  if (operation === "GetCallerIdentity")
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/anna</Arn><UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    };
  if (headers["smithy-protocol"] === "rpc-v2-cbor")
    return {
      status: 200,
      headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
      body: "\u00a0",
    };
  if (body.startsWith("Action="))
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: `<${operation}Response><${operation}Result/></${operation}Response>`,
    };
  if (/^(?:s3|cloudfront|route53)$/.test(service))
    return { status: 200, headers: { "content-type": "text/xml" }, body: "<Result/>" };
  return { status: 200, headers: { "content-type": "application/json" }, body: "{}" };
}

function pass(upstream: string, message: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { hostname, port } = new URL(upstream);
  const { method, url: path, headers } = message;
  const forwarded = httpRequest({ hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on("error", () => response.destroy());
  forwarded.end(body);
}
