import type { Socket } from "node:net";
import type { z } from "zod";

/** No message is longer: a recorded response is 32 MiB at most, and JSON may write a character as six. */
const mostBytes = 256 * 1024 ** 2;

/** Sends one message. */
export function say(socket: Socket, message: object): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

export interface Listen<T> {
  readonly socket: Socket;
  readonly schema: z.ZodType<T>;
  readonly first?: Buffer;
  onMessage(message: T): void;
  /** What came is no message: whoever sends it is not served. */
  onNonsense(why: string): void;
}

/** Reads messages, a JSON document a line, each checked against the schema. */
export function listen<T>({ socket, schema, first, onMessage, onNonsense }: Listen<T>): void {
  const kept = { parts: [] as Buffer[], size: 0 };
  const take = (chunk: Buffer) => {
    for (const [index, part] of split(chunk).entries()) {
      if (index > 0) {
        const line = Buffer.concat(kept.parts).toString("utf8");
        kept.parts = [];
        kept.size = 0;
        const parsed = schema.safeParse(parse(line));
        if (!parsed.success) return onNonsense("a message has another shape than the protocol says");
        onMessage(parsed.data);
      }
      kept.parts.push(part);
      kept.size += part.length;
      if (kept.size > mostBytes) return onNonsense("a message is too long");
    }
    return undefined;
  };
  if (first) take(first);
  socket.on("data", take);
}

/** Pieces between line ends; the last one goes on in the next chunk. */
function split(chunk: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
    parts.push(chunk.subarray(from, end));
    from = end + 1;
  }
  return [...parts, chunk.subarray(from)];
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The first line of a connection, and what already came after it. Undefined: there is none within its bounds. */
export function firstLine(
  socket: Socket,
  { bytes, ms }: { readonly bytes: number; readonly ms: number },
): Promise<{ readonly line: unknown; readonly raw: Buffer; readonly rest: Buffer } | undefined> {
  return new Promise((resolve) => {
    const kept: Buffer[] = [];
    const timer = setTimeout(() => finish(undefined), ms);
    const finish = (found: Awaited<ReturnType<typeof firstLine>>) => {
      clearTimeout(timer);
      socket.off("readable", take);
      socket.off("close", gone);
      resolve(found);
    };
    const gone = () => finish(undefined);
    const take = () => {
      for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) {
        kept.push(chunk);
        const all = Buffer.concat(kept);
        const end = all.indexOf(10);
        if (end !== -1) {
          const raw = all.subarray(0, end + 1);
          return finish({ line: parse(raw.toString("utf8")), raw, rest: all.subarray(end + 1) });
        }
        if (all.length > bytes) return finish(undefined);
      }
      return undefined;
    };
    socket.on("readable", take);
    socket.once("close", gone);
  });
}
