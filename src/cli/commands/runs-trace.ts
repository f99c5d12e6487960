import { connect, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { paintFor, plain } from "../show/paint.ts";

export type TraceFlags = Pick<CloudFlags, "json" | "trace">;

/** Sends a stored run out; the exit code says whether every system took it. */
export async function traceRun(id: string, flags: TraceFlags): Promise<void> {
  await using nepho = await connect(flags);
  const { run, sent } = await nepho.runs.trace(id);
  if (flags.json) printJson({ run, sent });
  else {
    const paint = paintFor(process.stdout);
    for (const one of sent)
      console.log(
        one.kind === "sent"
          ? `  ${paint("green", "●")} ${plain(one.to)}: ${one.spans} spans of ${run}`
          : `  ${paint("red", "✗")} ${plain([one.to, one.why].filter(Boolean).join(": "))}`,
      );
  }
  if (sent.some((one) => one.kind === "failed")) process.exitCode = 1;
}
