import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parsePrompt } from "../../content/load-prompts.ts";
import type { StoredPrompt } from "../../content/prompt.ts";
import { AppError } from "../../core/errors.ts";

export interface SavePrompt {
  /** The whole file, which has passed its check. */
  readonly text: string;
  /** The prompt that it takes the place of. */
  readonly before?: StoredPrompt;
  /** The user's own folder of prompts. */
  readonly ownFolder: string;
}

export interface SavedPrompt {
  readonly id: string;
  readonly version: number;
  readonly file: string;
  /** Where the user's version before it was put. */
  readonly kept?: string;
}

/** Puts a prompt into the user's own folder as a new version; the user's version before it is kept beside, never lost. */
export async function savePrompt({ text, before, ownFolder }: SavePrompt): Promise<SavedPrompt> {
  const given = parsePrompt(text, "draft.yaml");
  const version = before === undefined ? given.version : Math.max(given.version, before.version + 1);
  const numbered = text.replace(/^version:.*$/m, `version: ${version}`);
  const own = before?.file.startsWith(`${ownFolder}/`) === true ? before.file : undefined;
  const file = own ?? join(ownFolder, `${given.id}.yaml`);
  if (parsePrompt(numbered, file).version !== version)
    throw new AppError("usage", "The version stands on no line of its own.", {
      next: `Write it as   version: ${version}`,
    });
  const kept = before && existsSync(file) ? await keepBefore(before, file, ownFolder) : undefined;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // A reader sees the old file or the new one, never half of it.
  await writeFile(`${file}.new`, numbered, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return { id: given.id, version, file, ...(kept !== undefined && { kept }) };
}

async function keepBefore({ id, version }: StoredPrompt, file: string, ownFolder: string): Promise<string> {
  const kept = join(dirname(ownFolder), "prompt-versions", `${id}@${version}.yaml`);
  await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
  await copyFile(file, kept);
  return kept;
}
