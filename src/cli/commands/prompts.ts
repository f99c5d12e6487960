import { AppError } from "../../core/errors.ts";
import { isObject, Json, type JsonObject } from "../../core/json/json.ts";
import type { Nephoscope } from "../../index.ts";
import { connect, onInterrupt, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { readGiven } from "../given-file.ts";
import { paintFor, plain, plainLines } from "../show/paint.ts";

export interface AllFlags extends CloudFlags {
  readonly all?: boolean;
}

export async function list(flags: AllFlags): Promise<void> {
  await using nepho = await connect(flags);
  const prompts = await nepho.prompts.list({ all: flags.all === true });
  if (flags.json) {
    printJson(prompts);
    return;
  }
  const paint = paintFor(process.stdout);
  const width = Math.max(22, ...prompts.map(({ id }) => id.length));
  for (const { id, version, tokens, description } of prompts)
    console.log(
      `  ${id.padEnd(width)} v${version}  ${String(tokens).padStart(5)} tokens  ${paint("dim", plain(description))}`,
    );
  if (!flags.all)
    console.error(paintFor(process.stderr)("dim", "  --all shows the canonical prompts of the probes, too"));
}

export async function show(id: string, flags: CloudFlags): Promise<void> {
  await using nepho = await connect(flags);
  const { text, ...prompt } = await nepho.prompts.show(id);
  if (flags.json) {
    printJson(prompt);
    return;
  }
  process.stdout.write(plainLines(text));
}

/** `prompts check`: exit code 1 when one does not hold. */
export async function check(id: string | undefined, flags: AllFlags): Promise<void> {
  await using nepho = await connect(flags);
  const checks = await nepho.prompts.check(id, { all: flags.all === true });
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
  if (flags.json) {
    printJson(checks);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const one of checks) {
    console.log(`  ${one.ok ? paint("green", "●") : paint("red", "●")} ${plain(one.id)}`);
    for (const fault of one.faults) console.log(`      ${plain(fault)}`);
  }
}

export interface RenderFlags extends CloudFlags {
  readonly set?: readonly string[];
  readonly model?: string;
}

export async function render(id: string, flags: RenderFlags): Promise<void> {
  await using nepho = await connect(flags);
  const rendered = await nepho.prompts.render(id, variablesOf(flags.set), flags.model);
  if (flags.json) printJson(rendered);
  else showRendered(rendered);
}

export function showRendered(rendered: Awaited<ReturnType<Nephoscope["prompts"]["render"]>>): void {
  const paint = paintFor(process.stdout);
  console.log(paint("bold", "system"));
  console.log(plainLines(rendered.system));
  console.log(paint("bold", "\nuser"));
  console.log(plainLines(rendered.user));
  console.error(paintFor(process.stderr)("dim", `\n  about ${rendered.tokens} tokens`));
}

/** `prompts canonical`: the script, ready to be run. */
export async function canonical(id: string, flags: RenderFlags): Promise<void> {
  await using nepho = await connect(flags);
  const code = await nepho.prompts.canonical(id, variablesOf(flags.set));
  if (flags.json) printJson({ id, code });
  else process.stdout.write(plainLines(code));
}

export interface TryFlags extends RenderFlags {
  readonly run?: string;
  readonly aliases?: boolean;
}

/** `prompts try`: exit code 1 when the answer could not be used. */
export async function tryOnce(id: string, flags: TryFlags): Promise<void> {
  await using nepho = await connect(flags);
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  const tried = await nepho.prompts.try(id, { ...triesWith(flags), signal: stop.signal });
  release();
  if (!tried.ok) process.exitCode = 1;
  if (flags.json) printJson(tried);
  else showTried(tried);
}

/** Variables, model and recorded run as the flags give them. */
export function triesWith({ set, model, run, aliases }: TryFlags): {
  readonly variables: JsonObject;
  readonly model?: string;
  readonly run?: string;
  readonly aliases?: boolean;
} {
  return {
    variables: variablesOf(set),
    ...(model !== undefined && { model }),
    ...(run !== undefined && { run }),
    ...(aliases !== undefined && { aliases }),
  };
}

export function showTried(tried: Awaited<ReturnType<Nephoscope["prompts"]["try"]>>): void {
  const paint = paintFor(process.stderr);
  if (tried.answer !== undefined) console.log(plainLines(tried.answer));
  for (const fault of tried.faults) console.error(`  ${paint("red", "●")} ${plain(fault)}`);
  if (tried.failure)
    console.error(`  ${paint("red", "●")} ${tried.failure.kind}: ${plain(tried.failure.message)}`);
  if (tried.ok) console.error(`  ${paint("green", "●")} the answer can be used`);
  const { input, output, estimated } = tried.tokens;
  console.error(
    paint(
      "dim",
      `  ${tried.id}@${tried.version} by ${plain(tried.model)} · ${estimated ? "about " : ""}${input} tokens in, ${output} out · ${tried.usd.toFixed(5)} USD · ${Math.round(tried.ms)} ms`,
    ),
  );
}

export interface WriteFlags extends CloudFlags {
  readonly role?: string;
  readonly model?: string;
}

/** `prompts write`: exit code 1 when no prompt passed the check. */
export async function write(purpose: string, flags: WriteFlags): Promise<void> {
  await using nepho = await connect(flags);
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  const written = await nepho.prompts.write(purpose, {
    ...(flags.role !== undefined && { role: flags.role }),
    ...(flags.model !== undefined && { model: flags.model }),
    signal: stop.signal,
  });
  release();
  if (!written.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(written);
    return;
  }
  process.stdout.write(plainLines(written.text));
  const paint = paintFor(process.stderr);
  for (const fault of written.faults) console.error(`  ${paint("red", "●")} ${plain(fault)}`);
  if (written.failure)
    console.error(`  ${paint("red", "●")} ${written.failure.kind}: ${plain(written.failure.message)}`);
  const kept =
    written.file === undefined
      ? "It is not kept."
      : `Kept as ${written.file}; nephoscope prompts try ${written.id ?? ""}`;
  console.error(
    `  ${kept}\n${paint("dim", `  by ${plain(written.model)} · ${written.turns} answers · ${written.usd.toFixed(5)} USD`)}`,
  );
}

/** `name=value`; a value that is JSON counts as that, anything else as a string; `name=@file` is the text of a file. */
function variablesOf(given: readonly string[] = []): JsonObject {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 1)
        throw new AppError("usage", `"${one}" is no variable.`, {
          next: "Give it as --set name=value, or --set name=@file.",
        });
      const text = one.slice(at + 1);
      return [
        one.slice(0, at),
        valueOf(text.startsWith("@") ? readGiven(text.slice(1), "Give it as --set name=@file.") : text),
      ];
    }),
  );
}

function valueOf(text: string): Json {
  if (!/^\s*(?:[[{]|-?\d+(?:\.\d+)?\s*$|true\s*$|false\s*$)/.test(text)) return text;
  try {
    const value = Json.parse(JSON.parse(text));
    return isObject(value) ? { ...value } : value;
  } catch {
    return text;
  }
}
