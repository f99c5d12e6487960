import type { Script } from "../../core/script.ts";

/** The script in a coder's answer: the Python block, or all of it where there is no block and it reads like Python. Undefined: none. */
export function readScript(text: string): Pick<Script, "code" | "requirements" | "origin"> | undefined {
  const blocks = blocksOf(text);
  const python = blocks.filter(({ language, code }) => isPython(language) && looksLikePython(code));
  // A model that writes the script twice means the last one; a mere line of usage is none.
  const longest = Math.max(0, ...python.map(({ code }) => code.length));
  const chosen = python.findLast(({ code }) => code.length * 2 >= longest)?.code ?? bare(text, blocks.length);
  if (chosen === undefined) return undefined;
  const requirements = blocks.find(({ language }) => /^requirements/.test(language))?.code ?? "";
  const named = requirements
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return {
    code: `${chosen.replace(/\s+$/, "")}\n`,
    requirements: named.length > 0 ? named : ["boto3"],
    origin: "model",
  };
}

interface Block {
  readonly language: string;
  readonly code: string;
}

/** Fenced blocks; one that is never closed goes to the end: the answer was cut there, and what is missing will show. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const fence = /^[ \t]*(`{3,}|~{3,})[ \t]*([\w.+-]*)[^\n]*\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|(?![\s\S]))/gm;
  for (const [, , language = "", code = ""] of text.matchAll(fence))
    blocks.push({ language: language.toLowerCase(), code });
  return blocks;
}

function isPython(language: string): boolean {
  return ["", "python", "py", "python3", "main.py"].includes(language);
}

function looksLikePython(code: string): boolean {
  return /^\s*(?:import|from|def|class|print\(|\w+\s*=)/m.test(code);
}

function bare(text: string, blocks: number): string | undefined {
  const start = text.search(/^(?:import|from|"""|#)/m);
  return blocks === 0 && start >= 0 && /\bboto3\b/.test(text) ? text.slice(start) : undefined;
}
