import { createInterface } from "node:readline/promises";
import { AppError } from "../../core/errors.ts";
import type { Nephoscope } from "../../index.ts";
import { connect, printJson } from "../connect.ts";
import { paintFor, plain, plainLines } from "../show/paint.ts";
import { showRendered, showTried, triesWith, type TryFlags } from "./prompts.ts";

export interface RefineFlags extends TryFlags {
  readonly editor?: string;
  readonly yes?: boolean;
}

type Refining = Awaited<ReturnType<Nephoscope["prompts"]["refine"]>>;
type State = Awaited<ReturnType<Refining["state"]>>;

const choices = {
  e: "edit",
  r: "render",
  t: "try",
  d: "diff",
  s: "save",
  q: "quit",
} as const;
type Choice = (typeof choices)[keyof typeof choices];

/** `prompts refine`: exit code 1 when nothing could be saved. */
export async function refine(id: string, flags: RefineFlags): Promise<void> {
  if (flags.yes !== true && !(process.stdin.isTTY && process.stdout.isTTY))
    throw new AppError("usage", "A prompt is refined in a terminal, and this is none.", {
      next: `nephoscope prompts refine ${id} --editor COMMAND --yes   keeps what COMMAND makes of the file, if it passes the check.`,
    });
  await using nepho = await connect(flags);
  await using refining = await nepho.prompts.refine(id, triesWith(flags));
  if (flags.yes === true) {
    await refining.edit(flags.editor);
    await saved(refining, flags);
    return;
  }
  if (flags.editor === undefined && nepho.settings.editor === undefined) await elsewhere(refining);
  else await refining.edit(flags.editor);
  await talk(refining, flags);
}

/** Round after round, until it is saved or left. */
async function talk(refining: Refining, flags: RefineFlags): Promise<void> {
  for (;;) {
    showState(await refining.state());
    const choice = await choose();
    try {
      if (choice === "quit") return;
      if (choice === "save" && (await saved(refining, flags))) return;
      if (choice === "edit") await refining.edit(flags.editor);
      if (choice === "render") showRendered(await refining.render());
      if (choice === "try") showTried(await refining.dryRun());
      if (choice === "diff") process.stdout.write(plainLines(await refining.diff()) || "  no difference\n");
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const next = error.next === undefined ? "" : `\n    ${error.next}`;
      console.error(`  ${paintFor(process.stderr)("red", "●")} ${plain(error.message)}${next}`);
    }
  }
}

/** Without an editor of ours: the file is named, and each save of it is judged at once. */
async function elsewhere(refining: Refining): Promise<void> {
  console.error(`  Edit ${refining.file} and save it; each save is checked. Enter goes on.`);
  const stop = refining.watch(showState);
  await asked("");
  stop();
}

async function saved(refining: Refining, flags: RefineFlags): Promise<boolean> {
  const state = await refining.state();
  if (state.faults.length > 0 || !state.changed) {
    if (flags.yes === true) process.exitCode = state.faults.length > 0 ? 1 : 0;
    if (flags.json) printJson({ ...state, saved: false });
    else showState(state);
    return false;
  }
  const result = await refining.save();
  if (flags.json) printJson({ ...state, saved: true, ...result });
  else {
    console.log(`  ${result.id} v${result.version}: ${result.file}`);
    if (result.kept !== undefined) console.log(`  the version before: ${result.kept}`);
  }
  return true;
}

function showState({ faults, changed, tokens }: State): void {
  const paint = paintFor(process.stderr);
  for (const fault of faults) console.error(`  ${paint("red", "●")} ${plain(fault)}`);
  const size = tokens === undefined ? "" : ` · about ${tokens} tokens without its variables`;
  if (faults.length === 0)
    console.error(`  ${paint("green", "●")} ${changed ? "passes its check" : "not changed"}${size}`);
}

async function choose(): Promise<Choice> {
  for (;;) {
    const said = (await asked("  (e)dit  (r)ender  (t)ry  (d)iff  (s)ave  (q)uit: ")).trim().toLowerCase();
    const found = Object.entries(choices).find(([key, word]) => said === key || said === word);
    if (found) return found[1];
  }
}

/** One line from the terminal; its end is `quit`. */
async function asked(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("quit")));
  try {
    return await Promise.race([terminal.question(question), ended]);
  } finally {
    terminal.close();
  }
}
