import { createServer, request } from "node:http";
import { connect } from "node:net";

export interface ForwardProxy extends AsyncDisposable {
  readonly url: string;
  /** What it was asked for, as `CONNECT host:port` or `POST http://host/path`, with the sign-in that came along. */
  readonly asked: readonly { readonly what: string; readonly authorization: string | undefined }[];
}

/** A proxy on loopback that takes every name for `target`, by CONNECT and by whole addresses (RFC 9110, 7.1 and 9.3.6). */
export async function startForwardProxy(target: string): Promise<ForwardProxy> {
  const { hostname, port } = new URL(target);
  const asked: { what: string; authorization: string | undefined }[] = [];
  const server = createServer((message, response) => {
    const authorization = message.headers["proxy-authorization"];
    asked.push({ what: `${message.method} ${message.url}`, authorization });
    const headers = Object.entries(message.headers).filter(([name]) => !name.startsWith("proxy-"));
    const { pathname, search } = new URL(message.url ?? "", target);
    const onward = request(
      {
        hostname,
        port,
        path: pathname + search,
        method: message.method,
        headers: Object.fromEntries(headers),
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    message.pipe(onward);
  });
  server.on("connect", (message, socket, head) => {
    asked.push({ what: `CONNECT ${message.url}`, authorization: message.headers["proxy-authorization"] });
    const onward = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
