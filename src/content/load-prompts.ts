import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isNode, isScalar } from "yaml";
import type { Document, LineCounter } from "yaml";
import { AppError } from "../core/errors.ts";
import { Prompt, type StoredPrompt } from "./prompt.ts";
import { readYaml } from "./read-yaml.ts";
import { declarationFault, templateFault, variablesOf } from "./render-prompt.ts";

/** A file that could not be read as a prompt, with what is wrong with it; the message names file and line. */
export interface BrokenPrompt {
  readonly file: string;
  readonly error: AppError;
}

/**
 * All prompts of the folders, `<folder>/<role>/*.yaml`; of two with the same id the later folder's stands, and one folder holds an id once. Throws AppError
 * with file and line, unless `broken` wants to hear of it instead.
 */
export async function loadPrompts(
  folders: readonly string[],
  broken?: (prompt: BrokenPrompt) => void,
): Promise<ReadonlyMap<string, StoredPrompt>> {
  const prompts = new Map<string, StoredPrompt>();
  for (const folder of folders)
    for (const [id, prompt] of await loadFolder(folder, broken)) prompts.set(id, prompt);
  return prompts;
}

async function loadFolder(
  folder: string,
  broken: ((prompt: BrokenPrompt) => void) | undefined,
): Promise<ReadonlyMap<string, StoredPrompt>> {
  const prompts = new Map<string, StoredPrompt>();
  for (const name of await listed(folder)) {
    const file = join(folder, name);
    try {
      const prompt = parsePrompt(await readFile(file, "utf8"), file);
      const twin = prompts.get(prompt.id);
      if (twin) throw fault(file, 1, `the id ${prompt.id} is that of ${twin.file} already`);
      prompts.set(prompt.id, prompt);
    } catch (error) {
      if (!broken || !(error instanceof AppError)) throw error;
      broken({ file, error });
    }
  }
  return prompts;
}

const next = "nephoscope prompts check   checks all of them.";

function fault(file: string, line: number, message: string): AppError {
  return new AppError("configuration", `${file}:${line}: ${message}`, { next });
}

/** One prompt file. Every variable of the templates is declared, and every declared one is used. Throws AppError with file and line. */
export function parsePrompt(text: string, file: string): StoredPrompt {
  const { value, document, lines } = readYaml(text, file, next);
  const lineOf = lineFinder(document, lines);
  const parsed = Prompt.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const place = [...(issue?.path ?? []), ...unknown].map((part) =>
      typeof part === "symbol" ? part.toString() : part,
    );
    throw fault(file, lineOf(place), `${place.join(".")}: ${issue?.message ?? "not understood"}`);
  }
  const prompt = parsed.data;
  const starts = {
    system: templateLine(document, lines, "system"),
    user: templateLine(document, lines, "user"),
  };
  const found = declarationIn(prompt, lineOf) ?? templateIn(prompt, starts) ?? unusedIn(prompt, lineOf);
  if (found) throw fault(file, found.line, found.message);
  return { ...prompt, file, lines: starts };
}

interface Fault {
  readonly line: number;
  readonly message: string;
}

type LineOf = ReturnType<typeof lineFinder>;

function declarationIn({ variables }: Prompt, lineOf: LineOf): Fault | undefined {
  for (const [name, declared] of Object.entries(variables)) {
    const wrong = declarationFault(declared);
    if (wrong !== undefined)
      return { line: lineOf(["variables", name]), message: `variables.${name}: ${wrong}` };
  }
  return undefined;
}

function templateIn(prompt: Prompt, starts: StoredPrompt["lines"]): Fault | undefined {
  for (const part of ["system", "user"] as const) {
    const wrong = templateFault(prompt[part]);
    if (wrong) return { line: starts[part] + wrong.line - 1, message: `${part}: ${wrong.message}` };
    const unknown = variablesOf(prompt[part]).find(({ name }) => !Object.hasOwn(prompt.variables, name));
    if (unknown)
      return {
        line: starts[part] + unknown.line - 1,
        message: `${part}: "${unknown.name}" is not declared under variables`,
      };
  }
  return undefined;
}

function unusedIn({ variables, system, user }: Prompt, lineOf: LineOf): Fault | undefined {
  const used = new Set([...variablesOf(system), ...variablesOf(user)].map(({ name }) => name));
  const unused = Object.keys(variables).find((name) => !used.has(name));
  return unused === undefined
    ? undefined
    : {
        line: lineOf(["variables", unused]),
        message: `"${unused}" is declared, but no template uses it`,
      };
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
