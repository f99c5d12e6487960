import { connect, onInterrupt, printJson } from "../connect.ts";
import { oneQuestion, type AskFlags } from "./ask.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { modelOptions } from "../model-options.ts";
import { paintFor } from "../show/paint.ts";
import { Progress } from "../show/progress.ts";
import { showAnswer } from "../show/show-answer.ts";

/** `solve`: asks, and prints the whole way from the problem to the suggestion. The exit code follows the run's status. */
export async function solve(words: readonly string[], flags: AskFlags): Promise<void> {
  const problem = oneQuestion(words, "solve") ?? "";
  await using nepho = await connect(flags);
  const solving = nepho.solve(problem, { ...flags, ...modelOptions(flags) });
  const stream = flags.json ? process.stderr : process.stdout;
  const paint = paintFor(stream);
  const progress = new Progress((text) => stream.write(text), paint);
  const release = onInterrupt(() => solving.cancel());
  try {
    for await (const event of solving) progress.on(event);
    const record = await solving.record;
    process.exitCode = exitCodeOfRun(record);
    const solution = await solving.solution;
    if (flags.json) {
      printJson(solution);
      return;
    }
    const { prompts, scripts, data, suggestion } = solution;
    process.stdout.write(showAnswer(record, paint, {}));
    const counts = [
      `${prompts.length} prompts`,
      `${scripts.length} scripts`,
      `${data.length} documents of data`,
      `${suggestion.fixes.length} fixes`,
    ];
    console.log(
      paint(
        "dim",
        `  ${counts.join(" → ")} · as one document  nephoscope runs export ${record.id} --solution`,
      ),
    );
  } finally {
    release();
  }
}
