import { crc32 } from "node:zlib";
import { argumentsText, pieces, tokensOf, type Wire } from "./behaviour.ts";

/** The event stream of ConverseStream (Amazon Bedrock API Reference; framing: "Amazon event stream encoding" of the AWS SDKs). */
export const bedrockWire: Wire = {
  name: "bedrock",
  contentType: "application/vnd.amazon.eventstream",
  frames: (answer, request, whole) => {
    const { input, output, cached } = tokensOf(answer, request);
    const frames: Uint8Array[] = [message("messageStart", { role: "assistant" })];
    let index = 0;
    const end = () => {
      if (whole) frames.push(message("contentBlockStop", { contentBlockIndex: index }));
      index += 1;
    };
    const delta = (body: object) =>
      frames.push(message("contentBlockDelta", { contentBlockIndex: index, delta: body }));
    if (answer.thoughts !== undefined) {
      for (const text of pieces(answer.thoughts)) delta({ reasoningContent: { text } });
      end();
    }
    if (answer.text !== undefined && answer.text !== "") {
      for (const text of pieces(answer.text)) delta({ text });
      end();
    }
    for (const [place, tool] of (answer.tools ?? []).entries()) {
      frames.push(
        message("contentBlockStart", {
          contentBlockIndex: index,
          start: { toolUse: { toolUseId: `tooluse_${place}`, name: tool.name } },
        }),
      );
      for (const part of pieces(argumentsText(tool.arguments))) delta({ toolUse: { input: part } });
      end();
    }
    const stop =
      answer.stop === "length" ? "max_tokens" : (answer.tools ?? []).length > 0 ? "tool_use" : "end_turn";
    if (!whole) return frames;
    return [
      ...frames,
      message("messageStop", { stopReason: stop }),
      message("metadata", {
        usage: {
          inputTokens: input,
          outputTokens: output,
          totalTokens: input + output,
          cacheReadInputTokens: cached,
        },
        metrics: { latencyMs: 1 },
      }),
    ];
  },
  error: (status, text) => ({
    body: JSON.stringify({ message: text }),
    headers: {
      "x-amzn-errortype":
        status === 429
          ? "ThrottlingException"
          : status === 403 || status === 401
            ? "AccessDeniedException"
            : status >= 500
              ? "InternalServerException"
              : "ValidationException",
    },
  }),
};

/** total length, header length, CRC of both, headers, payload, CRC of all before; numbers are big-endian. */
function message(type: string, body: object): Uint8Array {
  const headers = Buffer.concat([
    header(":message-type", "event"),
    header(":event-type", type),
    header(":content-type", "application/json"),
  ]);
  const payload = Buffer.from(JSON.stringify(body), "utf8");
  const total = 12 + headers.length + payload.length + 4;
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(total, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const framed = Buffer.concat([prelude, checksum(prelude), headers, payload]);
  return Buffer.concat([framed, checksum(framed)]);
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes), 0);
  return sum;
}

const stringType = 7;

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value, "utf8");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length, 0);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name, "ascii"),
    Buffer.from([stringType]),
    length,
    text,
  ]);
}
