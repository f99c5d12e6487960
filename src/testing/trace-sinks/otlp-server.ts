import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { listen } from "./listen.ts";

const AnyValue = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ arrayValue: z.strictObject({ values: z.array(z.json()) }) }),
]);
const Attributes = z.array(z.strictObject({ key: z.string().min(1), value: AnyValue }));

const SeenSpan = z.strictObject({
  traceId: z.string().regex(/^(?!0+$)[0-9a-f]{32}$/),
  spanId: z.string().regex(/^(?!0+$)[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  kind: z.union([z.literal(1), z.literal(3)]),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: Attributes,
  status: z.strictObject({ code: z.union([z.literal(0), z.literal(2)]), message: z.string().optional() }),
});
export type SeenSpan = z.infer<typeof SeenSpan>;

/** `ExportTraceServiceRequest` in OTLP's JSON form; nothing else is taken. */
const ExportRequest = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: Attributes }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(SeenSpan),
        }),
      ),
    }),
  ),
});

export interface OtlpServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[];
  spans(): readonly SeenSpan[];
}

export interface OtlpServerOptions {
  readonly status?: number | "hang";
  readonly answer?: string;
}

/** A collector that takes `POST /v1/traces` and refuses (400) what is no such request. */
export async function startOtlpServer({
  status = 200,
  answer = "{}",
}: OtlpServerOptions = {}): Promise<OtlpServer> {
  const requests: { path: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  const spans: SeenSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      requests.push({ path: request.url ?? "", headers: request.headers, body });
      if (status === "hang") return;
      const parsed = ExportRequest.safeParse(JSON.parse(body));
      if (parsed.success)
        spans.push(
          ...parsed.data.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)),
        );
      const wanted = request.method === "POST" && request.url === "/v1/traces" && parsed.success;
      response.writeHead(wanted ? status : 400, { "content-type": "application/json" }).end(answer);
    });
  });
  const { url, close } = await listen(server);
  return { url, requests, spans: () => spans, [Symbol.asyncDispose]: close };
}
