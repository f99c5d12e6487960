import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LineCounter, isNode, isScalar, parseDocument } from "yaml";
import type { Document } from "yaml";
import { AppError } from "../core/errors.ts";
import { Prompt, type StoredPrompt } from "./prompt.ts";
import { templateFault, variablesOf } from "./render-prompt.ts";

/** All prompts of the folders, `<folder>/<role>/*.yaml`; of two with the same id the later folder's stands. Throws AppError with file and line. */
export async function loadPrompts(folders: readonly string[]): Promise<ReadonlyMap<string, StoredPrompt>> {
  const prompts = new Map<string, StoredPrompt>();
  for (const folder of folders)
    for (const name of await listed(folder)) {
      const file = join(folder, name);
      const prompt = parsePrompt(await readFile(file, "utf8"), file);
      prompts.set(prompt.id, prompt);
    }
  return prompts;
}

/** One prompt file. Every variable of the templates is declared, and every declared one is used. Throws AppError with file and line. */
export function parsePrompt(text: string, file: string): StoredPrompt {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const fail = (line: number, message: string): never => {
    throw new AppError("configuration", `${file}:${line}: ${message}`, {
      next: "nephoscope prompts check   checks all of them.",
    });
  };
  const [broken] = document.errors;
  if (broken) return fail(lines.linePos(broken.pos[0]).line, broken.message.split("\n")[0] ?? "not YAML");
  const lineOf = lineFinder(document, lines);
  const parsed = Prompt.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = (issue?.path ?? []).map((part) => (typeof part === "symbol" ? part.toString() : part));
    return fail(lineOf(place), `${place.join(".")}: ${issue?.message ?? "not understood"}`);
  }
  const prompt = parsed.data;
  const starts = {
    system: templateLine(document, lines, "system"),
    user: templateLine(document, lines, "user"),
  };
  for (const part of ["system", "user"] as const) {
    const fault = templateFault(prompt[part]);
    if (fault) return fail(starts[part] + fault.line - 1, `${part}: ${fault.message}`);
    for (const variable of variablesOf(prompt[part]))
      if (!(variable.name in prompt.variables))
        return fail(
          starts[part] + variable.line - 1,
          `${part}: "${variable.name}" is not declared under variables`,
        );
  }
  const used = new Set([...variablesOf(prompt.system), ...variablesOf(prompt.user)].map(({ name }) => name));
  const unused = Object.keys(prompt.variables).find((name) => !used.has(name));
  if (unused !== undefined)
    return fail(lineOf(["variables", unused]), `"${unused}" is declared, but no template uses it`);
  return { ...prompt, file, lines: starts };
}

function lineFinder(document: Document, lines: LineCounter) {
  return (place: readonly (string | number)[]): number => {
    for (let depth = place.length; depth > 0; depth -= 1) {
      const node = document.getIn(place.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
}

/** Where the text of a template begins: the line after `|`. */
function templateLine(document: Document, lines: LineCounter, part: string): number {
  const node = document.get(part, true);
  if (!isScalar(node) || !node.range) return 1;
  const { line } = lines.linePos(node.range[0]);
  return node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED" ? line + 1 : line;
}

async function listed(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  } catch {
    return [];
  }
}
