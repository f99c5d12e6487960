import { watch } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePrompt } from "../../content/load-prompts.ts";
import type { RenderedPrompt, StoredPrompt } from "../../content/prompt.ts";
import { AppError } from "../../core/errors.ts";
import { runInTerminal } from "../../sandbox/process/run-in-terminal.ts";
import { unifiedDiff } from "../../script/diff.ts";
import { checkPrompt, sizeOf } from "./check-prompt.ts";
import { promptText } from "./prompt-text.ts";
import { savePrompt, type SavedPrompt } from "./save-prompt.ts";
import { renderStored, tryStored, type TriedPrompt, type TryPrompt, type TryWith } from "./try-prompt.ts";

/** What is rendered and asked on the way: variables, a model, a recorded run. */
export type RefinePrompt = TryPrompt;

/** A draft as it stands in its file. */
export interface DraftState {
  /** Each with its line in the draft, where it has one. Empty: it can be saved. */
  readonly faults: readonly string[];
  readonly changed: boolean;
  /** Of templates and examples; absent where the file is no prompt. */
  readonly tokens?: number;
}

/** A prompt that is being edited. Nothing is kept but by `save`; the draft goes when this is put away. */
export interface RefiningPrompt extends AsyncDisposable {
  readonly id: string;
  /** The version that the edits began with, and whose it is. */
  readonly version: number;
  readonly file: string;
  /** Opens the draft in an editor (a shell's command line; default: $VISUAL or $EDITOR) and comes back when it is closed. Throws AppError("usage"). */
  edit(editor?: string): Promise<void>;
  /** Tells the state after each save, until the function that it gives is called. */
  watch(saved: (state: DraftState) => void): () => void;
  state(): Promise<DraftState>;
  /** What a model would be told. Throws AppError where the draft or a variable is not right. */
  render(): Promise<RenderedPrompt & { readonly tokens: number }>;
  /** Asks a model, with what the recorded run tells; nothing is asked of any account. */
  dryRun(): Promise<TriedPrompt>;
  /** Against what ships, or, for a prompt of the user's own, against its version before. */
  diff(): Promise<string>;
  /** Throws AppError("usage") while there is a fault. */
  save(): Promise<SavedPrompt>;
}

/** Throws AppError("usage") for an unknown prompt. */
export async function refinePrompt(id: string, asked: RefinePrompt, parts: TryWith): Promise<RefiningPrompt> {
  const { library, workshop } = parts;
  const before = await library.one(id);
  const shipped = await library.shipped(before.id);
  const folder = await mkdtemp(join(tmpdir(), "nephoscope-prompt-"));
  const file = join(folder, `${before.id.replaceAll("/", "-")}.yaml`);
  const began = await promptText(before);
  const compared = shipped ? await promptText(shipped) : began;
  await writeFile(file, began, { mode: 0o600 });
  const read = () => readFile(file, "utf8");
  const stateOf = async (text: string): Promise<DraftState> => {
    const changed = text !== began;
    const { faults, prompt } = await draftOf(text, file, before, parts);
    return { faults, changed, ...(prompt && { tokens: sizeOf(prompt) }) };
  };
  const whole = async () => parsePrompt(await read(), file);
  return {
    id: before.id,
    version: before.version,
    file,
    edit: async (editor = workshop.settings.editor) => {
      if (editor === undefined)
        throw new AppError("usage", "No editor is named.", {
          next: `Set EDITOR, or give --editor; or edit ${file} and save it.`,
        });
      const code = await runInTerminal(editor, file);
      if (code !== 0)
        throw new AppError("usage", `The editor "${editor}" ended with ${code}.`, {
          next: "Set EDITOR, or give --editor.",
        });
    },
    watch: (saved) => {
      const last = { text: began };
      const look = async () => {
        const text = await read().catch(() => last.text);
        // Editors save in several steps: a state is told once.
        if (text === last.text) return;
        last.text = text;
        saved(await stateOf(text));
      };
      const watcher = watch(folder, () => void look());
      return () => watcher.close();
    },
    state: async () => stateOf(await read()),
    render: async () => renderStored(await whole(), asked, parts),
    dryRun: async () => tryStored(await whole(), asked, parts),
    diff: async () =>
      unifiedDiff(compared, await read(), { from: shipped ? "shipped" : "before", to: "draft" }),
    save: async () => {
      const text = await read();
      const [fault] = (await draftOf(text, file, before, parts)).faults;
      if (fault !== undefined)
        throw new AppError("usage", `The prompt is not saved: ${fault}`, { next: "Correct it first." });
      return savePrompt({ text, before, ownFolder: library.ownFolder });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function draftOf(
  text: string,
  file: string,
  before: StoredPrompt,
  { workshop }: TryWith,
): Promise<{ readonly faults: readonly string[]; readonly prompt?: StoredPrompt }> {
  try {
    const prompt = parsePrompt(text, file);
    const parts = { checker: await workshop.checker(), probes: await workshop.probes() };
    const { faults } = await checkPrompt(prompt, parts);
    const renamed =
      prompt.id === before.id ? [] : [`${file}:1: the id is ${before.id}; another id is another prompt`];
    return { faults: [...renamed, ...faults], prompt };
  } catch (error) {
    if (error instanceof AppError) return { faults: [error.message] };
    throw error;
  }
}
