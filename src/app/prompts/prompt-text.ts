import { readFile } from "node:fs/promises";
import type { StoredPrompt } from "../../content/prompt.ts";
import { promptFile } from "../../content/write-prompt-file.ts";

/** A prompt as its file holds it; one that is made from a probe as its file would. */
export async function promptText(prompt: StoredPrompt): Promise<string> {
  return /\.ya?ml$/.test(prompt.file) ? readFile(prompt.file, "utf8") : promptFile(prompt);
}
