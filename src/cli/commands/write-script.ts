import { writeFileSync } from "node:fs";
import type { AskOptions } from "../../index.ts";
import { visibleJson } from "../../core/text/visible.ts";
import { connect, onInterrupt, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { withGivenFile } from "../given-file.ts";
import { modelOptions, type ModelFlags } from "../model-options.ts";
import { paintFor, plain, plainLines } from "../show/paint.ts";
import { Progress } from "../show/progress.ts";

export interface WriteFlags extends CloudFlags, ModelFlags, Pick<AskOptions, "timeout"> {
  readonly out?: string;
}

/** `script write`: exit code 1 when no script ran to its end. */
export async function writeScript(task: string, flags: WriteFlags): Promise<void> {
  await using nepho = await connect(flags);
  const writing = nepho.writeScript(task, { ...flags, ...modelOptions(flags) });
  const release = onInterrupt(() => writing.cancel());
  const paint = paintFor(process.stderr);
  if (!flags.json) {
    const progress = new Progress((text) => process.stderr.write(text), paint);
    for await (const event of writing) progress.on(event);
  }
  const script = await writing.script;
  release();
  const { out } = flags;
  if (out !== undefined && script.code !== "")
    await withGivenFile(`nephoscope runs show ${script.run} --json   has the script.`, () =>
      writeFileSync(out, script.code),
    );
  if (!script.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(script);
    return;
  }
  if (flags.out === undefined) process.stdout.write(`${plainLines(script.code)}\n`);
  if (script.output !== undefined) console.log(visibleJson(script.output, 2));
  if (script.error)
    console.error(`  ${paint("red", "●")} ${script.error.kind}: ${plain(script.error.message)}`);
  const usd = script.usage.models.reduce((sum, one) => sum + one.usd, 0);
  console.error(
    paint(
      "dim",
      `  ${script.attempts} attempts by ${plain(script.decidedBy)} · ${usd.toFixed(4)} USD · run ${script.run}`,
    ),
  );
}
