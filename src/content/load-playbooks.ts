import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isNode } from "yaml";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { readYaml } from "./read-yaml.ts";

/** What is worth looking at for a class of trouble, in order. */
export const Playbook = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** Classes of trouble that it is for (see `reason/playbook/symptoms.ts`). */
  symptoms: z.array(z.string()).min(1),
  /** Types of things that such a question is usually about: they win when a name fits several, and stand in when nothing is named. */
  types: z.array(z.string()).default([]),
  /** Services whose lists are read first to find what a bare name means. */
  look_in: z.array(z.string()).default([]),
  /** Checks by id or glob (`lambda.*`), the likeliest first; `a|b` share a place. */
  checks: z.array(z.string()).min(1),
  /** Checks of which one must be fine before anybody may say that there is no fault of this kind; empty: any of `checks`. */
  settled_by: z.array(z.string()).default([]),
});
export type Playbook = z.infer<typeof Playbook>;

/** All playbooks of the folders; of two with the same id the later folder's stands. Throws AppError with file and line where one is not understood. */
export async function loadPlaybooks(folders: readonly string[]): Promise<readonly Playbook[]> {
  const playbooks = new Map<string, Playbook>();
  for (const folder of folders) {
    for (const file of (await listed(folder)).filter((name) => /\.ya?ml$/.test(name))) {
      const path = join(folder, file);
      const playbook = parsePlaybook(await readFile(path, "utf8"), path);
      playbooks.set(playbook.id, playbook);
    }
  }
  return [...playbooks.values()];
}

/** The classes of trouble that playbooks are for, each with what it is called there, by name. */
export function symptomsOf(playbooks: readonly Playbook[]): ReadonlyMap<string, string> {
  const symptoms = new Map<string, string>();
  for (const { symptoms: own, title } of playbooks)
    for (const name of own) {
      const told = symptoms.get(name);
      symptoms.set(name, told === undefined ? title : `${told}; ${title}`);
    }
  return new Map([...symptoms].toSorted(([a], [b]) => a.localeCompare(b)));
}

export function parsePlaybook(text: string, path: string): Playbook {
  const { value, document, lines } = readYaml(text, path);
  const playbook = Playbook.safeParse(value);
  if (playbook.success) return playbook.data;
  const [issue] = playbook.error.issues;
  const node = document.getIn(
    issue?.path.map((part) => (typeof part === "symbol" ? part.toString() : part)) ?? [],
    true,
  );
  const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
  throw new AppError(
    "configuration",
    `${path}:${line}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}`,
  );
}

async function listed(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
}
