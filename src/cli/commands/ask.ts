import { createInterface } from "node:readline/promises";
import { AppError } from "../../core/errors.ts";
import type { Asking } from "../../core/asking.ts";
import type { AskOptions, Nephoscope } from "../../index.ts";
import { connect, onInterrupt, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { modelOptions, type ModelFlags } from "../model-options.ts";
import { paintFor } from "../show/paint.ts";
import { Progress } from "../show/progress.ts";
import { showEstimate } from "../show/show-estimate.ts";
import { showAnswer } from "../show/show-answer.ts";

export interface AskFlags
  extends
    CloudFlags,
    ModelFlags,
    Pick<
      AskOptions,
      | "maxIterations"
      | "maxAttempts"
      | "budgetUsd"
      | "maxCalls"
      | "at"
      | "since"
      | "until"
      | "alarm"
      | "allow"
      | "services"
      | "rehearse"
      | "scripts"
    > {
  readonly events?: boolean;
  readonly estimate?: boolean;
  readonly timeout?: string;
  readonly rehearse?: "auto" | "always" | "never";
}

export async function ask(words: readonly string[], flags: AskFlags): Promise<void> {
  const question = oneQuestion(words, "ask");
  if (question === undefined && flags.alarm === undefined)
    throw new AppError("usage", "There is no question.", {
      next: 'nephoscope ask "why can nobody reach the shop?"   or   nephoscope ask --alarm NAME',
    });
  await using nepho = await connect(flags);
  if (flags.estimate && !(await goesOn(nepho, question ?? "", flags))) return;
  const { json, events } = flags;
  // Wrong usage is said first, and alone.
  const asking = nepho.ask(question ?? "", { ...flags, ...modelOptions(flags) });
  if (!flags.offline && !flags.json && !nepho.models.configured(modelOptions(flags).models, flags.model))
    console.error(
      paintFor(process.stderr)(
        "dim",
        "  no model is configured: playbooks and analyzers answer (--offline says so without this line)",
      ),
    );
  await follow(nepho, asking, { json: json ?? false, events: events ?? false });
}

/** Throws AppError("usage") for words that no quotes hold together: what was meant as a flag's value would change the question unseen. */
export function oneQuestion(words: readonly string[], command: string): string | undefined {
  if (words.length < 2) return words[0];
  throw new AppError("usage", "The question is several words: put quotes around it.", {
    next: `nephoscope ${command} ${JSON.stringify(words.join(" "))}`,
  });
}

/** Tells what the run will likely take, and asks whether it shall be; where nobody can be asked it shall not. */
async function goesOn(nepho: Nephoscope, question: string, flags: AskFlags): Promise<boolean> {
  const estimate = await nepho.estimate(question, { ...flags, ...modelOptions(flags) });
  if (flags.json) {
    printJson(estimate);
    return false;
  }
  process.stdout.write(showEstimate(estimate, paintFor(process.stdout)));
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const leave = new AbortController();
  lines.on("SIGINT", () => leave.abort());
  try {
    const said = await lines.question("  Go on? [y/N] ", { signal: leave.signal });
    return /^y(?:es)?$/i.test(said.trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

/** Shows a run as it goes and its answer in the end; the exit code follows its status. */
export async function follow(
  nepho: Nephoscope,
  asking: Asking,
  { json: asked, events }: { json: boolean; events: boolean },
): Promise<void> {
  // Events are JSON, whether or not that is said.
  const json = asked || events;
  const stream = json ? process.stderr : process.stdout;
  const paint = paintFor(stream);
  const progress = new Progress((text) => stream.write(text), paint);
  const release = onInterrupt(() => asking.cancel());
  try {
    for await (const event of asking) {
      if (json && events) printJson(event);
      else progress.on(event);
    }
    const record = await asking.record;
    process.exitCode = exitCodeOfRun(record);
    if (json && events) return;
    if (json) {
      printJson(record);
      return;
    }
    const folder = await nepho.runs.export(record.id);
    process.stdout.write(
      showAnswer(record, paint, { ...(folder.report !== undefined && { report: folder.report }) }),
    );
  } finally {
    release();
  }
}
