import { AppError } from "../core/errors.ts";
import { visibleJson } from "../core/text/visible.ts";
import { createNephoscope } from "../index.ts";
import type { Nephoscope, NephoscopeOptions } from "../index.ts";
import { paintFor } from "./show/paint.ts";

/** Flags that every command about a cloud has. */
export interface CloudFlags {
  readonly profile?: string;
  readonly region?: string | readonly string[];
  readonly roleArn?: string | readonly string[];
  readonly includeBase?: boolean;
  readonly broker?: "inline" | "process";
  readonly brokerSocket?: string;
  readonly endpointUrl?: string;
  readonly sandbox?: NonNullable<NephoscopeOptions["sandbox"]>;
  readonly json?: boolean;
  readonly trace?: NonNullable<NephoscopeOptions["trace"]>;
  /** `slot=file`. */
  readonly node?: readonly string[];
}

/** The one flag that every command has. */
export interface Json {
  readonly json?: boolean;
}

/** The library with these flags; what setting up does is said on stderr. */
export function connect(flags: CloudFlags = {}): Promise<Nephoscope> {
  const paint = paintFor(process.stderr);
  const { profile, region, roleArn, includeBase, broker, brokerSocket, endpointUrl, sandbox, trace, node } =
    flags;
  return createNephoscope({
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(roleArn !== undefined && { roleArn }),
    ...(includeBase !== undefined && { includeBase }),
    ...(broker !== undefined && { broker }),
    ...(brokerSocket !== undefined && { brokerSocket }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(sandbox !== undefined && { sandbox }),
    ...(trace !== undefined && { trace }),
    ...(node && { nodes: nodesOf(node) }),
    report: (line) => console.error(`  ${paint("dim", line)}`),
  });
}

/** `before-run=./audit.mjs` → a file by its slot. */
function nodesOf(given: readonly string[]): NonNullable<NephoscopeOptions["nodes"]> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
      throw new AppError("usage", `"${text}" is no node: a slot and a file are wanted.`, {
        next: "--node before-run=./audit.mjs",
      });
    }),
  );
}

/** Prints one JSON document and nothing else. */
export function printJson(value: unknown): void {
  process.stdout.write(`${visibleJson(value)}\n`);
}

/** Two interrupts by one key press (both processes of a group get it) count once; a second press ends at once. */
export function onInterrupt(cancel: () => void): () => void {
  let first = 0;
  const listener = () => {
    const now = performance.now();
    if (first === 0) {
      first = now;
      cancel();
    } else if (now - first > 700) process.exit(130);
  };
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return () => {
    process.off("SIGINT", listener);
    process.off("SIGTERM", listener);
  };
}
